// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "wsman/envelope.h"

#include <charconv>

#include "io/text.h"
#include "wire/wsman.h"
#include "wsman/xml.h"

namespace odca::amt {
namespace {

void append_element(std::string& out, std::string_view name, std::string_view value) {
  out += cat('<', name, '>');
  append_escaped(out, value);
  out += cat("</", name, '>');
}

/// envelope is the frame of every request: `body` is XML. No white space between elements: firmware needs none.
std::string envelope(std::string_view action, std::string_view class_uri, unsigned message_id, std::string_view body) {
  std::string out = cat(R"(<?xml version="1.0" encoding="utf-8"?><Envelope xmlns=")", wire::kSoap, R"(" xmlns:a=")",
                        wire::kAddressing, R"(" xmlns:w=")", wire::kWsman, R"("><Header>)");
  append_element(out, "a:Action", action);
  append_element(out, "a:To", wire::kPath);
  append_element(out, "w:ResourceURI", class_uri);
  append_element(out, "a:MessageID", std::to_string(message_id));
  out += "<a:ReplyTo>";
  append_element(out, "a:Address", wire::kAnonymous);
  out += "</a:ReplyTo>";
  append_element(out, "w:OperationTimeout", "PT60S");
  return cat(out, "</Header><Body>", body, "</Body></Envelope>");
}

}  // namespace

std::string get_request(std::string_view class_uri, unsigned message_id) {
  return envelope(cat(wire::kTransfer, "/Get"), class_uri, message_id, {});
}

std::string invoke_request(std::string_view class_uri, std::string_view method, const Parameters& input,
                           unsigned message_id) {
  std::string body = cat("<h:", method, "_INPUT xmlns:h=\"");
  append_escaped(body, class_uri);
  body += "\">";
  for (const auto& [name, value] : input) append_element(body, cat("h:", name), value);
  body += cat("</h:", method, "_INPUT>");
  return envelope(cat(class_uri, '/', method), class_uri, message_id, body);
}

std::optional<std::string> WsmanAnswer::value_of(std::string_view property) const {
  std::optional<std::string> found;
  for (const Property& each : properties) {
    if (each.name != property) continue;
    if (found) return std::nullopt;
    found = each.value;
  }
  return found;
}

std::optional<std::uint32_t> WsmanAnswer::return_value() const {
  const std::optional<std::string> text = value_of("ReturnValue");
  if (!text) return std::nullopt;
  std::uint32_t number = 0;
  // from_chars takes no sign for an unsigned number and no blanks, and says when it does not fit.
  const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (problem != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return number;
}

}  // namespace odca::amt
