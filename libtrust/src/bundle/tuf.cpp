// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/tuf.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "base/excerpt.h"
#include "base/text.h"
#include "bundle/reason.h"
#include "bundle/tuf_reading.h"

namespace odca::bundle {
namespace {

// Signatures of schemes to come are longer than Ed25519's: ML-DSA-87 has 4,627 bytes (FIPS 204, table 2).
constexpr std::size_t kMaxSignatureText = std::size_t{10} << 10U;

/// is_spec_version: any document of TUF 1.0 will do ("1.0.31"); TUF 4.3 has the number in semantic versioning.
bool is_spec_version(std::string_view text) {
  constexpr std::string_view kSeries = "1.0.";
  constexpr std::size_t kMaxPatch = 4;
  if (!text.starts_with(kSeries)) return false;
  const std::string_view patch = text.substr(kSeries.size());
  return !patch.empty() && patch.size() <= kMaxPatch && std::all_of(patch.begin(), patch.end(), is_digit);
}

Result<SignatureEntry> read_signature(const Field& field) {
  ODCA_TRY_ASSIGN(const Object object, field.object({"keyid", "sig"}));
  SignatureEntry entry;
  ODCA_TRY_ASSIGN(entry.key_id, read_key_id(object["keyid"]));
  ODCA_TRY_ASSIGN(entry.hex, object["sig"].text(kMaxSignatureText));
  ODCA_TRY(object["sig"].hex());
  return entry;
}

Result<std::vector<SignatureEntry>> read_signatures(const Field& field) {
  ODCA_TRY_ASSIGN(const std::vector<Field> items, field.items(kMaxSignatures));
  std::vector<SignatureEntry> signatures;
  std::set<KeyId> seen;
  for (const Field& item : items) {
    ODCA_TRY_ASSIGN(SignatureEntry entry, read_signature(item));
    if (!seen.insert(entry.key_id).second)
      return item.error(cat("duplicate signature of key ", quote(entry.key_id)), "E_SIG_DUP");
    // Equal signatures have one form of file only.
    if (entry.key_id != *seen.rbegin()) return item.error("expected the key ids in ascending order", "E_CANON");
    signatures.push_back(std::move(entry));
  }
  return signatures;
}

/// linked_version reads `meta`, whose one member names a version and nothing else: links by hash would cover the
/// signatures, and have the keyholders sign in rounds.
Result<std::uint64_t> linked_version(const Field& meta, std::string_view file) {
  ODCA_TRY_ASSIGN(const Object files, meta.object({file}));
  ODCA_TRY_ASSIGN(const Object link, files[file].object({"version"}));
  return link["version"].integer(1);
}

/// LinkDocument is what timestamp and snapshot have in common: each names the version of one other document.
struct LinkDocument {
  Header header{};
  Envelope envelope{};
  std::uint64_t linked = 0;
};
Result<LinkDocument> read_link_document(const Value& envelope, DocumentType type, std::string_view linked_file) {
  ODCA_TRY_ASSIGN(OpenedEnvelope opened, open_envelope(envelope, type, std::string(to_string(type))));
  ODCA_TRY_ASSIGN(const Object object,
                  opened.signed_part.object({"_type", "expires", "meta", "spec_version", "version"}));
  LinkDocument document;
  ODCA_TRY_ASSIGN(document.header, read_header(object, type));
  ODCA_TRY_ASSIGN(document.linked, linked_version(object["meta"], linked_file));
  document.envelope = std::move(opened.envelope);
  return document;
}

/// read_target reads `targets`. A target's name is compared with the one that we know, and never becomes a path.
Status read_target(const Field& targets, TargetsDocument& document) {
  ODCA_TRY_ASSIGN(const Object only, targets.object({kTargetName}));
  ODCA_TRY_ASSIGN(const Object target, only[kTargetName].object({"hashes", "length"}));
  ODCA_TRY_ASSIGN(document.length, target["length"].integer());
  ODCA_TRY_ASSIGN(const Object hashes, target["hashes"].object({"sha256"}));
  ODCA_TRY_ASSIGN(document.sha256, hashes["sha256"].fingerprint());
  return {};
}

}  // namespace

std::string_view to_string(DocumentType type) {
  switch (type) {
    case DocumentType::root:
      return "root";
    case DocumentType::timestamp:
      return "timestamp";
    case DocumentType::snapshot:
      return "snapshot";
    case DocumentType::targets:
      return "targets";
  }
  return "unknown";
}

std::string format_expiry(Time time) { return format_time(time); }

std::optional<Time> read_expiry(std::string_view text) {
  const auto time = parse_time(text);
  if (!time || format_time(*time) != text) return std::nullopt;
  return *time;
}

Result<KeyId> read_key_id(const Field& field) {
  ODCA_TRY_ASSIGN(const Fingerprint id, field.fingerprint());
  return to_hex(id);
}

Result<OpenedEnvelope> open_envelope(const Value& value, DocumentType type, const std::string& where) {
  ODCA_TRY_ASSIGN(const Object object, Field(value, where).object({"signatures", "signed"}));
  const Field& signed_part = object["signed"];
  if (!signed_part.value().is_object()) return signed_part.mismatch("an object");
  const std::optional<Value> found = signed_part.value().find("_type");
  if (!found || !found->is_string()) return signed_part.error("expected a string '_type'");
  if (found->string() != to_string(type))
    return signed_part.error(
        cat("expected the type ", quote(to_string(type)), ", found ", quote_excerpt(found->string())), "E_ROLE");
  ODCA_TRY_ASSIGN(std::vector<SignatureEntry> signatures, read_signatures(object["signatures"]));
  return OpenedEnvelope{.envelope = {.signed_bytes = signed_part.value().text(), .signatures = std::move(signatures)},
                        .signed_part = signed_part};
}

Result<Header> read_header(const Object& object, DocumentType type) {
  Header header{.type = type};
  constexpr std::size_t kMaxSpecVersion = 16;
  const Result<std::string> spec = object["spec_version"].text(kMaxSpecVersion);
  if (!spec) return spec.error();
  if (!is_spec_version(*spec))
    return object["spec_version"].error(cat("expected '1.0.' and a number, found ", quote(*spec)));
  ODCA_TRY_ASSIGN(header.version, object["version"].integer(1));
  ODCA_TRY_ASSIGN(header.expires, object["expires"].time());
  return header;
}

Result<TimestampDocument> read_timestamp(const Value& envelope) {
  ODCA_TRY_ASSIGN(LinkDocument document, read_link_document(envelope, DocumentType::timestamp, "snapshot.json"));
  return TimestampDocument{
      .header = document.header, .envelope = std::move(document.envelope), .snapshot_version = document.linked};
}

Result<SnapshotDocument> read_snapshot(const Value& envelope) {
  ODCA_TRY_ASSIGN(LinkDocument document, read_link_document(envelope, DocumentType::snapshot, "targets.json"));
  return SnapshotDocument{
      .header = document.header, .envelope = std::move(document.envelope), .targets_version = document.linked};
}

Result<TargetsDocument> read_targets(const Value& envelope) {
  ODCA_TRY_ASSIGN(OpenedEnvelope opened, open_envelope(envelope, DocumentType::targets, "targets"));
  if (opened.signed_part.value().find("delegations"))
    return opened.signed_part.error("expected no 'delegations': a bundle does not delegate", "E_ROLE");
  ODCA_TRY_ASSIGN(const Object object,
                  opened.signed_part.object({"_type", "expires", "spec_version", "targets", "version"}));
  TargetsDocument document;
  ODCA_TRY_ASSIGN(document.header, read_header(object, DocumentType::targets));
  ODCA_TRY(read_target(object["targets"], document));
  document.envelope = std::move(opened.envelope);
  return document;
}

}  // namespace odca::bundle
