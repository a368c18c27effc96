// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "x509/general_name.h"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/text.h"
#include "x509/extensions.h"
#include "x509/reading.h"
#include "x509/strings.h"

namespace odca {
namespace {

using Kind = GeneralName::Kind;

Error bad_general_name(std::string_view expected) { return malformed("general name", expected); }

std::string ipv4_text(ByteView octets) {
  return cat(unsigned{octets[0]}, '.', unsigned{octets[1]}, '.', unsigned{octets[2]}, '.', unsigned{octets[3]});
}

// RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups becomes "::".
std::string ipv6_text(ByteView octets) {
  constexpr std::size_t kGroups = 8;
  std::array<unsigned, kGroups> groups{};
  for (std::size_t i = 0; i < kGroups; ++i) groups[i] = static_cast<unsigned>(octets[2 * i]) << 8U | octets[2 * i + 1];
  std::size_t run = kGroups;
  std::size_t run_length = 1;
  for (std::size_t i = 0; i < kGroups; ++i) {
    std::size_t end = i;
    while (end < kGroups && groups[end] == 0) ++end;
    if (end - i <= run_length) continue;
    run = i;
    run_length = end - i;
  }
  std::string text;
  for (std::size_t i = 0; i < kGroups; ++i) {
    if (i == run) {
      text.append("::");
      i += run_length - 1;
      continue;
    }
    if (!text.empty() && !text.ends_with(':')) text.push_back(':');
    std::array<char, 4> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), groups[i], 16).ptr;
    text.append(digits.data(), end);
  }
  return text;
}

// OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }, implicitly tagged.
bool is_other_name(ByteView contents) {
  der::Reader reader(contents);
  const auto type = reader.read(der::kObjectIdentifier);
  const auto tagged = reader.read(der::context_constructed(0));
  if (!type || !der::is_oid(type->contents) || !tagged || !reader.at_end()) return false;
  der::Reader inside(tagged->contents);
  return inside.read().has_value() && inside.at_end();
}

Status check_text(Kind kind, ByteView contents) {
  // IA5String that a person can read. A blank would let " " pass for a DNS name, which RFC 5280 4.2.1.6 forbids.
  const bool blank = kind == Kind::dns && as_text(contents).find(' ') != std::string_view::npos;
  if (contents.empty() || blank || !is_printable_ascii(contents))
    return bad_general_name("printable ASCII in a DNS name, mail address or URI");
  return {};
}

std::optional<Kind> kind_of(der::Tag tag) {
  constexpr std::array<std::pair<der::Tag, Kind>, 9> kKinds{{{der::context_constructed(0), Kind::other_name},
                                                             {der::context(1), Kind::rfc822},
                                                             {der::context(2), Kind::dns},
                                                             {der::context_constructed(3), Kind::x400},
                                                             {der::context_constructed(4), Kind::directory},
                                                             {der::context_constructed(5), Kind::edi_party},
                                                             {der::context(6), Kind::uri},
                                                             {der::context(7), Kind::ip},
                                                             {der::context(8), Kind::registered_id}}};
  for (const auto& [known, kind] : kKinds)
    if (known == tag) return kind;
  return std::nullopt;
}

Status check_content(Kind kind, ByteView contents) {
  switch (kind) {
    case Kind::other_name:
      if (!is_other_name(contents)) return bad_general_name("object identifier and value in an otherName");
      return {};
    case Kind::rfc822:
    case Kind::dns:
    case Kind::uri:
      return check_text(kind, contents);
    case Kind::directory:
      ODCA_TRY(Name::from_der(contents));
      return {};
    case Kind::ip:
      if (contents.size() != 4 && contents.size() != 16) return bad_general_name("an IP address of 4 or 16 octets");
      return {};
    case Kind::registered_id:
      if (!der::is_oid(contents)) return bad_general_name("an object identifier in a registeredID");
      return {};
    case Kind::x400:
    case Kind::edi_party:
      break;
  }
  return {};
}

}  // namespace

std::optional<Name> GeneralName::name() const {
  if (kind != Kind::directory) return std::nullopt;
  auto name = Name::from_der(value);
  if (!name) return std::nullopt;
  return *std::move(name);
}

std::string GeneralName::text() const {
  switch (kind) {
    case Kind::rfc822:
    case Kind::dns:
    case Kind::uri:
      return std::string(as_text(value));
    case Kind::directory:
      return name().value_or(Name()).to_string();
    case Kind::ip:
      return value.size() == 4 ? ipv4_text(value) : ipv6_text(value);
    case Kind::registered_id:
      return der::oid_text(value);
    case Kind::other_name:
    case Kind::x400:
    case Kind::edi_party:
      break;
  }
  return {};
}

Result<GeneralNameView> peel_general_name(der::Reader& reader) {
  const auto element = reader.read();
  if (!element) return bad_general_name("a value");
  const std::optional<Kind> kind = kind_of(element->tag);
  if (!kind) return bad_general_name("one of the nine kinds of name");
  return GeneralNameView{.kind = *kind, .value = element->contents};
}

Status check_general_name(const GeneralNameView& name) { return check_content(name.kind, name.value); }

Result<GeneralNameView> view_general_name(der::Reader& reader) {
  ODCA_TRY_ASSIGN(const GeneralNameView name, peel_general_name(reader));
  ODCA_TRY(check_general_name(name));
  return name;
}

Status check_general_names(ByteView contents) {
  der::Reader reader(contents);
  if (reader.at_end()) return bad_general_name("at least one name");
  while (!reader.at_end()) ODCA_TRY(view_general_name(reader));
  return {};
}

Result<std::vector<GeneralName>> read_general_names(ByteView contents, std::size_t limit) {
  der::Reader reader(contents);
  if (reader.at_end()) return bad_general_name("at least one name");
  std::vector<GeneralName> names;
  while (!reader.at_end()) {
    if (names.size() == limit) {
      Error error = too_many("names", limit);
      error.reason = "too-many-names";
      return error;
    }
    ODCA_TRY_ASSIGN(const GeneralNameView name, view_general_name(reader));
    names.push_back({.kind = name.kind, .value = to_bytes(name.value)});
  }
  return names;
}

}  // namespace odca
