// How certificates, CRLs and the things often mistaken for them begin.
#include "input/shape.h"

#include <optional>
#include <vector>

#include "der/reader.h"

namespace odca {

namespace {

/// first_members returns up to `count` members of a SEQUENCE; fewer when it ends or stops being DER.
std::vector<der::Element> first_members(ByteView contents, std::size_t count) {
  der::Reader reader(contents);
  std::vector<der::Element> members;
  while (members.size() < count) {
    const std::optional<der::Element> next = reader.read();
    if (!next) break;
    members.push_back(*next);
  }
  return members;
}

bool has_tag(const std::vector<der::Element>& members, std::size_t index, der::Tag tag) {
  return index < members.size() && members[index].tag == tag;
}

bool is_time(const std::vector<der::Element>& members, std::size_t index) {
  return has_tag(members, index, der::kUtcTime) || has_tag(members, index, der::kGeneralizedTime);
}

/// signed_shape tells what the first member of SEQUENCE { SEQUENCE, SEQUENCE, BIT STRING } is about.
DerShape signed_shape(ByteView tbs_contents) {
  const auto tbs = first_members(tbs_contents, 4);
  // RFC 5280 4.1: version [0] stands first in every certificate but those of version 1.
  if (has_tag(tbs, 0, der::context_constructed(0))) return DerShape::certificate;
  // RFC 5280 5.1: thisUpdate is the third member, or the fourth behind a version.
  if (has_tag(tbs, 0, der::kSequence) && is_time(tbs, 2)) return DerShape::crl;
  if (!has_tag(tbs, 0, der::kInteger)) return DerShape::other;
  if (is_time(tbs, 3)) return DerShape::crl;
  // RFC 2986 4.1: attributes [0] follow version, subject and key.
  if (has_tag(tbs, 3, der::context_constructed(0))) return DerShape::request;
  // Version 1: serial, algorithm, issuer, validity.
  if (has_tag(tbs, 3, der::kSequence)) return DerShape::certificate;
  return DerShape::other;
}

/// numbered_shape tells what SEQUENCE { INTEGER, … } is.
DerShape numbered_shape(const std::vector<der::Element>& members) {
  const std::optional<std::uint32_t> version = der::small_unsigned(members[0].contents);
  if (!version) return DerShape::other;
  if (*version == 3 && has_tag(members, 1, der::kSequence)) return DerShape::pkcs12;          // RFC 7292 4
  if (*version <= 1 && has_tag(members, 1, der::kSequence)) return DerShape::private_key;     // RFC 5958 2
  if (*version <= 1 && has_tag(members, 1, der::kInteger)) return DerShape::private_key;      // RFC 8017 A.1.2
  if (*version == 1 && has_tag(members, 1, der::kOctetString)) return DerShape::private_key;  // RFC 5915 3
  return DerShape::other;
}

bool is_encrypted_private_key(const std::vector<der::Element>& members) {  // RFC 5958 3
  return members.size() == 2 && has_tag(members, 0, der::kSequence) && has_tag(members, 1, der::kOctetString);
}

}  // namespace

DerShape shape_of(ByteView value) {
  const std::optional<der::Element> outer = der::read_only(value, der::kSequence);
  if (!outer) return DerShape::other;
  const auto members = first_members(outer->contents, 3);
  if (has_tag(members, 0, der::kObjectIdentifier)) return DerShape::pkcs7;  // RFC 5652 3: ContentInfo
  if (has_tag(members, 0, der::kInteger)) return numbered_shape(members);
  if (is_encrypted_private_key(members)) return DerShape::private_key;
  if (!has_tag(members, 0, der::kSequence)) return DerShape::other;
  if (members.size() == 2 && has_tag(members, 1, der::kBitString)) return DerShape::public_key;  // RFC 5280 4.1.2.7
  if (has_tag(members, 1, der::kSequence) && has_tag(members, 2, der::kBitString))
    return signed_shape(members[0].contents);
  return DerShape::other;
}

std::string_view name_of(DerShape shape) {
  switch (shape) {
    case DerShape::certificate:
      return "a certificate";
    case DerShape::crl:
      return "a CRL";
    case DerShape::request:
      return "a certificate request";
    case DerShape::private_key:
      return "a private key";
    case DerShape::public_key:
      return "a bare public key";
    case DerShape::pkcs7:
      return "a PKCS#7 structure";
    case DerShape::pkcs12:
      return "a PKCS#12 store";
    case DerShape::other:
      break;
  }
  return "an unknown DER value";
}

bool is_sequence(ByteView bytes) { return der::read_only(bytes, der::kSequence).has_value(); }

}  // namespace odca
