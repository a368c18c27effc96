// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// pugixml finds the tags. It knows no name spaces and accepts much that is not XML, so that the rest is checked here.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <pugixml.hpp>
#include <utility>

#include "io/text.h"
#include "wsman/xml.h"

namespace odca::amt {
namespace {

constexpr std::string_view kXmlSpace = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view kBlanks = " \t\r\n";

Error not_xml(std::string message) {
  return {.code = Errc::protocol, .message = std::move(message), .hint = {}, .reason = "wsman-syntax"};
}

bool is_blank(std::string_view text) { return text.find_first_not_of(kBlanks) == std::string_view::npos; }

/// length_of is the number of bytes of the UTF-8 character that begins `text`; 0 when it is none (RFC 3629, 4).
std::size_t length_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };  // char may be signed
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  const std::uint8_t least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint8_t most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < least || byte(1) > most) return 0;
  for (std::size_t i = 2; i < length; ++i)
    if (byte(i) < 0x80 || byte(i) > 0xBF) return 0;
  return length;
}

/// is_characters: UTF-8 without the control characters that XML does not allow.
bool is_characters(std::string_view text) {
  while (!text.empty()) {
    const bool control = static_cast<std::uint8_t>(text[0]) < 0x20;  // char may be signed
    const std::size_t length = length_of(text);
    if (length == 0 || (control && kBlanks.find(text[0]) == std::string_view::npos)) return false;
    text.remove_prefix(length);
  }
  return true;
}

/// append_character writes a character of XML 1.0, 2.2 as UTF-8; false for a number that is none.
bool append_character(std::string& out, std::uint32_t c) {
  const bool control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
  if (control || (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF || c > 0x10FFFF) return false;
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };  // below 256 in each call
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18), put(0x80 | (c >> 12 & 0x3F)), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  }
  return true;
}

/// append_reference writes what stands for "&name;"; false for a name that XML itself does not define.
bool append_reference(std::string& out, std::string_view name) {
  constexpr std::pair<std::string_view, char> kNamed[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  for (const auto& [known, character] : kNamed)
    if (name == known) return out += character, true;
  if (!name.starts_with('#')) return false;
  name.remove_prefix(1);
  const bool hex = name.starts_with('x');
  if (hex) name.remove_prefix(1);
  std::uint32_t number = 0;
  const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), number, hex ? 16 : 10);
  return problem == std::errc{} && end == name.data() + name.size() && append_character(out, number);
}

/// append_decoded appends character data with its references resolved; false when one is unknown or not ended.
bool append_decoded(std::string& out, std::string_view raw) {
  for (std::size_t at = raw.find('&'); at != std::string_view::npos; at = raw.find('&')) {
    const std::size_t end = raw.find(';', at);
    if (end == std::string_view::npos) return false;
    out += raw.substr(0, at);
    if (!append_reference(out, raw.substr(at + 1, end - at - 1))) return false;
    raw.remove_prefix(end + 1);
  }
  out += raw;
  return true;
}

struct SplitName {
  std::string_view prefix{};
  std::string_view local{};
};
std::optional<SplitName> split_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return SplitName{.prefix = {}, .local = name};
  const SplitName split{.prefix = name.substr(0, colon), .local = name.substr(colon + 1)};
  const bool whole = !split.prefix.empty() && !split.local.empty() && split.local.find(':') == std::string_view::npos;
  return whole ? std::optional(split) : std::nullopt;
}

/// Scope is the declarations of name spaces of one element; those of the elements around it are outwards.
struct Scope {
  const Scope* outer = nullptr;
  std::vector<std::pair<std::string, std::string>> spaces{};  ///< prefix (empty: the default) and name space

  std::optional<std::string> space_of(std::string_view prefix) const {
    if (prefix == "xml") return std::string(kXmlSpace);
    for (const Scope* scope = this; scope != nullptr; scope = scope->outer)
      for (const auto& [known, space] : scope->spaces)
        if (known == prefix) return space;
    return prefix.empty() ? std::optional(std::string{}) : std::nullopt;
  }
};

/// declared_prefix is the prefix that an attribute declares; nothing when it is an ordinary attribute.
std::optional<std::string_view> declared_prefix(std::string_view attribute) {
  if (attribute == "xmlns") return std::string_view{};
  constexpr std::string_view kPrefix = "xmlns:";
  return attribute.starts_with(kPrefix) ? std::optional(attribute.substr(kPrefix.size())) : std::nullopt;
}

Result<std::string> attribute_value(const pugi::xml_attribute& attribute) {
  std::string value;
  const std::string_view raw = attribute.value();
  if (raw.find('<') == std::string_view::npos && append_decoded(value, raw)) return value;
  return not_xml("an attribute's value is not character data");
}

Result<Scope> scope_of(const pugi::xml_node& node, const Scope* outer) {
  Scope scope{.outer = outer};
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    const std::optional<std::string_view> prefix = declared_prefix(attribute.name());
    if (!prefix) continue;
    ODCA_TRY_ASSIGN(std::string space, attribute_value(attribute));
    // Namespaces in XML 1.0, 3 and 5: a prefix cannot be taken back, and these two cannot be bound anew.
    const bool fixed = *prefix == "xml" || *prefix == "xmlns" || (space.empty() && !prefix->empty());
    if (fixed || prefix->find(':') != std::string_view::npos) return not_xml("a name space is declared wrongly");
    for (const auto& [known, other] : scope.spaces)
      if (known == *prefix) return not_xml("a prefix is declared twice in one element");
    scope.spaces.emplace_back(std::string(*prefix), std::move(space));
  }
  return scope;
}

