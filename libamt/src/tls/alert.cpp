// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "tls/alert.h"

#include <algorithm>
#include <iterator>

namespace odca::amt {
namespace {

constexpr std::string_view kTooOld =
    "the device and this program have no TLS version or cipher in common: TLS 1.2 with forward secrecy is needed, "
    "which "
    "old firmware does not offer";
// The port asks for the provisioning certificate while a host-based setup is under way.
constexpr std::string_view kSetupUnderWay = "a setup was begun and not ended: stop it over HECI, then try again";

struct Row {
  std::uint8_t description;
  AlertMeaning meaning;
};

// RFC 8446 6, with those of RFC 5246 7.2 that it dropped. Sorted by number.
constexpr Row kAlerts[] = {
    {0, {"close_notify", {}}},
    {10, {"unexpected_message", {}}},
    {20, {"bad_record_mac", {}}},
    {21, {"decryption_failed", {}}},
    {22, {"record_overflow", {}}},
    {30, {"decompression_failure", {}}},
    {40, {"handshake_failure", kTooOld}},
    {41, {"no_certificate", {}}},
    {42, {"bad_certificate", {}}},
    {43, {"unsupported_certificate", {}}},
    {44, {"certificate_revoked", {}}},
    {45, {"certificate_expired", {}}},
    {46, {"certificate_unknown", {}}},
    {47, {"illegal_parameter", {}}},
    {48, {"unknown_ca", {}}},
    {49, {"access_denied", {}}},
    {50, {"decode_error", {}}},
    {51, {"decrypt_error", {}}},
    {60, {"export_restriction", {}}},
    {70, {"protocol_version", kTooOld}},
    {71, {"insufficient_security", kTooOld}},
    {80, {"internal_error", {}}},
    {86, {"inappropriate_fallback", {}}},
    {90, {"user_canceled", {}}},
    {100, {"no_renegotiation", {}}},
    {109, {"missing_extension", {}}},
    {110, {"unsupported_extension", {}}},
    {112, {"unrecognized_name", {}}},
    {113, {"bad_certificate_status_response", {}}},
    {115, {"unknown_psk_identity", {}}},
    {116, {"certificate_required", kSetupUnderWay}},
    {120, {"no_application_protocol", {}}},
};

}  // namespace

AlertMeaning alert_meaning(std::uint8_t description) {
  const auto* row =
      std::find_if(std::begin(kAlerts), std::end(kAlerts), [&](const Row& r) { return r.description == description; });
  return row == std::end(kAlerts) ? AlertMeaning{} : row->meaning;
}

}  // namespace odca::amt
