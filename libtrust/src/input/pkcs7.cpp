// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/pkcs7.h"

#include <optional>

#include "base/text.h"
#include "der/reader.h"
#include "input/shape.h"

namespace odca {

namespace {

constexpr std::string_view kSignedData = "1.2.840.113549.1.7.2";

/// Lists are the contents of the two optional members; each is a SET OF values.
struct Lists {
  ByteView certificates{};
  ByteView crls{};
};

/// lists_of reads ContentInfo { contentType, [0] SignedData { version, digestAlgorithms, encapContentInfo,
/// certificates [0] IMPLICIT OPTIONAL, crls [1] IMPLICIT OPTIONAL, signerInfos } } (RFC 5652 3, 5.1).
std::optional<Lists> lists_of(ByteView value) {
  const auto info = der::read_only(value, der::kSequence);
  if (!info) return std::nullopt;
  der::Reader members(info->contents);
  const auto type = members.read(der::kObjectIdentifier);
  if (!type || !der::is_oid(type->contents) || der::oid_text(type->contents) != kSignedData) return std::nullopt;
  const auto wrapped = members.read(der::context_constructed(0));
  const auto data = wrapped ? der::read_only(wrapped->contents, der::kSequence) : std::nullopt;
  if (!data || !members.at_end()) return std::nullopt;
  der::Reader fields(data->contents);
  if (!fields.read(der::kInteger) || !fields.read(der::kSet) || !fields.read(der::kSequence)) return std::nullopt;
  Lists lists;
  if (const auto certificates = fields.read(der::context_constructed(0))) lists.certificates = certificates->contents;
  if (const auto crls = fields.read(der::context_constructed(1))) lists.crls = crls->contents;
  if (!fields.read(der::kSet) || !fields.at_end()) return std::nullopt;
  return lists;
}

Error not_read(std::string_view why, std::string_view hint) {
  return {.code = Errc::unsupported,
          .message = cat("a PKCS#7 structure ", why),
          .hint = std::string(hint),
          .reason = "unsupported"};
}

constexpr std::string_view kLetOpenssl =
    "let openssl take the certificates out of it: openssl pkcs7 -print_certs -in FILE (-inform DER)";
constexpr std::string_view kExportAgain =
    "export the chain again, with all certificates of the path in it, or as PEM: it is not in this file";

/// why_not says what keeps PKCS#7 from being read: openssl reads BER, but no program what is missing.
Error why_not(ByteView value) {
  if (value.size() > 1 && value[1] == 0x80) return not_read("in BER, not in DER", kLetOpenssl);  // X.690 8.1.3.6
  if (!is_sequence(value))
    return not_read("that is cut off, or has other bytes behind it", "get it again, whole and unchanged");
  return not_read("that is not signed data in DER", kLetOpenssl);
}

/// is_other_content tells of whole PKCS#7 of another type: enveloped, encrypted or plain data.
bool is_other_content(ByteView value) {
  const auto info = der::read_only(value, der::kSequence);
  if (!info) return false;
  const auto type = der::Reader(info->contents).read(der::kObjectIdentifier);
  return type && der::is_oid(type->contents) && der::oid_text(type->contents) != kSignedData;
}

/// add_members reads the SEQUENCEs of a list. The other choices (attribute certificates, other formats) are no X.509
/// certificates or CRLs.
void add_members(ByteView list, ItemKind kind, std::string_view what, const std::string& place, DumpBuilder& builder) {
  der::Reader reader(list);
  for (std::size_t number = 1; !reader.at_end() && !builder.full(); ++number) {
    const std::string where = cat(place, ", PKCS#7 ", what, ' ', number);
    const auto element = reader.read();
    if (!element) return builder.add_refused(kind, where, not_read("whose list is not DER", kLetOpenssl));
    if (element->tag == der::kSequence)
      builder.add(kind, element->whole, where);
    else
      builder.add_note(cat("another kind of ", what, ", not read: ", where));
  }
}

}  // namespace

void read_pkcs7(ByteView value, const std::string& place, DumpBuilder& builder) {
  const std::optional<Lists> lists = lists_of(value);
  if (!lists && is_other_content(value))
    return builder.add_unreadable(place, not_read("that is not signed data, and so holds no chain", kExportAgain));
  if (!lists) {  // there may be certificates in it, and a CRL
    builder.note_unread(place);
    return builder.add_unreadable(place, why_not(value), ItemKind::crl);
  }
  if (lists->certificates.empty() && lists->crls.empty())
    return builder.add_unreadable(place, not_read("without certificates and CRLs", kExportAgain));
  add_members(lists->certificates, ItemKind::certificate, "certificate", place, builder);
  add_members(lists->crls, ItemKind::crl, "CRL", place, builder);
}

}  // namespace odca
