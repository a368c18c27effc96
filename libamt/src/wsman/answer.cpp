// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// parse_answer: what of an envelope counts as the answer to one request.
#include <algorithm>
#include <array>
#include <utility>

#include "io/text.h"
#include "wire/wsman.h"
#include "wsman/envelope.h"
#include "wsman/xml.h"

namespace odca::amt {
namespace {

constexpr std::size_t kNameShown = 64, kTextShown = 200;

Error refused(ReasonId reason, std::string message) {
  return {.code = Errc::protocol, .message = std::move(message), .hint = {}, .reason = reason};
}
Error syntax(std::string message) { return refused("wsman-syntax", std::move(message)); }

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// child_of is the first child of that name, or nullptr; it lives as long as `parent`.
const XmlElement* child_of(const XmlElement* parent, std::string_view space, std::string_view name) {
  if (parent == nullptr) return nullptr;
  for (const XmlElement& child : parent->children)
    if (child.is(space, name)) return &child;
  return nullptr;
}

/// must_be_understood: a header block that whoever does not know it must not ignore.
bool must_be_understood(const XmlElement& block) {
  return std::any_of(block.attributes.begin(), block.attributes.end(), [](const XmlAttribute& attribute) {
    const std::string_view value = trimmed(attribute.value);
    return attribute.name_space == wire::kSoap && attribute.name == "mustUnderstand" && value != "false" &&
           value != "0";
  });
}

/// is_known: the blocks of which we know what they say. That of an Action is the firmware's to choose: it is often that
/// of the request. What the answer is, its body says.
bool is_known(const XmlElement& block) {
  constexpr std::array<std::string_view, 4> kAddressing = {"Action", "To", "MessageID", "RelatesTo"};
  if (block.name_space == wire::kAddressing)
    return std::find(kAddressing.begin(), kAddressing.end(), block.name) != kAddressing.end();
  return block.is(wire::kWsman, "ResourceURI");
}

/// check_header finds out whether the answer is to our message. SOAP 1.2 part 1, 2.4: a block that must be understood
/// and is not means that the message must not be processed; it could say that the body is something else than it seems.
/// Refusing costs nothing: what a request has done is asked over HECI.
Status check_header(const XmlElement& header, unsigned message_id, bool fault) {
  const XmlElement* relation = nullptr;
  for (const XmlElement& block : header.children) {
    if (must_be_understood(block) && !is_known(block))
      return syntax(cat("header '", printable(block.name, kNameShown), "' must be understood and is not known"));
    if (!block.is(wire::kAddressing, "RelatesTo")) continue;
    if (relation != nullptr) return refused("wsman-unrelated", "the answer has two headers 'RelatesTo'");
    relation = &block;
  }
  // A fault without it is still no success, whatever it is about.
  if (relation == nullptr && fault) return {};
  if (relation == nullptr) return refused("wsman-unrelated", "the answer has no header 'RelatesTo'");
  if (trimmed(relation->text) == std::to_string(message_id)) return {};
  return refused("wsman-unrelated", cat("expected the answer to message '", message_id, "', found that to '",
                                        printable(trimmed(relation->text), kNameShown), "'"));
}

/// fault_error tells a fault in its own words: the innermost code, and the text for people.
Error fault_error(const XmlElement& fault) {
  const XmlElement* code = child_of(&fault, wire::kSoap, "Code");
  while (const XmlElement* inner = child_of(code, wire::kSoap, "Subcode")) code = inner;
  const XmlElement* value = child_of(code, wire::kSoap, "Value");
  const XmlElement* text = child_of(child_of(&fault, wire::kSoap, "Reason"), wire::kSoap, "Text");
  std::string message = cat("the firmware answered with fault '",
                            printable(value != nullptr ? trimmed(value->text) : "without a code", kNameShown), "'");
  if (text != nullptr) message += cat(": '", printable(trimmed(text->text), kTextShown), "'");
  return refused("wsman-fault", std::move(message));
}

/// Parts are the header, and the only element of the body.
struct Parts {
  const XmlElement* header;
  const XmlElement* content;
};
Result<Parts> parts_of(const XmlElement& envelope) {
  if (!envelope.is(wire::kSoap, "Envelope")) return syntax("the answer is no envelope of SOAP 1.2");
  const std::vector<XmlElement>& parts = envelope.children;
  if (parts.size() != 2 || !parts[0].is(wire::kSoap, "Header") || !parts[1].is(wire::kSoap, "Body"))
    return syntax("the envelope does not hold one header and one body");
  if (parts[1].children.size() != 1) return syntax("the body does not hold one element");
  return Parts{.header = &parts[0], .content = &parts[1].children[0]};
}

Result<WsmanAnswer> read_content(const XmlElement& content, const Expected& expected) {
  if (content.children.empty() && !trimmed(content.text).empty())
    return syntax(cat("element '", printable(content.name, kNameShown), "' holds text where properties must be"));
  WsmanAnswer answer{.name = content.name};
  for (const XmlElement& property : content.children) {
    const std::string name = printable(property.name, kNameShown);
    if (property.name_space != expected.class_uri) return syntax(cat("property '", name, "' is not of the class"));
    if (!property.children.empty()) return syntax(cat("property '", name, "' holds elements where a value must be"));
    answer.properties.push_back({.name = property.name, .value = property.text});
  }
  return answer;
}

}  // namespace

Result<WsmanAnswer> parse_answer(std::string_view body, const Expected& expected) {
  ODCA_TRY_ASSIGN(const XmlElement envelope, parse_xml(body));
  ODCA_TRY_ASSIGN(const Parts parts, parts_of(envelope));
  const bool fault = parts.content->is(wire::kSoap, "Fault");
  ODCA_TRY(check_header(*parts.header, expected.message_id, fault));
  if (fault) return fault_error(*parts.content);
  if (!parts.content->is(expected.class_uri, expected.element))
    return syntax(cat("expected element '", expected.element, "' of its class, found '",
                      printable(parts.content->name, kNameShown), "'"));
  return read_content(*parts.content, expected);
}

}  // namespace odca::amt
