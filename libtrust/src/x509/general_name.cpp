#include "x509/general_name.h"

#include <array>
#include <charconv>

#include "base/text.h"
#include "x509/reading.h"
#include "x509/strings.h"

namespace odca {
namespace {

using Kind = GeneralName::Kind;

Error bad_name(std::string_view expected) { return malformed("general name", expected); }

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

Result<GeneralName> text_name(Kind kind, ByteView contents) {
  // IA5String that a person can read. A blank would let " " pass for a DNS name, which RFC 5280 4.2.1.6 forbids.
  const bool blank = kind == Kind::dns && as_text(contents).find(' ') != std::string_view::npos;
  if (contents.empty() || blank || !is_printable_ascii(contents))
    return bad_name("printable ASCII in a DNS name, mail address or URI");
  return GeneralName{.kind = kind, .value = to_bytes(contents), .text = std::string(as_text(contents))};
}

Result<GeneralName> ip_name(ByteView contents) {
  if (contents.size() != 4 && contents.size() != 16) return bad_name("an IP address of 4 or 16 octets");
  return GeneralName{.kind = Kind::ip,
                     .value = to_bytes(contents),
                     .text = contents.size() == 4 ? ipv4_text(contents) : ipv6_text(contents)};
}

Result<GeneralName> directory_name(ByteView contents) {
  ODCA_TRY_ASSIGN(Name name, Name::from_der(contents));
  std::string text = name.to_string();
  return GeneralName{
      .kind = Kind::directory, .value = to_bytes(contents), .text = std::move(text), .name = std::move(name)};
}

}  // namespace

Result<GeneralName> read_general_name(der::Reader& reader) {
  const auto element = reader.read();
  if (!element) return bad_name("a value");
  const ByteView contents = element->contents;
  switch (element->tag) {
    case der::context_constructed(0):
      if (!is_other_name(contents)) return bad_name("object identifier and value in an otherName");
      return GeneralName{.kind = Kind::other_name, .value = to_bytes(contents)};
    case der::context(1):
      return text_name(Kind::rfc822, contents);
    case der::context(2):
      return text_name(Kind::dns, contents);
    case der::context_constructed(3):
      return GeneralName{.kind = Kind::x400, .value = to_bytes(contents)};
    case der::context_constructed(4):
      return directory_name(contents);
    case der::context_constructed(5):
      return GeneralName{.kind = Kind::edi_party, .value = to_bytes(contents)};
    case der::context(6):
      return text_name(Kind::uri, contents);
    case der::context(7):
      return ip_name(contents);
    case der::context(8):
      if (!der::is_oid(contents)) return bad_name("an object identifier in a registeredID");
      return GeneralName{.kind = Kind::registered_id, .value = to_bytes(contents), .text = der::oid_text(contents)};
    default:
      return bad_name("one of the nine kinds of name");
  }
}

Result<std::vector<GeneralName>> read_general_names(ByteView contents) {
  der::Reader reader(contents);
  if (reader.at_end()) return bad_name("at least one name");
  std::vector<GeneralName> names;
  while (!reader.at_end()) {
    ODCA_TRY_ASSIGN(GeneralName name, read_general_name(reader));
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace odca
