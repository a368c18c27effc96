#include "input/pkcs7.h"

#include <optional>

#include "base/text.h"
#include "der/reader.h"

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

Error not_read(std::string_view why) {
  return {.code = Errc::unsupported,
          .message = cat("a PKCS#7 structure ", why),
          .hint = "let openssl take the certificates out of it: openssl pkcs7 -print_certs -in FILE (-inform DER)",
          .reason = "unsupported"};
}

/// add_members reads the SEQUENCEs of a list. The other choices (attribute certificates, other formats) are no X.509
/// certificates or CRLs.
void add_members(ByteView list, ItemKind kind, std::string_view what, const std::string& place, DumpBuilder& builder) {
  der::Reader reader(list);
  for (std::size_t number = 1; !reader.at_end() && !builder.full(); ++number) {
    const std::string where = cat(place, ", PKCS#7 ", what, ' ', number);
    const auto element = reader.read();
    if (!element) return builder.add_refused(kind, where, not_read("whose list is not DER"));
    if (element->tag == der::kSequence)
      builder.add(kind, element->whole, where);
    else
      builder.add_note(cat("another kind of ", what, " was not read: ", where));
  }
}

}  // namespace

void read_pkcs7(ByteView value, const std::string& place, DumpBuilder& builder) {
  const std::optional<Lists> lists = lists_of(value);
  if (!lists) return builder.add_unreadable(place, not_read("that is not signed data in DER"));
  if (lists->certificates.empty() && lists->crls.empty())
    return builder.add_unreadable(place, not_read("without certificates and CRLs"));
  add_members(lists->certificates, ItemKind::certificate, "certificate", place, builder);
  add_members(lists->crls, ItemKind::crl, "CRL", place, builder);
}

}  // namespace odca
