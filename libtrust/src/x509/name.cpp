// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/name.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "der/reader.h"
#include "x509/attribute_name.h"
#include "x509/extensions.h"
#include "x509/reading.h"
#include "x509/strings.h"

namespace odca {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// RFC 5280 7.1: "uppercase characters mapped to lowercase", "leading and trailing white space is removed", "all
// internal sequences of one or more white space characters" become one space.
std::string normalised(std::string_view value) {
  std::string text;
  text.reserve(value.size());
  for (const char c : value) {
    if (!is_space(c)) {
      text.push_back(lower(c));
    } else if (!text.empty() && text.back() != ' ') {
      text.push_back(' ');
    }
  }
  if (text.ends_with(' ')) text.pop_back();
  return text;
}

constexpr std::size_t kCountOctets = 4;
void append_count(Bytes& out, std::size_t count) {
  const auto octet = [count](unsigned shift) { return static_cast<std::uint8_t>(count >> shift & 0xffU); };
  out.insert(out.end(), {octet(24), octet(16), octet(8), octet(0)});  // names are far below 4 GiB
}
void append_counted(Bytes& out, ByteView part) {
  append_count(out, part.size());
  out.insert(out.end(), part.begin(), part.end());
}

// One attribute in a form that is equal exactly for attributes that RFC 5280 7.1 calls equal. Lengths precede, so that
// different lists of attributes have different bytes.
Bytes match_part(ByteView type, der::Tag tag, std::string_view value) {
  Bytes part;
  part.reserve(type.size() + value.size() + 9);  // two counts and the tag
  append_counted(part, type);
  part.push_back(tag == der::kPrintableString ? der::kUtf8String : tag);
  append_counted(part, as_bytes(normalised(value)));
  return part;
}

Error bad_name(std::string_view expected) { return malformed("name", expected); }

// An attribute takes ten times the room of its shortest encoding, and two thousand of these fit into a certificate.
// Genuine names have ten at most.
constexpr std::size_t kMostAttributes = 128;

std::size_t count_members(ByteView contents) {
  std::size_t count = 0;
  for (der::Reader members(contents); count < kMostAttributes && members.read();) ++count;
  return count;
}

// Reads one RelativeDistinguishedName, appends its attributes and its part of the match key.
Status read_rdn(ByteView contents, std::size_t rdn, std::vector<NameAttribute>& attributes, Bytes& match_key) {
  der::Reader members(contents);
  if (members.at_end()) return bad_name("an attribute in every relative distinguished name");
  std::vector<Bytes> parts;
  ByteView previous;
  while (!members.at_end()) {
    const auto member = members.read(der::kSequence);
    if (!member) return bad_name("SEQUENCE of attribute type and value");
    if (attributes.size() == kMostAttributes) return too_many("attributes in one name", kMostAttributes);
    // X.690 11.6: a SET OF is in ascending order of its members' encodings.
    if (std::lexicographical_compare(member->whole.begin(), member->whole.end(), previous.begin(), previous.end()))
      return bad_name("attributes of a relative distinguished name in the order of DER");
    previous = member->whole;
    der::Reader parts_of(member->contents);
    const auto type = parts_of.read(der::kObjectIdentifier);
    const auto value = parts_of.read();
    if (!type || !der::is_oid(type->contents) || !value || !parts_of.at_end())
      return bad_name("attribute type and value");
    auto text = decode_string(value->tag, value->contents);
    if (!text) return bad_name("a string of text as attribute value");
    parts.push_back(match_part(type->contents, value->tag, *text));
    attributes.push_back(
        {.type = der::oid_text(type->contents), .value = *std::move(text), .string_tag = value->tag, .rdn = rdn});
  }
  if (parts.size() == 1) {  // as in nearly all names
    append_count(match_key, parts.front().size() + kCountOctets);
    append_counted(match_key, parts.front());
    return {};
  }
  // DER sorts by encoding; sort again by the compared form.
  std::sort(parts.begin(), parts.end());
  Bytes joined;
  for (const Bytes& part : parts) append_counted(joined, part);
  append_counted(match_key, joined);
  return {};
}

struct ShortName {
  std::string_view type;
  std::string_view name;
};
constexpr std::array<ShortName, 16> kShortNames{{{kCommonName, "CN"},
                                                 {kCountry, "C"},
                                                 {kLocality, "L"},
                                                 {kState, "ST"},
                                                 {kOrganization, "O"},
                                                 {kOrganizationalUnit, "OU"},
                                                 {kOrganizationIdentifier, "organizationIdentifier"},
                                                 {"2.5.4.4", "SN"},
                                                 {"2.5.4.5", "serialNumber"},
                                                 {"2.5.4.9", "street"},
                                                 {"2.5.4.12", "title"},
                                                 {"2.5.4.17", "postalCode"},
                                                 {"2.5.4.42", "GN"},
                                                 {"0.9.2342.19200300.100.1.1", "UID"},
                                                 {"0.9.2342.19200300.100.1.25", "DC"},
                                                 {"1.2.840.113549.1.9.1", "emailAddress"}}};

// RFC 4514 2.4, and control characters (C0, DEL, C1) in hexadecimal. The value is UTF-8 already.
std::string escaped(std::string_view value) {
  constexpr std::string_view kSeparators = ",+\"\\<>;=";
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '@' && c <= 'Z') || (c >= '-' && c <= ':') || c == ' ' || c == '_';
  };
  if (!value.starts_with(' ') && !value.ends_with(' ') && std::all_of(value.begin(), value.end(), is_plain))
    return std::string(value);
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const auto octet = static_cast<unsigned char>(c);  // for comparisons without sign
    const bool c1 = octet == 0xc2 && i + 1 < value.size() && static_cast<unsigned char>(value[i + 1]) < 0xa0;
    const bool c1_second = octet < 0xa0 && octet >= 0x80 && i > 0 && static_cast<unsigned char>(value[i - 1]) == 0xc2;
    if (octet < 0x20 || octet == 0x7f || c1 || c1_second) {
      text.append({'\\', kHexDigits[octet >> 4U], kHexDigits[octet & 15U]});
      continue;
    }
    const bool edge_space = c == ' ' && (i == 0 || i + 1 == value.size());
    if (edge_space || (c == '#' && i == 0) || kSeparators.find(c) != std::string_view::npos) text.push_back('\\');
    text.push_back(c);
  }
  return text;
}

