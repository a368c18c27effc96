// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "question.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "clock.h"
#include "oid_names.h"
#include "pin.h"
#include "report/facts.h"
#include "rules/hardware_name.h"
#include "rules/host_names.h"
#include "rules/leaf_hash.h"
#include "values.h"

namespace odca::cli {
namespace {

using namespace std::string_view_literals;

// GET_UPID returns an OEM id and then a CSME id of 32 bytes each; of the CSME id the first 20 are compared, and some
// programs print these alone (docs/hierarchy.md 7).
constexpr std::size_t kComparedUpid = 20, kCsmeId = 32, kBothIds = 64;

bool all_zero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t octet) { return octet == 0; });
}

template <class Value>
Choices<Value> named(std::initializer_list<Value> values) {
  Choices<Value> choices;
  for (const Value value : values) choices.emplace_back(to_string(value), value);
  return choices;
}

Result<std::string> read_eku(std::string_view where, std::string_view text) {
  std::optional<std::string> oid = oid_called(text);
  if (oid) return *std::move(oid);
  return usage_error(cat(where, ": expected an object identifier or a known name, found '", text, "'"),
                     "for example serverAuth or 1.3.6.1.5.5.7.3.1");
}

/// check_place refuses options that the purpose would leave unheard.
Status check_place(const QuestionOptions& options, Purpose purpose, Phase phase) {
  const std::pair<std::string_view, bool> plain[] = {{"--eku", options.eku.has_value()},
                                                     {"--max-depth", options.max_depth.has_value()}};
  const std::pair<std::string_view, bool> device[] = {{"--phase", options.phase.has_value()},
                                                      {"--amt-version", options.amt_version.has_value()},
                                                      {"--leaf-hash", options.leaf_hash.has_value()},
                                                      {"--upid", options.upid.has_value()},
                                                      {"--pin", options.pin.has_value()}};
  if (purpose == Purpose::rfc5280) {
    for (const auto& [name, given] : device)
      if (given)
        return usage_error(cat(name, " has no meaning for --purpose rfc5280"),
                           "it belongs to the purposes amt-activation, amt-wsman, amt-auditlog and odca");
    return {};
  }
  for (const auto& [name, given] : plain)
    if (given)
      return usage_error(cat(name, " has no meaning for --purpose ", to_string(purpose)),
                         "it belongs to --purpose rfc5280");
  if (options.name && (!after_activation(phase) || purpose == Purpose::odca))
    return usage_error(
        cat("--name has no meaning for --purpose ", to_string(purpose), " in phase ", to_string(phase)),
        "an on-die chain names no host; it belongs to --purpose rfc5280, and to what an activated device "
        "presents instead (--phase transition or provisioned)");
  return {};
}

}  // namespace

void take_question(CommandLine& line, QuestionOptions& options) {
  line.heading("the question");
  line.add({"--purpose", "PURPOSE", "service that the leaf must be for"},
           named({Purpose::amt_activation, Purpose::amt_wsman, Purpose::amt_auditlog, Purpose::odca, Purpose::rfc5280}),
           options.purpose);
  line.add({"--phase", "PHASE", "provisioning phase of the device"},
           named({Phase::pre_provisioning, Phase::in_provisioning, Phase::transition, Phase::provisioned}),
           options.phase);
  line.add({"--at", "TIME", "judge at this time (RFC 3339) instead of now"}, options.at);
}

void take_amt_version(CommandLine& line, QuestionOptions& options) {
  line.add({"--amt-version", "N", "version of AMT, 19 or 19.0.5"}, Reader<unsigned>(read_amt_version),
           options.amt_version);
}

void take_device(CommandLine& line, QuestionOptions& options) {
  line.add({"--leaf-hash", "[sha256:|sha384:]HEX", "hash of the leaf as the firmware returned it (raw or ASCII field)"},
           Reader<LeafHash>(read_leaf_hash), options.leaf_hash);
  line.add({"--upid", "HEX", "CSME id from GET_UPID, 20 or 32 bytes, or OEM and CSME id, 64"}, Reader<Upid>(read_upid),
           options.upid);
  line.add({"--pin", "[cert:]SHA256",
            "hash of the public key (SPKI) that the leaf must have, or behind cert: of the leaf as a whole; "
            "hexadecimal, base64 or sha256//..."},
           options.pin);
}

void take_target(CommandLine& line, QuestionOptions& options) {
  line.add({"--target", "SHA256", "the certificate asked about, by the hash of its DER"},
           Reader<Fingerprint>(read_sha256), options.target);
  line.add({"--name", "NAME",
            "DNS name or IP address that the target must carry: for rfc5280, and for what an activated device presents "
            "instead of its chain"},
           Reader<std::string>(read_host), options.name);
  line.add({"--eku", "EKU", "rfc5280: extended key usage, an OID or for example serverAuth"},
           Reader<std::string>(read_eku), options.eku);
  line.add({"--max-depth", "N", "rfc5280: intermediates allowed"}, 0, 255, options.max_depth);
}

Time QuestionOptions::now() const { return at ? *at : host_clock(); }

Result<Question> read_question(const QuestionOptions& options) {
  Question question{.purpose = options.purpose.value_or(Purpose::amt_activation),
                    .phase = options.phase.value_or(Phase::pre_provisioning),
                    .at = options.now(),
                    .at_is_host_clock = !options.at,
                    .target = options.target,
                    .host = options.name,
                    .eku = options.eku,
                    .max_depth = options.max_depth};
  ODCA_TRY(check_place(options, question.purpose, question.phase));
  return question;
}

