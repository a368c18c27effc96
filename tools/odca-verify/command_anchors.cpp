// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// odca-verify anchors: what is trusted, why, and from where.
#include <algorithm>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "clock.h"
#include "commands.h"
#include "describe.h"
#include "setting.h"
#include "trust_document.h"

namespace odca::cli {
namespace {

struct AnchorsOptions {
  TrustOptions trust{};
  Output output{};
};

void take_anchors(CommandLine& line, AnchorsOptions& options) {
  line.describe({.summary = "show what is trusted, why, from where",
                 .about = "Shows every anchor, intermediate, CRL and deny entry that a verdict would use now, with its "
                          "origin, and what is wrong with installed trust as a whole. Denied anchors are listed, and "
                          "never used.",
                 .examples = {"odca-verify anchors", "odca-verify anchors --trust combined --json"},
                 .statuses = {kShown, kNotShown}});
  take_trust(line, options.trust);
  line.heading("the answer");
  line.output({Format::text, Format::json}, options.output);
}

Document text_or_nothing(const std::string& value) {
  return value.empty() ? Document::nothing() : Document::text(value);
}

Document describe_origin(const Origin& origin) {
  Document document = Document::members();
  document.add("source", std::string(to_string(origin.kind))).add("where", text_or_nothing(origin.where));
  // Bundles and the embedded store are numbered alike: the newer one gives the anchors.
  if (origin.bundle_version != 0) document.add("version", Document::number(origin.bundle_version));
  return document;
}

Document describe_denial(const DenyEntry& entry) {
  Document document = Document::members();
  add_denial(entry, document);
  return document.add("origin", describe_origin(entry.origin));
}

/// find_denial is the entry that refuses a key, or one of these certificates; nullptr when none does.
const DenyEntry* find_denial(const TrustStore& store, const Fingerprint& key,
                             const std::vector<Fingerprint>& certificates) {
  for (const DenyEntry& entry : store.denied()) {
    const bool refused = entry.kind == DenyEntry::Kind::spki
                             ? entry.sha256 == key
                             : std::find(certificates.begin(), certificates.end(), entry.sha256) != certificates.end();
    if (refused) return &entry;
  }
  return nullptr;
}

/// add_denied says first whether a thing is trusted at all: what is denied is listed, so that nobody wonders where it
/// is, and is never used.
void add_denied(const DenyEntry* denial, Document& document) {
  document.add("trusted", Document::truth(denial == nullptr));
  document.add("denied_by", denial == nullptr ? Document::nothing() : describe_denial(*denial));
}

Document describe_anchor(const TrustStore& store, const TrustAnchor& anchor) {
  Document document = Document::members();
  if (anchor.id != 0) document.add("id", Document::number(anchor.id));
  document.add("label", anchor.label);
  add_denied(find_denial(store, anchor.spki_sha256, anchor.cert_sha256), document);
  add_terms(anchor, document);
  document.add("key", describe_public_key(anchor.key));
  document.add("subject_key_id",
               anchor.subject_key_id ? Document::text(to_hex(*anchor.subject_key_id)) : Document::nothing());
  document.add("validity", interval(anchor.validity)).add("provenance", provenance_of(anchor.provenance));
  return document.add("origin", describe_origin(anchor.origin));
}

Document describe_intermediate(const TrustStore& store, const StoredCertificate& stored) {
  const CertificateFields& fields = stored.certificate.fields();
  Document document = Document::members();
  document.add("subject", fields.subject.to_string()).add("issuer", fields.issuer.to_string());
  document.add("sha256", to_hex(fields.sha256)).add("spki_sha256", to_hex(fields.spki_sha256));
  add_denied(find_denial(store, fields.spki_sha256, {fields.sha256}), document);
  document.add("validity", interval(fields.validity));
  return document.add("origin", describe_origin(stored.origin));
}

Document describe_stored_crl(const StoredCrl& stored) {
  Document document = Document::members();
  document.add("issuer", stored.crl->issuer.to_string()).add("sha256", to_hex(stored.crl->sha256));
  document.add("this_update", format_time(stored.crl->this_update));
  return document.add("origin", describe_origin(stored.origin));
}

Document describe_condition(const TrustCondition& condition) {
  Document document = Document::members();
  document.add("rule", cat("trust.", to_string(condition.kind))).add("message", condition.message);
  return document.add("hint", text_or_nothing(condition.hint));
}

template <class Items, class Describe>
Document list_all(const Items& items, Describe describe_one) {
  Document list = Document::list();
  for (const auto& item : items) list.add(describe_one(item));
  return list;
}

Document describe_store(const TrustStore& store) {
  const std::vector<std::string> versions(store.versions().begin(), store.versions().end());
  Document document = Document::members();
  document.add("schema", "odca-anchors/2").add("source", store.source());
  document.add("versions", Document::list_of(versions));
  document.add("conditions", list_all(store.conditions(), describe_condition));
  document.add("anchors",
               list_all(store.anchors(), [&](const TrustAnchor& anchor) { return describe_anchor(store, anchor); }));
  document.add("intermediates", list_all(store.intermediates(), [&](const StoredCertificate& stored) {
                 return describe_intermediate(store, stored);
               }));
  document.add("crls", list_all(store.crls(), describe_stored_crl));
  return document.add("denied", list_all(store.denied(), describe_denial));
}

Result<Answer> run_anchors(const AnchorsOptions& options) {
  ODCA_TRY_ASSIGN(const Setting setting, load_setting(options.trust, host_clock()));
  return Answer{.document = describe_store(setting.store), .status = kAccepted};
}

}  // namespace

Work anchors(CommandLine& line) { return work(line, take_anchors, run_anchors); }

}  // namespace odca::cli
