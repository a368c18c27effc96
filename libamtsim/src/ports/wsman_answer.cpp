// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/wsman_answer.h"

#include <variant>
#include <vector>

#include "wire/wsman.h"

namespace odca::amtsim {
namespace {

using namespace amt::wire;

constexpr std::string_view kTrust = "http://schemas.xmlsoap.org/ws/2005/02/trust";
constexpr std::string_view kSecurity =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
constexpr std::string_view kCimBinding = "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd";
constexpr std::string_view kEventing = "http://schemas.xmlsoap.org/ws/2004/08/eventing";
constexpr std::string_view kCommon = "http://schemas.dmtf.org/wbem/wscim/1/common";
constexpr std::string_view kInstanceSchema = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::string_view kAddressingFault = "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault";
constexpr std::string_view kWsmanFault = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

std::string element(std::string_view name, std::string_view content) {
  return "<" + std::string(name) + ">" + std::string(content) + "</" + std::string(name) + ">";
}

std::string content(const std::string& text) { return escaped(text); }

/// The content of a reference is an endpoint (WS-Addressing 2.1) without an address of its own.
std::string content(const Reference& reference) {
  std::string selectors;
  for (const Field& key : reference.keys)
    selectors += "<c:Selector Name=\"" + escaped(key.name) + "\">" + escaped(key.value) + "</c:Selector>";
  return element("b:Address", kAnonymous) +
         element("b:ReferenceParameters",
                 element("c:ResourceURI", escaped(reference.class_uri)) + element("c:SelectorSet", selectors));
}

/// object is an instance as an element, with `prefix` and the name at the end of its class URI.
std::string object(std::string_view prefix, std::string_view uri, const Instance& instance) {
  std::string properties;
  for (const Property& property : instance)
    properties += element(std::string(prefix) + property.name,
                          std::visit([](const auto& value) { return content(value); }, property.value));
  return element(std::string(prefix) + std::string(uri.substr(uri.rfind('/') + 1)), properties);
}

/// Bindings are name spaces by their prefixes: the first is a, the next b, and so on.
using Bindings = std::vector<std::string_view>;

std::string envelope(const Bindings& bindings, const std::string& header, const std::string& body) {
  std::string out = R"(<?xml version="1.0" encoding="UTF-8"?><a:Envelope)";
  char prefix = 'a';
  for (const std::string_view space : bindings)
    out += " xmlns:" + std::string(1, prefix++) + "=\"" + escaped(space) + "\"";
  out += " xmlns:xsi=\"" + std::string(kInstanceSchema) + "\">";
  return out + element("a:Header", header) + element("a:Body", body) + "</a:Envelope>";
}

std::string message_id(std::uint64_t number) {
  std::string out = "uuid:00000000-8086-8086-8086-";
  for (int shift = 44; shift >= 0; shift -= 4) out += "0123456789ABCDEF"[(number >> shift) & 15];
  return out;
}

std::string header(const WsmanRequest& request, std::uint64_t number, std::string_view action) {
  std::string out = element("b:To", kAnonymous);
  if (!request.message_id.empty()) out += element("b:RelatesTo", escaped(request.message_id));
  out += R"(<b:Action a:mustUnderstand="true">)" + escaped(action) + "</b:Action>";
  return out + element("b:MessageID", message_id(number));
}

/// answer is an envelope whose body's element has prefix g, bound to `space`; h and what follows are `more`.
std::string answer(const WsmanRequest& request, std::uint64_t number, std::string_view space, const Bindings& more,
                   const std::string& body) {
  Bindings bindings = {kSoap, kAddressing, kWsman, kTrust, kSecurity, kCimBinding, space};
  bindings.insert(bindings.end(), more.begin(), more.end());
  return envelope(
      bindings,
      header(request, number, request.action + "Response") + element("c:ResourceURI", escaped(request.resource_uri)),
      body);
}

}  // namespace

// Reasons are those of the specifications: WS-Addressing 4, DSP0226 14.6.
const Fault kDestinationUnreachable = {
    kAddressingFault, "b:DestinationUnreachable",
    "No route can be determined to reach the destination role defined by the WS-Addressing To."};
const Fault kActionNotSupported = {kAddressingFault, "b:ActionNotSupported",
                                   "The action is not supported by the service."};
const Fault kHeaderRequired = {kAddressingFault, "b:MessageInformationHeaderRequired",
                               "A required message information header, To, MessageID, or Action, is not present."};
const Fault kAccessDenied = {kWsmanFault, "e:AccessDenied", "The sender was not authorized to access the resource."};
const Fault kSchemaValidation = {kWsmanFault, "e:SchemaValidationError",
                                 "The supplied SOAP violates the corresponding XML schema definition."};
const Fault kInvalidContext = {kWsmanFault, "c:InvalidEnumerationContext",
                               "The supplied enumeration context is invalid."};

std::string instance_answer(const WsmanRequest& request, std::uint64_t number, std::string_view uri,
                            const Instance& instance) {
  return answer(request, number, uri, {kCommon}, object("g:", uri, instance));
}

std::string method_answer(const WsmanRequest& request, std::uint64_t number, std::uint32_t return_value) {
  return answer(request, number, request.resource_uri, {},
                element("g:" + request.method + "_OUTPUT", element("g:ReturnValue", std::to_string(return_value))));
}

std::string enumerate_answer(const WsmanRequest& request, std::uint64_t number, std::string_view context) {
  return answer(request, number, kEnumeration, {},
                element("g:EnumerateResponse", element("g:EnumerationContext", context)));
}

std::string pull_answer(const WsmanRequest& request, std::uint64_t number, std::string_view uri,
                        const Instances& items) {
  std::string all;
  for (const Instance& item : items) all += object("h:", uri, item);
  return answer(request, number, kEnumeration, {uri, kCommon},
                element("g:PullResponse", element("g:Items", all) + "<g:EndOfSequence></g:EndOfSequence>"));
}

std::string fault_answer(const WsmanRequest& request, std::uint64_t number, const Fault& fault) {
  const std::string code =
      element("a:Value", "a:Sender") + element("a:Subcode", element("a:Value", escaped(fault.code)));
  const std::string reason = R"(<a:Text xml:lang="en-US">)" + escaped(fault.reason) + "</a:Text>";
  return envelope({kSoap, kAddressing, kEnumeration, kTransfer, kWsman, kEventing, kCimBinding, kTrust, kSecurity},
                  header(request, number, fault.action),
                  element("a:Fault", element("a:Code", code) + element("a:Reason", reason) + "<a:Detail></a:Detail>"));
}

}  // namespace odca::amtsim
