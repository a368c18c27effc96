// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "operate/contents.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

#include "base/text.h"
#include "bundle/store_document.h"
#include "odca/bytes.h"
#include "odca/time.h"
#include "trust_document.h"

namespace odca::bundle_tool {
namespace {

using bundle::DocumentType;
using cli::Document;

Document anchor_document(const TrustAnchor& anchor) {
  Document document = Document::members();
  document.add("id", Document::number(anchor.id)).add("label", anchor.label);
  document.add("status", std::string(to_string(anchor.status)));
  cli::add_terms(anchor, document);
  if (anchor.replaced_by) document.add("replaced_by", Document::number(*anchor.replaced_by));
  return document.add("provenance", cli::provenance_of(anchor.provenance));
}

Document intermediate_document(const StoredCertificate& one) {
  Document document = Document::members();
  document.add("subject", one.certificate->subject.to_string()).add("sha256", to_hex(one.certificate->sha256));
  return document;
}

Document crl_document(const StoredCrl& one) {
  Document document = Document::members();
  document.add("issuer", one.crl->issuer.to_string()).add("sha256", to_hex(one.crl->sha256));
  document.add("revoked", Document::number(one.crl->entries.size()));
  return document;
}

Document deny_document(const DenyEntry& deny) {
  Document document = Document::members();
  cli::add_denial(deny, document);
  return document.add("lifted", Document::truth(deny.lifted));
}

template <class Item>
Document list_of(const std::vector<Item>& items, Document (*describe)(const Item&)) {
  Document list = Document::list();
  for (const Item& item : items) list.add(describe(item));
  return list;
}

Document store_document(const bundle::StoreDocument& store) {
  Document document = Document::members();
  document.add("scope", store.preamble.scope).add("version", Document::number(store.preamble.version));
  document.add("reader_level", Document::number(store.preamble.reader_level));
  document.add("min_tool", store.preamble.min_tool).add("created", format_time(store.created));
  document.add("notes", store.notes).add("anchors", list_of(store.anchors, anchor_document));
  document.add("intermediates", list_of(store.intermediates, intermediate_document));
  document.add("crls", list_of(store.crls, crl_document)).add("deny", list_of(store.deny, deny_document));
  return document;
}

Document header_document(const bundle::Header& header) {
  Document document = Document::members();
  document.add("type", std::string(bundle::to_string(header.type))).add("version", Document::number(header.version));
  document.add("expires", format_time(header.expires));
  return document;
}

Document role_document(const bundle::RootDocument& root, DocumentType type) {
  const bundle::Role& role = root.role(type);
  Document document = Document::members();
  document.add("role", std::string(bundle::to_string(type))).add("threshold", Document::number(role.threshold));
  document.add("key_ids", Document::list_of(role.key_ids));
  return document;
}

}  // namespace

Document contents_document(const bundle::BundleFile& file) {
  const bundle::BundleView& view = file.view();
  Document document = Document::members();
  document.add("version", Document::number(view.targets.header.version)).add("content_id", bundle::content_id_of(view));
  Document documents = Document::list();
  for (const bundle::RootDocument& root : view.roots) documents.add(header_document(root.header));
  for (const bundle::Header& header : {view.timestamp.header, view.snapshot.header, view.targets.header})
    documents.add(header_document(header));
  document.add("documents", std::move(documents));
  const auto store = file.store();
  document.add("store", store ? store_document(*store) : Document::nothing());
  document.add("store_problem", store ? Document::nothing() : Document::text(describe(store.error())));
  return document;
}

Document root_keys_document(const bundle::RootDocument& root) {
  Document document = Document::members();
  document.add("root_version", Document::number(root.header.version));
  Document roles = Document::list();
  for (const DocumentType type :
       {DocumentType::root, DocumentType::timestamp, DocumentType::snapshot, DocumentType::targets})
    roles.add(role_document(root, type));
  document.add("roles", std::move(roles));
  Document keys = Document::list();
  for (const bundle::RoleKey& key : root.keys) {
    Document one = Document::members();
    one.add("key_id", key.id).add("scheme", key.scheme).add("public", key.public_hex);
    keys.add(std::move(one));
  }
  document.add("keys", std::move(keys));
  return document;
}

Document keys_document(const bundle::BundleView& view) {
  Document list = Document::list();
  for (const bundle::RootDocument& root : view.roots) list.add(root_keys_document(root));
  return list;
}

Document signatures_document(const std::vector<bundle::SignatureVerdict>& signatures) {
  Document list = Document::list();
  for (const bundle::SignatureVerdict& one : signatures) {
    Document entry = Document::members();
    entry.add("document", one.document).add("key_id", one.key_id);
    entry.add("result", std::string(bundle::to_string(one.state)));
    list.add(std::move(entry));
  }
  return list;
}

}  // namespace odca::bundle_tool
