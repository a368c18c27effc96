// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "exchange/anchors_to_export.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "bundle/reason.h"

namespace odca::bundle_tool {
namespace {

/// Why an anchor is left out; the first that holds is told.
enum class Left { not_at_all, retired, distrusted, denied, no_certificate };
constexpr std::array<std::pair<Left, std::string_view>, 4> kLeft = {{
    {Left::retired, "left out, retired: "},
    {Left::distrusted, "left out, distrusted: "},
    {Left::denied, "left out, denied: "},
    {Left::no_certificate, "left out, a name and a key without certificate: "},
}};

bool is_denied_anchor(const std::vector<DenyEntry>& deny, const TrustAnchor& anchor) {
  const auto denied = [&](const Fingerprint& hash) { return is_denied(deny, hash, anchor.spki_sha256); };
  if (anchor.certificate && is_denied(deny, (*anchor.certificate)->sha256, (*anchor.certificate)->spki_sha256))
    return true;
  return is_denied(deny, {}, anchor.spki_sha256) ||
         std::any_of(anchor.cert_sha256.begin(), anchor.cert_sha256.end(), denied);
}

Left left_out(const TrustAnchor& entry, const std::vector<DenyEntry>& deny) {
  if (entry.status == AnchorStatus::distrusted) return Left::distrusted;
  if (entry.status != AnchorStatus::active) return Left::retired;
  if (is_denied_anchor(deny, entry)) return Left::denied;
  return entry.certificate ? Left::not_at_all : Left::no_certificate;
}

std::string name_of(const TrustAnchor& entry) { return cat("anchor ", entry.id, ' ', quote(entry.label)); }

void append(std::string& list, std::string_view item) { list += cat(list.empty() ? "" : ", ", item); }

std::string roles_of(const TrustAnchor& anchor) {
  std::string list;
  for (const std::string& role : anchor.roles.to_strings()) append(list, role);
  return list;
}

bool is_constrained(const AnchorConstraints& constraints) {
  return !constraints.first_ca.empty() || constraints.path_len || constraints.min_amt || constraints.max_amt;
}

/// say_what_is_lost names what no list of certificates can say of the chosen anchors.
void say_what_is_lost(AnchorsToExport& chosen) {
  std::string roles;
  std::string constraints;
  std::string windows;
  for (const TrustAnchor* const entry : chosen.anchors) {
    append(roles, cat(name_of(*entry), " (", roles_of(*entry), ")"));
    if (is_constrained(entry->constraints)) append(constraints, name_of(*entry));
    if (entry->constraints.use_window) append(windows, name_of(*entry));
  }
  if (!roles.empty())
    chosen.dropped.push_back(cat("lost, the roles, so that a reader trusts each for any purpose: ", roles));
  if (!constraints.empty()) chosen.dropped.push_back(cat("lost, the constraints: ", constraints));
  if (!windows.empty()) chosen.dropped.push_back(cat("lost, the times between which to use: ", windows));
}

}  // namespace

bool is_denied(const std::vector<DenyEntry>& deny, const Fingerprint& certificate, const Fingerprint& spki) {
  return std::any_of(deny.begin(), deny.end(), [&](const DenyEntry& one) {
    return !one.lifted && one.sha256 == (one.kind == DenyEntry::Kind::spki ? spki : certificate);
  });
}

AnchorsToExport anchors_to_export(const bundle::StoreDocument& store, const std::vector<DenyEntry>& deny) {
  AnchorsToExport chosen;
  std::array<std::string, kLeft.size()> lists;
  for (const TrustAnchor& entry : store.anchors) {
    const Left left = left_out(entry, deny);
    if (left == Left::not_at_all) chosen.anchors.push_back(&entry);
    for (std::size_t i = 0; i < kLeft.size(); ++i)
      if (kLeft[i].first == left) append(lists[i], name_of(entry));
  }
  for (std::size_t i = 0; i < kLeft.size(); ++i)
    if (!lists[i].empty()) chosen.dropped.push_back(cat(kLeft[i].second, lists[i]));
  say_what_is_lost(chosen);
  if (!store.intermediates.empty())
    chosen.dropped.push_back(cat("left out, not anchors: intermediates (", store.intermediates.size(), ")"));
  if (!store.crls.empty()) chosen.dropped.push_back(cat("left out: CRLs (", store.crls.size(), ")"));
  return chosen;
}

std::string percent_text(std::string_view label) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;()/+=_-";
  std::string text;
  for (std::size_t i = 0; i < label.size(); ++i) {
    const bool dashes = label[i] == '-' && i > 0 && label[i - 1] == '-';
    if (kPlain.find(label[i]) != std::string_view::npos && !dashes)
      text.push_back(label[i]);
    else
      text += cat('%', to_hex(as_bytes(label.substr(i, 1))));
  }
  return text;
}

std::string pem_block(ByteView der) {
  constexpr std::size_t kLine = 64;  // RFC 7468 2
  const std::string text = to_base64(der);
  std::string block = "-----BEGIN CERTIFICATE-----\n";
  for (std::size_t at = 0; at < text.size(); at += kLine) block += text.substr(at, kLine) + '\n';
  return block + "-----END CERTIFICATE-----\n";
}

Error no_anchor_left(const AnchorsToExport& chosen) {
  std::string why;
  for (const std::string& reason : chosen.dropped) why += cat("; ", reason);
  return bundle::failure("E_EMPTY", cat("no active anchor with a certificate to export", why),
                         "--tuf and --json export the bundle as it is");
}

}  // namespace odca::bundle_tool
