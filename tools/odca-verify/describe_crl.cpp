// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "describe.h"

namespace odca::cli {
namespace {

constexpr std::size_t kEntriesShown = 20;

/// reason_name names a CRLReason (RFC 5280 5.3.1).
std::string reason_name(unsigned reason) {
  constexpr std::string_view kNames[] = {
      "unspecified",   "keyCompromise",        "cACompromise",    "affiliationChanged",
      "superseded",    "cessationOfOperation", "certificateHold", "",
      "removeFromCRL", "privilegeWithdrawn",   "aACompromise"};
  if (reason < std::size(kNames) && !kNames[reason].empty()) return cat(reason, " (", kNames[reason], ')');
  return std::to_string(reason);
}

Document describe_entry(const RevokedEntry& entry) {
  Document document = Document::members();
  document.add("serial", to_hex(entry.serial));
  document.add("revoked_at", entry.revoked_at ? Document::text(format_time(*entry.revoked_at)) : Document::nothing());
  document.add("reason", entry.reason ? Document::text(reason_name(*entry.reason)) : Document::nothing());
  document.add("certificate_issuer",
               entry.certificate_issuer ? Document::text(entry.certificate_issuer->to_string()) : Document::nothing());
  return document.add("unknown_critical_extension", Document::truth(entry.unknown_critical));
}

Document describe_scope(const std::optional<IssuingDistributionPoint>& scope) {
  if (!scope) return Document::nothing();
  Document document = Document::members();
  document.add("critical", Document::truth(scope->critical)).add("indirect", Document::truth(scope->indirect));
  document.add("only_user_certs", Document::truth(scope->only_user_certs));
  document.add("only_ca_certs", Document::truth(scope->only_ca_certs));
  document.add("only_attribute_certs", Document::truth(scope->only_attribute_certs));
  document.add("only_some_reasons", Document::truth(scope->only_some_reasons));
  return document.add("point", scope->point ? describe_point(*scope->point) : Document::nothing());
}

}  // namespace

Document describe_crl(const Crl& crl) {
  const CrlFields& fields = crl.fields();
  Document document = Document::members();
  document.add("issuer", fields.issuer.to_string()).add("issuer_meaning", describe_name_meaning(fields.issuer));
  document.add("this_update", format_time(fields.this_update));
  document.add("next_update",
               fields.next_update ? Document::text(format_time(*fields.next_update)) : Document::nothing());
  document.add("number", fields.number ? Document::text(to_hex(*fields.number)) : Document::nothing());
  document.add("number_critical", Document::truth(fields.number_critical));
  document.add("delta", Document::truth(fields.is_delta)).add("sha256", to_hex(fields.sha256));
  document.add("size", Document::number(fields.der.size()));
  document.add("authority_key_identifier", describe_authority_key(fields.authority_key_id));
  document.add("issuing_distribution_point", describe_scope(fields.issuing_distribution_point));
  document.add("signature", describe_algorithm(fields.signature_algorithm));
  Document unknown = Document::list();
  for (const std::string& oid : fields.unknown_critical) unknown.add(Document::text(named_oid(oid)));
  document.add("unknown_critical_extensions", std::move(unknown));
  document.add("oddities", describe_oddities(fields.oddities));
  document.add("revoked", Document::number(fields.entries.size()));
  Document entries = Document::list();
  for (std::size_t i = 0; i < std::min(fields.entries.size(), kEntriesShown); ++i)
    entries.add(describe_entry(fields.entries[i]));
  document.add("entries_shown", Document::number(std::min(fields.entries.size(), kEntriesShown)));
  return document.add("entries", std::move(entries));
}

}  // namespace odca::cli
