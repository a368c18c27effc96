// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/amt_response.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/content.h"
#include "base/text.h"
#include "der/reader.h"
#include "input/der_items.h"
#include "input/encoded.h"
#include "input/hex_text.h"
#include "input/pem.h"
#include "input/shape.h"
#include "input/transcript.h"

namespace odca {

namespace {

constexpr std::string_view kList = "Certificates";
constexpr std::string_view kLengths = "LengthOfCertificates";
constexpr std::string_view kSingle = "X509Certificate";
constexpr std::string_view kCarrier = "AMT response, ";

/// A response with 64 certificates has some 700 tags. The bound keeps the tree, which is larger than its text, small.
constexpr std::ptrdiff_t kMaxTags = 50000;

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// next_element goes through the tree in document order, without recursion.
pugi::xml_node next_element(pugi::xml_node node) {
  if (node.first_child()) return node.first_child();
  while (node && !node.next_sibling()) node = node.parent();
  return node ? node.next_sibling() : node;
}

/// text_of joins the character data of an element; nothing when there are elements inside.
std::optional<std::string> text_of(const pugi::xml_node& element) {
  std::string text;
  for (const pugi::xml_node& child : element.children()) {
    if (child.type() != pugi::node_pcdata && child.type() != pugi::node_cdata) return std::nullopt;
    text.append(child.value());
  }
  return text;
}

Error not_xml(std::string message) {
  return {.message = std::move(message), .hint = "save the body of the response unchanged", .reason = "xml"};
}

Error nested(std::string_view name) {
  return not_xml(cat("expected base64 in element ", quote(name), ", found other elements"));
}

/// second_list: two lists may be two devices, and a verdict is about one. Whose it would be, nobody can tell from here.
Error second_list() {
  return {.message = cat("duplicate element ", quote(kList), ": the text holds several responses"),
          .hint = "save one response at a time",
          .reason = "ambiguous"};
}

/// without_values is the text with blanks in the place of the values that are read.
std::string without_values(std::string_view text, const pugi::xml_document& document) {
  std::string rest(text);
  for (pugi::xml_node node = document.first_child(); node; node = next_element(node)) {
    if (node.type() != pugi::node_pcdata && node.type() != pugi::node_cdata) continue;
    const std::string_view name = local_name(node.parent());
    if (name != kList && name != kSingle) continue;
    const std::size_t size = std::string_view(node.value()).size();
    rest.replace(static_cast<std::size_t>(node.offset_debug()), size, size, ' ');  // known of all that was parsed
  }
  return rest;
}

std::size_t count_lists(const pugi::xml_document& document) {
  std::size_t lists = 0;
  for (pugi::xml_node node = document.first_child(); node; node = next_element(node))
    if (local_name(node) == kList) ++lists;
  return lists;
}

/// number_of reads one LengthOfCertificates, a uint16.
std::optional<std::size_t> number_of(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return std::nullopt;
  text = text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
  std::uint16_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Lengths are those beside a certificate list: `given` but not `numbers` when one of them is no number.
struct Lengths {
  bool given = false;
  std::optional<std::vector<std::size_t>> numbers{};
};

Lengths lengths_beside(const pugi::xml_node& list) {
  Lengths lengths{.numbers = std::vector<std::size_t>{}};
  for (const pugi::xml_node& sibling : list.parent().children()) {
    if (local_name(sibling) != kLengths) continue;
    lengths.given = true;
    const std::optional<std::string> text = text_of(sibling);
    const std::optional<std::size_t> number = text ? number_of(*text) : std::nullopt;
    if (!number) return {.given = true};
    lengths.numbers->push_back(*number);
  }
  return lengths;
}

bool only_nul(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

/// cut divides the list by its lengths; nothing unless every piece is one DER SEQUENCE, unused lengths are zero and
/// are last, and nothing but NUL padding is left over.
std::optional<std::vector<ByteView>> cut(ByteView list, const std::vector<std::size_t>& lengths) {
  std::vector<ByteView> pieces;
  bool unused = false;
  for (const std::size_t length : lengths) {
    unused = unused || length == 0;
    if (unused && length != 0) return std::nullopt;
    if (length > list.size()) return std::nullopt;
    if (unused) continue;
    if (!is_sequence(list.first(length))) return std::nullopt;
    pieces.push_back(list.first(length));
    list = list.subspan(length);
  }
  if (!only_nul(list)) return std::nullopt;
  return pieces;
}

/// without_padding drops the NULs behind the last DER value; a certificate may itself end in NUL.
ByteView without_padding(ByteView bytes) {
  der::Reader reader(bytes);
  std::size_t end = 0;
  while (const std::optional<der::Element> element = reader.read(der::kSequence)) end += element->whole.size();
  return only_nul(bytes.subspan(end)) ? bytes.first(end) : bytes;
}

/// read_list reads one Certificates element. Certificates carry their own lengths, so a list whose lengths are missing
/// or wrong can still be read; that it was so is said.
void read_list(const pugi::xml_node& element, DumpBuilder& builder) {
  const std::string place = cat(kCarrier, kList);
  const std::optional<std::string> text = text_of(element);
  if (!text) return builder.add_unreadable(place, nested(kList));
  const std::optional<Bytes> list = from_base64(*text);
  if (!list)
    return builder.add_unreadable(place, {.message = "the element is not base64 (RFC 4648 section 4)",
                                          .hint = "save the body of the response unchanged",
                                          .reason = "base64"});
  if (only_nul(*list))
    return builder.add_unreadable(place, {.message = "the list of certificates is empty",
                                          .hint = "look at the ReturnValue of the response: 0 is success",
                                          .reason = "not-found"});
  const Lengths lengths = lengths_beside(element);
  const auto pieces = lengths.given && lengths.numbers ? cut(*list, *lengths.numbers) : std::nullopt;
  if (pieces) {
    for (std::size_t i = 0; i < pieces->size() && !builder.full(); ++i)
      builder.add(ItemKind::certificate, (*pieces)[i], cat(kCarrier, "certificate ", i + 1));
    return;
  }
  if (lengths.given)
    builder.add_unreadable(
        cat(kCarrier, kLengths),
        {.message = "LengthOfCertificates does not match the certificates, which were split by their DER lengths",
         .hint = "get the response again; if it stays so, the firmware miscounts",
         .reason = "malformed"});
  else
    builder.add_note("the AMT response has no LengthOfCertificates; its certificates were split by their DER lengths");
  read_der_items(without_padding(*list), kCarrier, builder);
}

void read_single(const pugi::xml_node& element, std::size_t number, DumpBuilder& builder) {
  const std::string place = cat(kCarrier, kSingle, " ", number);
  const std::optional<std::string> text = text_of(element);
  if (!text) return builder.add_unreadable(place, nested(kSingle));
  add_base64_value(*text, ItemKind::certificate, place, builder);
}

Status load(pugi::xml_document& document, std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return not_xml("the XML holds a NUL character");
  if (std::count(text.begin(), text.end(), '<') > kMaxTags)
    return Error{.code = Errc::limit,
                 .message = cat("the XML has more than ", kMaxTags, " tags"),
                 .hint = "save one response, not a log of many",
                 .reason = "too-big"};
  // Doctype nodes are kept to be refused: no entity is ever declared, so none is ever expanded. Character references
  // are left as they are: base64 needs none, and "&#0;" would end a value early.
  constexpr unsigned kOptions = pugi::parse_cdata | pugi::parse_doctype;
  const pugi::xml_parse_result parsed = document.load_buffer(text.data(), text.size(), kOptions, pugi::encoding_utf8);
  if (!parsed) return not_xml(cat("not well-formed XML at offset ", parsed.offset, ": ", parsed.description()));
  for (const pugi::xml_node& child : document.children())
    if (child.type() == pugi::node_doctype) return not_xml("the XML has a document type declaration (DTD or HTML)");
  return {};
}

}  // namespace

bool looks_like_amt_response(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != '<' || looks_like_html(text)) return false;
  return text.find(cat(kList, ">")) != std::string_view::npos ||
         text.find(cat(kSingle, ">")) != std::string_view::npos || !has_pem_marker(text);
}

Status read_amt_response(std::string_view text, DumpBuilder& builder) {
  pugi::xml_document document;
  ODCA_TRY(load(document, text));
  const std::size_t lists = count_lists(document);
  if (lists > 1) return second_list();
  std::size_t singles = 0;
  for (pugi::xml_node node = document.first_child(); node && !builder.full(); node = next_element(node)) {
    const std::string_view name = local_name(node);
    if (name == kSingle) read_single(node, ++singles, builder);
    if (name == kList) read_list(node, builder);
  }
  if (lists + singles == 0)
    return Error{.message = cat("XML without an element ", quote(kList), " or ", quote(kSingle)),
                 .hint = "save the response to AMTAuthenticate, or to a Get or Pull of AMT_PublicKeyCertificate",
                 .reason = "not-found"};
  return nothing_beside(without_values(text, document));
}

Status nothing_beside(std::string_view rest) {
  Transcript transcript;
  transcript.see(rest);
  std::string what;
  if (!transcript.program().empty()) what = cat("the output of ", transcript.program());
  if (holds_encoded(rest) || holds_hexdump(rest)) what = "a possible certificate or CRL";
  if (has_pem_marker(rest)) what = "PEM";
  if (what.empty()) return {};
  return Error{.message = cat("beside the certificates of the AMT response, the text holds ", what),
               .hint = "save the body of the response alone, and give the rest in a file of its own: a CRL with --crl",
               .reason = "ambiguous"};
}

}  // namespace odca