Error undeclared(std::string_view prefix) {
  return not_xml(cat("prefix '", printable(prefix, 32), "' is not declared"));
}

Status read_attributes(const pugi::xml_node& node, const Scope& scope, XmlElement& element) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    if (declared_prefix(attribute.name())) continue;
    const std::optional<SplitName> name = split_name(attribute.name());
    if (!name) return not_xml("an attribute has no valid name");
    // Namespaces in XML 1.0, 6.2: the default name space does not apply to attributes.
    const std::optional<std::string> space =
        name->prefix.empty() ? std::optional(std::string{}) : scope.space_of(name->prefix);
    if (!space) return undeclared(name->prefix);
    for (const XmlAttribute& other : element.attributes)
      if (other.name_space == *space && other.name == name->local) return not_xml("an attribute is repeated");
    ODCA_TRY_ASSIGN(std::string value, attribute_value(attribute));
    element.attributes.push_back({.name_space = *space, .name = std::string(name->local), .value = std::move(value)});
  }
  return {};
}

Result<XmlElement> read_element(const pugi::xml_node& node, const Scope* outer, const XmlLimits& limits,
                                unsigned depth);

/// read_content takes one node inside an element. SOAP 1.2 part 1, 5: no document type, and here no instruction either.
Status read_content(const pugi::xml_node& child, const Scope& scope, const XmlLimits& limits, unsigned depth,
                    XmlElement& element) {
  switch (child.type()) {
    case pugi::node_element: {
      ODCA_TRY_ASSIGN(XmlElement inner, read_element(child, &scope, limits, depth + 1));
      element.children.push_back(std::move(inner));
      return {};
    }
    case pugi::node_pcdata:
      if (!append_decoded(element.text, child.value())) return not_xml("an entity is unknown");
      return {};
    case pugi::node_cdata:
      element.text += child.value();
      return {};
    case pugi::node_comment:  // what stands on both sides of it could be read as one value or as two
      return not_xml("a comment stands inside an element");
    default:
      return not_xml("a processing instruction or a document type stands inside an element");
  }
}

Result<XmlElement> read_element(const pugi::xml_node& node, const Scope* outer, const XmlLimits& limits,
                                unsigned depth) {
  if (depth > limits.depth) return not_xml(cat("elements are nested deeper than '", limits.depth, "'"));
  const auto attributes = std::distance(node.attributes_begin(), node.attributes_end());
  if (std::cmp_greater(attributes, limits.attributes)) return not_xml("an element has too many attributes");
  ODCA_TRY_ASSIGN(const Scope scope, scope_of(node, outer));
  const std::optional<SplitName> name = split_name(node.name());
  if (!name || name->prefix == "xmlns") return not_xml("an element has no valid name");
  std::optional<std::string> space = scope.space_of(name->prefix);
  if (!space) return undeclared(name->prefix);
  XmlElement element{.name_space = *std::move(space), .name = std::string(name->local)};
  ODCA_TRY(read_attributes(node, scope, element));
  for (const pugi::xml_node& child : node.children()) ODCA_TRY(read_content(child, scope, limits, depth, element));
  if (element.children.empty()) return element;
  if (!is_blank(element.text)) return not_xml("text stands beside elements");
  element.text.clear();
  return element;
}

bool is_utf8_declaration(const pugi::xml_node& declaration) {
  std::string encoding = declaration.attribute("encoding").value();
  for (char& c : encoding)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');  // of a letter
  return encoding.empty() || encoding == "utf-8";
}

/// only_element is the element of the document, beside which there may be a declaration, comments and blanks.
Result<pugi::xml_node> only_element(const pugi::xml_document& document) {
  pugi::xml_node found;
  for (const pugi::xml_node& node : document.children()) {
    const bool blank = node.type() == pugi::node_pcdata && is_blank(node.value());
    if (blank || node.type() == pugi::node_comment) continue;
    if (node.type() == pugi::node_declaration && node == document.first_child()) {
      if (!is_utf8_declaration(node)) return not_xml("the text is not in UTF-8");
      continue;
    }
    if (node.type() != pugi::node_element) return not_xml("something else than an element stands in the document");
    if (found) return not_xml("the document has two elements");
    found = node;
  }
  if (!found) return not_xml("the document has no element");
  return found;
}

}  // namespace

Result<XmlElement> parse_xml(std::string_view text, const XmlLimits& limits) {
  if (text.size() > limits.bytes) return not_xml(cat("the text is longer than '", limits.bytes, "' bytes"));
  if (std::cmp_greater(std::count(text.begin(), text.end(), '<'), limits.tags))
    return not_xml("there are too many tags");
  if (!is_characters(text)) return not_xml("the text is not UTF-8, or holds control characters");
  // As a fragment, so that text outside the element is seen and not dropped; references are resolved above.
  constexpr unsigned kAll = pugi::parse_cdata | pugi::parse_comments | pugi::parse_declaration | pugi::parse_doctype |
                            pugi::parse_eol | pugi::parse_fragment | pugi::parse_pi | pugi::parse_ws_pcdata;
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(text.data(), text.size(), kAll, pugi::encoding_utf8);
  if (!parsed) return not_xml(cat("no XML: ", parsed.description(), ", at byte '", parsed.offset, "'"));
  ODCA_TRY_ASSIGN(const pugi::xml_node element, only_element(document));
  return read_element(element, nullptr, limits, 1);
}

}  // namespace odca::amt