Result<DeviceFacts> read_device_facts(const QuestionOptions& options) {
  DeviceFacts device{.leaf_hash = options.leaf_hash, .amt_version = options.amt_version};
  if (options.upid) device.upid = options.upid->csme;
  if (options.pin) ODCA_TRY(read_pin("--pin", *options.pin, device));
  return device;
}

Result<std::string> read_host(std::string_view where, std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']') && text.find(':') != std::string_view::npos)
    text = text.substr(1, text.size() - 2);
  if (parse_ip_address(text)) return std::string(text);
  const std::string_view name = text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
  const std::string_view last = name.substr(name.rfind('.') == std::string_view::npos ? 0 : name.rfind('.') + 1);
  // Of digits alone is the end of an address, and of no name (RFC 3696 2).
  if (is_dns_name(name) && last.find_first_not_of("0123456789") != std::string_view::npos) return std::string(name);
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
  return usage_error(cat(where, ": expected a DNS name or an IP address, found '", text, "'"),
                     ascii ? "give the host alone, without scheme, user, port or path"
                           : "write the name in its ASCII form, with labels that begin with 'xn--'");
}

Result<unsigned> read_amt_version(std::string_view where, std::string_view text) {
  const auto refused = [&] {
    return usage_error(cat(where, ": expected a version of AMT such as 19 or 19.0.5, found '", text, "'"),
                       "write digits, with dots between them; the first number counts");
  };
  constexpr unsigned kLargest = 255;
  std::optional<unsigned> major;
  std::string_view rest = text;
  for (std::size_t parts = 0; parts < 4; ++parts) {  // 19.0.5.1992 is what firmware calls itself
    unsigned number = 0;
    const auto [stop, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), number);  // takes no sign
    if (problem != std::errc()) return refused();
    if (!major) major = number;
    rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()));  // inside it
    if (rest.empty() && *major <= kLargest) return *major;
    if (!rest.starts_with('.')) return refused();
    rest.remove_prefix(1);
  }
  return refused();
}

Result<LeafHash> read_leaf_hash(std::string_view where, std::string_view text) {
  LeafHash hash;
  const std::size_t colon = text.find(':');
  const std::string_view prefix = text.substr(0, colon == std::string_view::npos ? 0 : colon);
  if (prefix == "sha256") hash.algorithm = LeafHash::Algorithm::sha256;
  if (prefix == "sha384") hash.algorithm = LeafHash::Algorithm::sha384;
  if (hash.algorithm != LeafHash::Algorithm::by_length) text.remove_prefix(colon + 1);
  ODCA_TRY_ASSIGN(hash.field, read_hex(where, text));
  if (all_zero(hash.field))
    return usage_error(cat(where, ": all bytes are zero, so the firmware returned no hash"),
                       "give the hash that CFG_StartConfigurationHBased returned, or leave the option out");
  if (odca::read_leaf_hash(hash).empty())
    return usage_error(cat(where, ": ", hash.field.size(), " bytes that hold no ", expected_leaf_hash(hash.algorithm)),
                       "give the 32 bytes of a SHA-256, the 48 of a SHA-384, or the whole field of 64 bytes as the "
                       "firmware returned it");
  return hash;
}

Result<Upid> read_upid(std::string_view where, std::string_view text) {
  ODCA_TRY_ASSIGN(const Bytes given, read_hex(where, text));
  if (given.size() != kComparedUpid && given.size() != kCsmeId && given.size() != kBothIds)
    return usage_error(
        cat(where, ": expected 20, 32 or 64 bytes, found ", given.size()),
        "give the CSME id of 32 bytes that GET_UPID returns, its first 20, or the OEM id and the CSME id "
        "together");
  const std::size_t oem = given.size() == kBothIds ? kBothIds - kCsmeId : 0;
  Upid upid{.csme = Bytes(given.begin() + static_cast<std::ptrdiff_t>(oem), given.end()),
            .oem = Bytes(given.begin(), given.begin() + static_cast<std::ptrdiff_t>(oem))};
  if (all_zero(upid.csme))
    return usage_error(cat(where, ": all bytes of the CSME id are zero, so the firmware returned none"),
                       "read the UPID again on the machine; the CSME id are the last 32 bytes");
  return upid;
}

Status check_halves(const Verdict& verdict, ByteView upid_oem) {
  if (upid_oem.empty() || device_check(verdict, "device.upid") != DeviceCheck::mismatch) return {};
  const ByteView first = upid_oem.first(kComparedUpid);
  const auto fits = [&](const PathCertificate& step) {
    const std::optional<Bytes> serial = hardware_serial(step.certificate);
    return step.role == CertificateRole::rom_ca &&
           (equal(first, ByteView(step.certificate->sha256).first(kComparedUpid)) || (serial && equal(first, *serial)));
  };
  const std::vector<PathCertificate>& path = proved_path(verdict);
  if (std::any_of(path.begin(), path.end(), fits))
    return usage_error("the first 32 bytes of the UPID fit this chain, and not the last 32, which are the CSME id",
                       "give the 32 bytes of the CSME id alone");
  return {};
}

}  // namespace odca::cli
