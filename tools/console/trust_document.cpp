// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "trust_document.h"

#include <utility>

#include "base/text.h"
#include "bundle/anchor_words.h"
#include "bundle/store_words.h"

namespace odca::cli {
namespace {

template <class Number>
void add_if(Document& document, std::string name, const std::optional<Number>& value) {
  if (value) document.add(std::move(name), Document::number(*value));
}

/// constraints_document leaves out what is not demanded.
Document constraints_document(const AnchorConstraints& constraints) {
  Document document = Document::members();
  std::vector<std::string> parts;
  for (const NamePart& part : constraints.first_ca) parts.push_back(bundle::part_text(part));
  if (!parts.empty()) document.add("first_ca", Document::list_of(parts));
  add_if(document, "path_len", constraints.path_len);
  add_if(document, "min_amt", constraints.min_amt);
  add_if(document, "max_amt", constraints.max_amt);
  if (constraints.use_window) {
    document.add("use_from", format_time(constraints.use_window->not_before));
    document.add("use_until", format_time(constraints.use_window->not_after));
  }
  return document;
}

}  // namespace

Document fingerprints(const std::vector<Fingerprint>& list) {
  Document document = Document::list();
  for (const Fingerprint& one : list) document.add(Document::text(to_hex(one)));
  return document;
}

Document interval(const std::optional<Validity>& validity) {
  if (!validity) return Document::nothing();
  Document document = Document::members();
  document.add("not_before", format_time(validity->not_before));
  return document.add("not_after", format_time(validity->not_after));
}

void add_terms(const TrustAnchor& anchor, Document& document) {
  document.add("roles", Document::list_of(anchor.roles.to_strings()));
  document.add("subject", anchor.subject.to_string()).add("spki_sha256", to_hex(anchor.spki_sha256));
  document.add("cert_sha256", fingerprints(anchor.cert_sha256));
  document.add("constraints", constraints_document(anchor.constraints));
}

Document provenance_of(const std::vector<Provenance>& list) {
  Document document = Document::list();
  for (const Provenance& one : list) {
    Document entry = Document::members();
    entry.add("url", one.url);
    if (one.sha256) entry.add("sha256", to_hex(*one.sha256));
    entry.add("retrieved", one.retrieved);
    document.add(std::move(entry));
  }
  return document;
}

void add_denial(const DenyEntry& deny, Document& document) {
  if (deny.id != 0) document.add("id", Document::number(deny.id));
  document.add("label", deny.label).add("reason", deny.reason);
  document.add("kind", std::string(bundle::kDenyKinds[static_cast<std::size_t>(deny.kind)]));
  document.add("value", to_hex(deny.sha256));
  if (!deny.since.empty()) document.add("since", deny.since);
}

}  // namespace odca::cli
