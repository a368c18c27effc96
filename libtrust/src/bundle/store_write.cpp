// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Writing trust-store.json: each member of store_read.cpp, in the one form that it accepts.
#include <map>

#include "base/text.h"
#include "bundle/store_document.h"
#include "bundle/store_words.h"
#include "odca/digest.h"

namespace odca::bundle {
namespace {

using Members = std::map<std::string, std::string, std::less<>>;

std::string hex_string(ByteView bytes) { return canonical_string(to_hex(bytes)); }
std::string base64_string(ByteView bytes) { return canonical_string(to_base64(bytes)); }
std::string time_string(Time time) { return canonical_string(format_time(time)); }

template <class Items, class Write>
std::string array_of(const Items& items, Write write) {
  std::vector<std::string> texts;
  texts.reserve(items.size());
  for (const auto& item : items) texts.push_back(write(item));
  return canonical_array(texts);
}

template <class Number>
void set_number(Members& members, std::string_view name, const std::optional<Number>& value) {
  if (value) members.emplace(name, canonical_integer(*value));
}

std::string provenance_array(const std::vector<Provenance>& list) {
  return array_of(list, [](const Provenance& one) {
    Members members{{"retrieved", canonical_string(one.retrieved)}, {"url", canonical_string(one.url)}};
    if (one.sha256) members.emplace("sha256", hex_string(*one.sha256));
    return canonical_object(members);
  });
}

std::string constraints_object(const AnchorConstraints& constraints) {
  Members members;
  if (!constraints.first_ca.empty())
    members.emplace("first_ca", array_of(constraints.first_ca, [](const NamePart& part) {
                      return canonical_object({{"prefix", canonical_boolean(part.prefix)},
                                               {"type", canonical_string(part.type)},
                                               {"value", canonical_string(part.value)}});
                    }));
  set_number(members, "path_len", constraints.path_len);
  set_number(members, "min_amt", constraints.min_amt);
  set_number(members, "max_amt", constraints.max_amt);
  if (constraints.use_window) {
    members.emplace("use_from", time_string(constraints.use_window->not_before));
    members.emplace("use_until", time_string(constraints.use_window->not_after));
  }
  return canonical_object(members);
}

std::string anchor_object(const TrustAnchor& entry) {
  const TrustAnchor& anchor = entry;
  Members members{
      {"cert_sha256", array_of(anchor.cert_sha256, [](const Fingerprint& hash) { return hex_string(hash); })},
      {"constraints", constraints_object(anchor.constraints)},
      {"id", canonical_integer(entry.id)},
      {"label", canonical_string(anchor.label)},
      {"provenance", provenance_array(entry.provenance)},
      {"roles", array_of(anchor.roles.to_strings(), canonical_string)},
      {"spki", base64_string(anchor.spki)},
      {"status", canonical_string(to_string(entry.status))},
      {"subject", base64_string(anchor.subject.der())}};
  if (anchor.certificate) members.emplace("der", base64_string((*anchor.certificate)->der));
  if (anchor.subject_key_id) members.emplace("subject_key_id", hex_string(*anchor.subject_key_id));
  if (anchor.validity)
    members.emplace("validity", canonical_object({{"not_after", time_string(anchor.validity->not_after)},
                                                  {"not_before", time_string(anchor.validity->not_before)}}));
  set_number(members, "replaced_by", entry.replaced_by);
  return canonical_object(members);
}

std::string deny_object(const DenyEntry& deny) {
  return canonical_object({{"id", canonical_integer(deny.id)},
                           {"kind", canonical_string(kDenyKinds[static_cast<std::size_t>(deny.kind)])},
                           {"label", canonical_string(deny.label)},
                           {"lifted", canonical_boolean(deny.lifted)},
                           {"reason", canonical_string(deny.reason)},
                           {"since", canonical_string(deny.since)},
                           {"value", hex_string(deny.sha256)}});
}

std::string der_object(ByteView der, const std::vector<Provenance>& provenance) {
  return canonical_object({{"der", base64_string(der)}, {"provenance", provenance_array(provenance)}});
}

}  // namespace

std::string write_store(const StoreDocument& store) {
  return canonical_object(
      {{"anchors", array_of(store.anchors, anchor_object)},
       {"created", time_string(store.created)},
       {"crls", array_of(store.crls, [](const StoredCrl& one) { return der_object(one.crl->der, one.provenance); })},
       {"deny", array_of(store.deny, deny_object)},
       {"intermediates",
        array_of(store.intermediates,
                 [](const StoredCertificate& one) { return der_object(one.certificate->der, one.provenance); })},
       {"min_tool", canonical_string(store.preamble.min_tool)},
       {"notes", canonical_string(store.notes)},
       {"reader_level", canonical_integer(store.preamble.reader_level)},
       {"schema", canonical_string(store.preamble.schema)},
       {"scope", canonical_string(store.preamble.scope)},
       {"version", canonical_integer(store.preamble.version)}});
}

StoreIdentity identity_of(const StoreDocument& store) {
  const Fingerprint hash = store.sha256 ? *store.sha256 : sha256(as_bytes(write_store(store)));
  return {.version = store.preamble.version, .sha256 = to_hex(hash)};
}

}  // namespace odca::bundle
