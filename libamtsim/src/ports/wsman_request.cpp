// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/wsman_request.h"

#include <algorithm>
#include <pugixml.hpp>

#include "wire/wsman.h"

namespace odca::amtsim {
namespace {

using namespace amt::wire;

// pugixml knows no name spaces: a name is a prefix, a colon and a local name.
std::string_view prefix_of(pugi::xml_node node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}

std::string_view local_name(pugi::xml_node node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') + 1);  // npos + 1 is 0
}

std::string_view space_of(pugi::xml_node node) {
  const std::string declaration = prefix_of(node).empty() ? "xmlns" : "xmlns:" + std::string(prefix_of(node));
  for (pugi::xml_node at = node; at; at = at.parent())
    if (const auto attribute = at.attribute(declaration.c_str())) return attribute.value();
  return {};
}

bool is(pugi::xml_node node, std::string_view space, std::string_view name) {
  return node.type() == pugi::node_element && local_name(node) == name && space_of(node) == space;
}

/// Children finds elements by name, and remembers when one that may stand once stands twice.
class Children {
 public:
  explicit Children(pugi::xml_node parent) : parent_(parent) {}
  pugi::xml_node one(std::string_view space, std::string_view name) {
    pugi::xml_node found;
    for (const pugi::xml_node child : parent_.children()) {
      if (!is(child, space, name)) continue;
      if (found) repeated_ = true;
      if (!found) found = child;
    }
    return found;
  }
  std::string text(std::string_view space, std::string_view name) { return one(space, name).text().get(); }
  bool repeated() const { return repeated_; }

 private:
  pugi::xml_node parent_;
  bool repeated_ = false;
};

std::string_view class_of(std::string_view uri) {
  for (const std::string_view schema : {kAmtSchema, kIpsSchema, kCimSchema})
    if (uri.starts_with(schema)) return uri.substr(schema.size());
  return {};
}

void name_operation(WsmanRequest& request) {
  const std::string_view action = request.action;
  const auto is_of = [action](std::string_view space, std::string_view verb) {
    return action.size() == space.size() + 1 + verb.size() && action.starts_with(space) && action.ends_with(verb) &&
           action[space.size()] == '/';
  };
  request.class_name = class_of(request.resource_uri);
  if (is_of(kTransfer, "Get")) request.operation = Operation::get;
  if (is_of(kEnumeration, "Enumerate")) request.operation = Operation::enumerate;
  if (is_of(kEnumeration, "Pull")) request.operation = Operation::pull;
  if (request.operation != Operation::unknown || request.class_name.empty()) return;
  if (!action.starts_with(request.resource_uri + "/")) return;
  request.operation = Operation::invoke;
  request.method = action.substr(request.resource_uri.size() + 1);
}

std::vector<Field> elements_of(pugi::xml_node parent) {
  std::vector<Field> out;
  for (const pugi::xml_node child : parent.children())
    if (child.type() == pugi::node_element) out.push_back({std::string(local_name(child)), child.text().get()});
  return out;
}

std::vector<Field> selectors_of(pugi::xml_node set) {
  std::vector<Field> out;
  for (const pugi::xml_node child : set.children())
    if (is(child, kWsman, "Selector")) out.push_back({child.attribute("Name").value(), child.text().get()});
  return out;
}

/// root_of is the only element of the document; nothing when there is a document type.
pugi::xml_node root_of(const pugi::xml_document& document) {
  for (const pugi::xml_node child : document.children())
    if (child.type() == pugi::node_doctype) return {};
  const pugi::xml_node root = document.document_element();
  for (pugi::xml_node next = root.next_sibling(); next; next = next.next_sibling())
    if (next.type() == pugi::node_element) return {};
  return root;
}

/// read_body takes the only element of the body, if there is one.
bool read_body(pugi::xml_node body, WsmanRequest& request) {
  for (const pugi::xml_node child : body.children()) {
    if (child.type() != pugi::node_element) continue;
    if (!request.element.empty()) return false;
    request.element = local_name(child);
    request.element_space = space_of(child);
    request.parameters = elements_of(child);
  }
  return true;
}

}  // namespace

std::string_view value_of(const std::vector<Field>& fields, std::string_view name) {
  const auto found = std::ranges::find(fields, name, &Field::name);
  return found == fields.end() ? std::string_view{} : std::string_view(found->value);
}

std::optional<WsmanRequest> read_wsman_request(std::string_view body) {
  pugi::xml_document document;
  constexpr unsigned kOptions = pugi::parse_default | pugi::parse_doctype;  // shown, to be refused
  if (!document.load_buffer(body.data(), body.size(), kOptions, pugi::encoding_utf8)) return std::nullopt;
  const pugi::xml_node envelope = root_of(document);
  if (!is(envelope, kSoap, "Envelope")) return std::nullopt;

  Children parts(envelope);
  const pugi::xml_node header = parts.one(kSoap, "Header"), content = parts.one(kSoap, "Body");
  if (!header || !content || parts.repeated()) return std::nullopt;

  WsmanRequest request;
  Children headers(header);
  request.action = headers.text(kAddressing, "Action");
  request.message_id = headers.text(kAddressing, "MessageID");
  request.resource_uri = headers.text(kWsman, "ResourceURI");
  request.selectors = selectors_of(headers.one(kWsman, "SelectorSet"));
  if (headers.repeated() || !read_body(content, request)) return std::nullopt;
  name_operation(request);
  return request;
}

std::string describe(const WsmanRequest& request) {
  switch (request.operation) {
    case Operation::get:
      return "Get " + request.class_name;
    case Operation::enumerate:
      return "Enumerate " + request.class_name;
    case Operation::pull:
      return "Pull " + request.class_name;
    case Operation::invoke:
      return "Invoke " + request.class_name + "." + request.method;
    case Operation::unknown:
      break;
  }
  return "unknown action '" + request.action + "'";
}

}  // namespace odca::amtsim
