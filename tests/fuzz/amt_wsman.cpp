// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: whatever parse_answer accepts is the expected element of the expected class in answer to our message, and
// to no other; written as an envelope again from what was read, it is read as the same, so that no value holds markup
// of its neighbours. What is refused has a reason, and a message without control characters of the sender.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "odca/bytes.h"
#include "wire/wsman.h"
#include "wsman/envelope.h"
#include "wsman/xml.h"

namespace {

using namespace odca;
using namespace odca::amt;

constexpr Expected kSetup{.class_uri = "http://intel.com/wbem/wscim/1/ips-schema/1/IPS_HostBasedSetupService",
                          .element = "Setup_OUTPUT",
                          .message_id = 7};

std::string written_again(const WsmanAnswer& answer) {
  std::string out = "<s:Envelope xmlns:s=\"" + std::string(wire::kSoap) + "\" xmlns:a=\"" +
                    std::string(wire::kAddressing) + "\"><s:Header><a:RelatesTo>7</a:RelatesTo></s:Header><s:Body><" +
                    answer.name + " xmlns=\"" + std::string(kSetup.class_uri) + "\">";
  for (const Property& property : answer.properties) {
    out += "<" + property.name + ">";
    append_escaped(out, property.value);
    out += "</" + property.name + ">";
  }
  return out + "</" + answer.name + "></s:Body></s:Envelope>";
}

bool is_same(const WsmanAnswer& a, const WsmanAnswer& b) {
  if (a.name != b.name || a.properties.size() != b.properties.size()) return false;
  for (std::size_t i = 0; i < a.properties.size(); ++i)
    if (a.properties[i].name != b.properties[i].name || a.properties[i].value != b.properties[i].value) return false;
  return true;
}

void check_refusal(const Error& error) {
  ODCA_CHECK(error.code == Errc::protocol && !error.reason.empty());
  ODCA_CHECK(error.message.size() < 500);
  for (const char c : error.message) ODCA_CHECK(c >= ' ' && c <= '~');
}

void check_refused(std::string_view body, const Expected& other) {
  const Result<WsmanAnswer> answer = parse_answer(body, other);
  ODCA_CHECK(!answer);
  check_refusal(answer.error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = as_text({data, size});
  const Result<WsmanAnswer> answer = parse_answer(body, kSetup);
  if (!answer) {
    check_refusal(answer.error());
    return 0;
  }
  ODCA_CHECK(answer->name == kSetup.element);
  const Result<WsmanAnswer> again = parse_answer(written_again(*answer), kSetup);
  ODCA_CHECK(again && is_same(*answer, *again));
  check_refused(body, {.class_uri = kSetup.class_uri, .element = kSetup.element, .message_id = 8});
  check_refused(body, {.class_uri = kSetup.class_uri, .element = "AdminSetup_OUTPUT", .message_id = 7});
  check_refused(body, {.class_uri = "urn:another", .element = kSetup.element, .message_id = 7});
  return 0;
}
