// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// How certificates, CRLs and the things often mistaken for them begin.
#include "input/shape.h"

#include <algorithm>
#include <iterator>
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
  // RFC 5755 4.1: issuer [0] is the third member of an attribute certificate.
  if (has_tag(tbs, 0, der::kInteger) && has_tag(tbs, 2, der::context_constructed(0)))
    return DerShape::attribute_certificate;
  // RFC 5280 4.1: version [0] is first in every certificate but those of version 1.
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
  // RFC 3279 2.3.3, RFC 8017 A.1.1: numbers far larger than any version.
  if (!version) return has_tag(members, 1, der::kInteger) ? DerShape::numbers : DerShape::other;
  if (*version == 3 && has_tag(members, 1, der::kSequence)) return DerShape::pkcs12;  // RFC 7292 4
  if (*version <= 1 && has_tag(members, 1, der::kSequence) && has_tag(members, 2, der::kOctetString))
    return DerShape::private_key;                                                             // RFC 5958 2
  if (*version <= 1 && has_tag(members, 1, der::kInteger)) return DerShape::private_key;      // RFC 8017 A.1.2
  if (*version == 1 && has_tag(members, 1, der::kOctetString)) return DerShape::private_key;  // RFC 5915 3
  return DerShape::other;
}

bool is_encrypted_private_key(const std::vector<der::Element>& members) {  // RFC 5958 3
  return members.size() == 2 && has_tag(members, 0, der::kSequence) && has_tag(members, 1, der::kOctetString);
}

/// Scan walks over values as BER allows them, of which the end may be missing: it never fails, but may not know.
class Scan {
 public:
  enum class Next { other, fits, unknown };

  Scan(ByteView bytes, bool may_go_on) : rest_(bytes), may_go_on_(may_go_on) {}

  Next is(der::Tag tag) const {
    if (rest_.empty()) return may_go_on_ ? Next::unknown : Next::other;
    return rest_[0] == tag ? Next::fits : Next::other;
  }
  /// contents are those of the next value, as far as they are there.
  Scan contents() const {
    const std::optional<Header> header = next_header();
    if (!header) return {{}, true};
    const ByteView behind = rest_.subspan(header->size);
    const bool whole = header->length && *header->length <= behind.size();
    return {whole ? behind.first(*header->length) : behind, !whole};
  }
  void skip() {
    const std::optional<Header> header = next_header();
    const bool whole = header && header->length && *header->length <= rest_.size() - header->size;
    if (!whole) may_go_on_ = true;
    rest_ = whole ? rest_.subspan(header->size + *header->length) : ByteView{};
  }
  ByteView rest() const { return rest_; }

 private:
  struct Header {
    std::size_t size = 0;
    std::optional<std::size_t> length{};  ///< nothing for the indefinite form (X.690 8.1.3.6)
  };
  std::optional<Header> next_header() const {
    if (rest_.size() < 2) return std::nullopt;
    const std::size_t octets = rest_[1] & 0x7fU;
    if (rest_[1] < 0x80) return Header{.size = 2, .length = rest_[1]};
    if (octets == 0) return Header{.size = 2};
    if (octets > 4 || rest_.size() < 2 + octets) return std::nullopt;
    std::size_t length = 0;
    for (const std::uint8_t octet : rest_.subspan(2, octets)) length = length << 8U | octet;
    return Header{.size = 2 + octets, .length = length};
  }

  ByteView rest_;
  bool may_go_on_;
};

/// is_pkcs7: ContentInfo { contentType 1.2.840.113549.1.7.x, … } (RFC 5652 3), in DER or not.
bool is_pkcs7(ByteView value) {
  constexpr std::uint8_t kContentTypes[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07};
  const Scan outer(value, true);
  if (outer.is(der::kSequence) != Scan::Next::fits) return false;
  const Scan members = outer.contents();
  if (members.is(der::kObjectIdentifier) != Scan::Next::fits) return false;
  const ByteView type = members.contents().rest();
  return type.size() > std::size(kContentTypes) &&
         std::equal(std::begin(kContentTypes), std::end(kContentTypes), type.begin());
}

}  // namespace