// Reports name every certificate, for every path. Genuine names have two hundred characters; one of 16 KiB is cut.
constexpr std::size_t kMostShown = 1024;
constexpr std::string_view kCut = "[...]";

std::string_view beginning(std::string_view value) {
  if (value.size() <= kMostShown) return value;
  std::size_t end = kMostShown;
  while ((static_cast<unsigned char>(value[end]) & 0xc0U) == 0x80) --end;  // not inside a character of UTF-8
  return value.substr(0, end);
}

}  // namespace

std::string_view attribute_name(std::string_view type) {
  const auto* const found =
      std::find_if(kShortNames.begin(), kShortNames.end(), [type](const ShortName& row) { return row.type == type; });
  return found == kShortNames.end() ? type : found->name;
}

Result<Name> Name::from_der(ByteView der) {
  const auto sequence = der::read_only(der, der::kSequence);
  if (!sequence) return bad_name("SEQUENCE of relative distinguished names");
  const auto contents = std::make_shared<Contents>();
  contents->attributes.reserve(count_members(sequence->contents));
  contents->match_key.reserve(2 * der.size());  // counts take more room than the DER around the values
  der::Reader rdns(sequence->contents);
  for (std::size_t rdn = 0; !rdns.at_end(); ++rdn) {
    const auto set = rdns.read(der::kSet);
    if (!set) return bad_name("SET of attributes");
    ODCA_TRY(read_rdn(set->contents, rdn, contents->attributes, contents->match_key));
  }
  contents->der = to_bytes(der);
  return Name(contents);
}

const Name::Contents& Name::none() {
  static const Contents kNone{};
  return kNone;
}

ByteView Name::der() const { return contents().der; }
const std::vector<NameAttribute>& Name::attributes() const { return contents().attributes; }
ByteView Name::match_key() const { return contents().match_key; }

std::optional<std::string_view> Name::first(std::string_view type) const {
  for (const NameAttribute& attribute : attributes())
    if (attribute.type == type) return attribute.value;
  return std::nullopt;
}

std::size_t Name::count(std::string_view type) const {
  return static_cast<std::size_t>(std::count_if(  // a count is not negative
      attributes().begin(), attributes().end(), [type](const NameAttribute& each) { return each.type == type; }));
}

std::string Name::to_string() const {
  std::string text;
  std::size_t rdn = 0;
  for (const NameAttribute& attribute : attributes()) {
    if (text.size() > kMostShown) return text.append(kCut);
    if (!text.empty()) text.append(attribute.rdn == rdn ? " + " : ", ");
    rdn = attribute.rdn;
    const std::string_view shown = beginning(attribute.value);
    text.append(cat(attribute_name(attribute.type).substr(0, kMostShown), '=', escaped(shown)));
    if (shown.size() < attribute.value.size()) return text.append(kCut);
  }
  return text;
}

}  // namespace odca
