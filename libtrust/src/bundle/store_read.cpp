// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Reading trust-store.json. The order of values in each array is kept, and whatever could be written in two ways is
// refused in all but one, so that write_store() gives the same bytes again.
#include <algorithm>
#include <array>

#include "base/excerpt.h"
#include "base/text.h"
#include "bundle/reason.h"
#include "bundle/schema.h"
#include "bundle/store_document.h"
#include "bundle/store_words.h"
#include "odca/digest.h"

namespace odca::bundle {
namespace {

constexpr std::size_t kMaxDer = std::size_t{16} << 10U;  // of a certificate; ParseLimits has the same
constexpr std::size_t kMaxCrls = 256;
constexpr std::size_t kMaxProvenance = 16;
constexpr std::size_t kMaxEncodings = 16;
constexpr std::size_t kMaxNameParts = 16;
constexpr std::size_t kMaxLine = 2000;  // octets of an address or a reason
constexpr std::uint64_t kMaxAmt = 999;  // versions have two digits today
constexpr std::uint64_t kMaxPathLen = 255;

/// content_error puts the place before what a reader of DER says.
Error content_error(const Field& field, const Error& cause) { return field.error(describe(cause), "E_CONTENT"); }

Result<std::string> read_label(const Field& field) {
  ODCA_TRY_ASSIGN(std::string label, field.text());
  const auto is_first_octet = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };  // of UTF-8
  const auto characters = std::count_if(label.begin(), label.end(), is_first_octet);
  if (characters > static_cast<std::ptrdiff_t>(kMaxLabel))
    return field.error(cat("expected at most ", kMaxLabel, " characters, found ", characters), "E_LIMIT");
  return label;
}

Result<std::vector<Provenance>> read_provenance(const Field& field) {
  ODCA_TRY_ASSIGN(const std::vector<Field> items, field.items(kMaxProvenance));
  std::vector<Provenance> list;
  for (const Field& item : items) {
    ODCA_TRY_ASSIGN(const Object object, item.object({"retrieved", "url"}, {"sha256"}));
    Provenance one;
    ODCA_TRY_ASSIGN(one.url, object["url"].text(kMaxLine));
    ODCA_TRY_ASSIGN(one.retrieved, object["retrieved"].date());
    if (const Field* const hash = object.find("sha256")) {
      ODCA_TRY_ASSIGN(one.sha256, hash->fingerprint());
    }
    list.push_back(std::move(one));
  }
  return list;
}

Result<Validity> read_interval(const Field& from, const Field& until) {
  Validity interval;
  ODCA_TRY_ASSIGN(interval.not_before, from.time());
  ODCA_TRY_ASSIGN(interval.not_after, until.time());
  return interval;
}

/// read_number reads an optional member.
template <class Number>
Status read_number(const Object& object, std::string_view name, std::uint64_t min, std::uint64_t max,
                   std::optional<Number>& out) {
  const Field* const field = object.find(name);
  if (field == nullptr) return {};
  ODCA_TRY_ASSIGN(const std::uint64_t value, field->integer(min, max));
  out = static_cast<Number>(value);  // bounded by max
  return {};
}

Result<NamePart> read_name_part(const Field& field) {
  ODCA_TRY_ASSIGN(const Object object, field.object({"prefix", "type", "value"}));
  NamePart part;
  ODCA_TRY_ASSIGN(part.type, object["type"].text(kMaxLine));
  if (!is_object_identifier(part.type))
    return object["type"].error(cat("expected an object identifier, found ", quote_excerpt(part.type)));
  ODCA_TRY_ASSIGN(part.value, object["value"].text(kMaxLine));
  if (part.value.empty()) return object["value"].error("expected a text, found none");
  ODCA_TRY_ASSIGN(part.prefix, object["prefix"].boolean());
  return part;
}

Status read_first_ca(const Field& field, AnchorConstraints& constraints) {
  ODCA_TRY_ASSIGN(const std::vector<Field> items, field.items(kMaxNameParts));
  if (items.empty()) return field.error("expected at least one name part, or no such member");
  for (const Field& item : items) {
    ODCA_TRY_ASSIGN(NamePart part, read_name_part(item));
    constraints.first_ca.push_back(std::move(part));
  }
  return {};
}

Result<AnchorConstraints> read_constraints(const Field& field) {
  ODCA_TRY_ASSIGN(const Object object,
                  field.object({}, {"first_ca", "max_amt", "min_amt", "path_len", "use_from", "use_until"}));
  AnchorConstraints constraints;
  if (const Field* const first_ca = object.find("first_ca")) ODCA_TRY(read_first_ca(*first_ca, constraints));
  ODCA_TRY(read_number(object, "path_len", 0, kMaxPathLen, constraints.path_len));
  ODCA_TRY(read_number(object, "min_amt", 1, kMaxAmt, constraints.min_amt));
  ODCA_TRY(read_number(object, "max_amt", 1, kMaxAmt, constraints.max_amt));
  const Field* const from = object.find("use_from");
  const Field* const until = object.find("use_until");
  if ((from == nullptr) != (until == nullptr)) return field.error("expected 'use_from' and 'use_until', found one");
  if (from != nullptr) {
    ODCA_TRY_ASSIGN(constraints.use_window, read_interval(*from, *until));
  }
  return constraints;
}

/// read_roles: in the order of the names' table, so that one set has one text.
Result<Roles> read_roles(const Field& field) {
  const std::vector<std::string> known = Roles::all().to_strings();
  const std::vector<std::string_view> names(known.begin(), known.end());
  ODCA_TRY_ASSIGN(const std::vector<Field> items, field.items(names.size()));
  Roles roles;
  std::size_t next = 0;
  for (const Field& item : items) {
    ODCA_TRY_ASSIGN(const std::size_t index, item.choice(names));
    if (index < next) return item.error(cat("role ", quote(names[index]), " is a duplicate or out of order"));
    next = index + 1;
    roles.insert(static_cast<AnchorRole>(index));  // the names are in the order of the enumeration
  }
  return roles;
}

Result<Certificate> read_certificate(const Field& field) {
  ODCA_TRY_ASSIGN(const Bytes der, field.base64(kMaxDer));
  auto certificate = Certificate::from_der(der);
  if (!certificate) return content_error(field, certificate.error());
  return certificate;
}

Status read_name_and_key(const Object& object, TrustAnchor& anchor) {
  ODCA_TRY_ASSIGN(const Bytes subject, object["subject"].base64(kMaxDer));
  auto name = Name::from_der(subject);
  if (!name) return content_error(object["subject"], name.error());
  anchor.subject = *std::move(name);
  ODCA_TRY_ASSIGN(anchor.spki, object["spki"].base64(kMaxDer));
  anchor.spki_sha256 = sha256(anchor.spki);
  anchor.key = describe_key(anchor.spki);
  return {};
}

/// read_encodings reads the optional members that say more of an anchor than its name and key.
Status read_encodings(const Object& object, TrustAnchor& anchor) {
  ODCA_TRY_ASSIGN(const std::vector<Field> hashes, object["cert_sha256"].items(kMaxEncodings));
  for (const Field& hash : hashes) {
    ODCA_TRY_ASSIGN(const Fingerprint value, hash.fingerprint());
    anchor.cert_sha256.push_back(value);
  }
  if (const Field* const der = object.find("der")) {
    ODCA_TRY_ASSIGN(anchor.certificate, read_certificate(*der));
  }
  if (const Field* const key_id = object.find("subject_key_id")) {
    ODCA_TRY_ASSIGN(anchor.subject_key_id, key_id->hex());
  }
  if (const Field* const validity = object.find("validity")) {
    ODCA_TRY_ASSIGN(const Object dates, validity->object({"not_after", "not_before"}));
    ODCA_TRY_ASSIGN(anchor.validity, read_interval(dates["not_before"], dates["not_after"]));
  }
  return {};
}

Result<TrustAnchor> read_anchor(const Field& field) {
  ODCA_TRY_ASSIGN(const Object object, field.object({"cert_sha256", "constraints", "id", "label", "provenance", "roles",
                                                     "spki", "status", "subject"},
                                                    {"der", "replaced_by", "subject_key_id", "validity"}));
  TrustAnchor anchor;
  ODCA_TRY_ASSIGN(anchor.id, object["id"].integer(1));
  ODCA_TRY_ASSIGN(anchor.label, read_label(object["label"]));
  ODCA_TRY_ASSIGN(const std::size_t status, object["status"].choice(kAnchorStatuses));
  anchor.status = static_cast<AnchorStatus>(status);  // the words are in the order of the enumeration
  ODCA_TRY(read_name_and_key(object, anchor));
  ODCA_TRY(read_encodings(object, anchor));
  ODCA_TRY_ASSIGN(anchor.roles, read_roles(object["roles"]));
  ODCA_TRY_ASSIGN(anchor.constraints, read_constraints(object["constraints"]));
  ODCA_TRY(read_number(object, "replaced_by", 1, kLargestInteger, anchor.replaced_by));
  ODCA_TRY_ASSIGN(anchor.provenance, read_provenance(object["provenance"]));
  return anchor;
}

Result<DenyEntry> read_deny(const Field& field) {
  ODCA_TRY_ASSIGN(const Object object, field.object({"id", "kind", "label", "lifted", "reason", "since", "value"}));
  DenyEntry deny;
  ODCA_TRY_ASSIGN(deny.id, object["id"].integer(1));
  ODCA_TRY_ASSIGN(const std::size_t kind, object["kind"].choice(kDenyKinds));
  deny.kind = static_cast<DenyEntry::Kind>(kind);  // the words are in the order of the enumeration
  ODCA_TRY_ASSIGN(deny.sha256, object["value"].fingerprint());
  ODCA_TRY_ASSIGN(deny.label, read_label(object["label"]));
  ODCA_TRY_ASSIGN(deny.reason, object["reason"].text(kMaxLine));
  ODCA_TRY_ASSIGN(deny.since, object["since"].date());
  ODCA_TRY_ASSIGN(deny.lifted, object["lifted"].boolean());
  return deny;
}

Result<StoredCertificate> read_intermediate(const Field& field) {
  ODCA_TRY_ASSIGN(const Object object, field.object({"der", "provenance"}));
  ODCA_TRY_ASSIGN(Certificate certificate, read_certificate(object["der"]));
  ODCA_TRY_ASSIGN(std::vector<Provenance> provenance, read_provenance(object["provenance"]));
  return StoredCertificate{.certificate = std::move(certificate), .provenance = std::move(provenance)};
}

/// read_crl lowers `left`, the octets that all further CRLs may have.
Result<StoredCrl> read_crl(const Field& field, std::size_t& left) {
  ODCA_TRY_ASSIGN(const Object object, field.object({"der", "provenance"}));
  ODCA_TRY_ASSIGN(const Bytes der, object["der"].base64(kMaxCrlBytes));
  if (der.size() > left) return field.error(cat("expected CRLs of at most ", kMaxCrlBytes, " bytes in all"), "E_LIMIT");
  left -= der.size();
  ParseLimits limits;
  limits.bytes = kMaxCrlBytes;
  auto crl = Crl::from_der(der, limits);
  if (!crl) return content_error(object["der"], crl.error());
  ODCA_TRY_ASSIGN(std::vector<Provenance> provenance, read_provenance(object["provenance"]));
  return StoredCrl{.crl = *std::move(crl), .provenance = std::move(provenance)};
}

/// read_list reads each item of an array.
template <class Item, class Reader>
Status read_list(const Field& field, std::size_t max, std::vector<Item>& out, Reader read) {
  ODCA_TRY_ASSIGN(const std::vector<Field> items, field.items(max));
  out.reserve(items.size());
  for (const Field& item : items) {
    ODCA_TRY_ASSIGN(Item one, read(item));
    out.push_back(std::move(one));
  }
  return {};
}

/// preamble_member reads a member of an object of which nothing else is known.
Result<Field> preamble_member(const Value& store, std::string_view name) {
  const auto value = store.find(name);
  if (!value) return failure("E_SCHEMA", cat("missing member ", quote(name), " of the trust store"));
  return Field(*value, std::string(name));
}

}  // namespace