DerShape shape_of(ByteView value) {
  if (is_pkcs7(value)) return DerShape::pkcs7;
  const std::optional<der::Element> outer = der::read_only(value, der::kSequence);
  if (!outer) return DerShape::other;
  const auto members = first_members(outer->contents, 3);
  if (has_tag(members, 0, der::kEnumerated) && members[0].contents.size() == 1)
    return DerShape::ocsp_response;  // RFC 6960 4.2.1
  if (has_tag(members, 0, der::context_constructed(0)) && has_tag(members, 1, der::kInteger))
    return DerShape::unsigned_certificate;  // RFC 5280 4.1: version [0], serialNumber
  if (has_tag(members, 0, der::kInteger)) return numbered_shape(members);
  if (is_encrypted_private_key(members)) return DerShape::private_key;
  if (!has_tag(members, 0, der::kSequence)) return DerShape::other;
  if (members.size() == 2 && has_tag(members, 1, der::kBitString)) return DerShape::public_key;  // RFC 5280 4.1.2.7
  if (has_tag(members, 1, der::kSequence) && has_tag(members, 2, der::kBitString))
    return signed_shape(members[0].contents);
  return DerShape::other;
}

Remains remains_of(ByteView beginning) {
  using Next = Scan::Next;
  const auto otherwise = [](Next next) { return next == Next::unknown ? Remains::either : Remains::nothing; };
  if (beginning.empty() || beginning[0] != der::kSequence) return Remains::nothing;
  const Scan outer = Scan(beginning, true).contents();
  if (const Next next = outer.is(der::kSequence); next != Next::fits)
    return begins_item(beginning) ? Remains::either : otherwise(next);  // PKCS#7
  Scan tbs = outer.contents();
  if (tbs.is(der::context_constructed(0)) == Next::fits)  // version, RFC 5280 4.1; else a distribution point perhaps
    return tbs.contents().is(der::kInteger) == Next::other ? Remains::nothing : Remains::certificate;
  // The version of a CRL, or the serial number in a certificate of version 1. A CRL of version 1 has neither.
  const Next number = tbs.is(der::kInteger);
  if (number == Next::fits) tbs.skip();
  for (int member = 0; member < 2; ++member) {  // signature, issuer
    if (const Next next = tbs.is(der::kSequence); next != Next::fits) return otherwise(next);
    tbs.skip();
  }
  if (tbs.is(der::kUtcTime) == Next::fits || tbs.is(der::kGeneralizedTime) == Next::fits) return Remains::crl;
  const Next validity = tbs.is(der::kSequence);
  return number == Next::fits && validity == Next::fits ? Remains::certificate : otherwise(validity);
}

Remains remains_in(ByteView octets) {
  const Remains remains = remains_of(octets);
  if (remains != Remains::certificate) return remains;
  for (std::size_t at = 1; at < octets.size(); ++at) {
    const ByteView rest = octets.subspan(at);
    if (begins_item(rest) && remains_of(rest) == Remains::crl) return Remains::either;
  }
  return remains;
}

bool begins_item(ByteView beginning) {
  constexpr std::uint8_t kContentType[] = {0x06, 0x09, 0x2a, 0x86};
  const auto is_long = [](std::uint8_t length) { return length >= 0x80 && length <= 0x83; };
  if (beginning.size() < 12 || beginning[0] != der::kSequence || !is_long(beginning[1])) return false;
  const ByteView inner = beginning.subspan(2 + (beginning[1] & 0x0fU));
  if (std::equal(std::begin(kContentType), std::end(kContentType), inner.begin())) return true;
  return inner[0] == der::kSequence && is_long(inner[1]);
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
    case DerShape::ocsp_response:
      return "an OCSP response";
    case DerShape::attribute_certificate:
      return "an attribute certificate, which holds no key";
    case DerShape::unsigned_certificate:
      return "the signed part of a certificate, without its signature";
    case DerShape::numbers:
      return "bare numbers: Diffie-Hellman parameters, or an RSA public key";
    case DerShape::other:
      break;
  }
  return "an unknown DER value";
}

bool is_sequence(ByteView bytes) { return der::read_only(bytes, der::kSequence).has_value(); }

}  // namespace odca