Result<Preamble> read_preamble(const Value& store) {
  if (!store.is_object()) return Field(store, "the trust store").mismatch("an object");
  Preamble preamble;
  ODCA_TRY_ASSIGN(const Field schema, preamble_member(store, "schema"));
  ODCA_TRY_ASSIGN(preamble.schema, schema.text());
  ODCA_TRY_ASSIGN(const Field scope, preamble_member(store, "scope"));
  ODCA_TRY_ASSIGN(preamble.scope, scope.text());
  ODCA_TRY_ASSIGN(const Field version, preamble_member(store, "version"));
  ODCA_TRY_ASSIGN(preamble.version, version.integer(1));
  ODCA_TRY_ASSIGN(const Field reader_level, preamble_member(store, "reader_level"));
  ODCA_TRY_ASSIGN(preamble.reader_level, reader_level.integer(1));
  ODCA_TRY_ASSIGN(const Field min_tool, preamble_member(store, "min_tool"));
  ODCA_TRY_ASSIGN(preamble.min_tool, min_tool.text());
  if (!is_tool_version(preamble.min_tool))
    return min_tool.error(cat("expected a version as '0.1.0', found ", quote_excerpt(preamble.min_tool)));
  return preamble;
}

Result<StoreDocument> read_store(const Value& value) {
  StoreDocument store;
  ODCA_TRY_ASSIGN(store.preamble, read_preamble(value));
  if (store.preamble.schema != kStoreSchema)
    return failure("E_SCHEMA",
                   cat("'schema': expected ", quote(kStoreSchema), ", found ", quote_excerpt(store.preamble.schema)));
  ODCA_TRY_ASSIGN(const Object object,
                  Field(value, "").object({"anchors", "created", "crls", "deny", "intermediates", "min_tool", "notes",
                                           "reader_level", "schema", "scope", "version"}));
  ODCA_TRY_ASSIGN(store.created, object["created"].time());
  ODCA_TRY_ASSIGN(store.notes, object["notes"].text());
  ODCA_TRY(read_list(object["anchors"], kMaxAnchors, store.anchors, read_anchor));
  ODCA_TRY(read_list(object["intermediates"], kMaxIntermediates, store.intermediates, read_intermediate));
  std::size_t left = kMaxCrlBytes;
  ODCA_TRY(
      read_list(object["crls"], kMaxCrls, store.crls, [&left](const Field& item) { return read_crl(item, left); }));
  ODCA_TRY(read_list(object["deny"], kMaxDeny, store.deny, read_deny));
  return store;
}

void stamp(StoreDocument& store, const Origin& origin) {
  for (TrustAnchor& entry : store.anchors) entry.origin = origin;
  for (StoredCertificate& one : store.intermediates) one.origin = origin;
  for (StoredCrl& one : store.crls) one.origin = origin;
  for (DenyEntry& deny : store.deny) deny.origin = origin;
}

}  // namespace odca::bundle
