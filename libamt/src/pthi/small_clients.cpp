// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The watchdog and UPID: messages without the header of PTHI.
#include "pthi/small_clients.h"

#include <algorithm>

#include "io/text.h"
#include "pthi/exchange.h"
#include "pthi/fields.h"
#include "pthi/pthi.h"
#include "wire/clients.h"
#include "wire/small_clients.h"

namespace odca::amt {
namespace {

constexpr std::string_view kEnablementAsked = "IsChangeToAMTEnabled", kUpidAsked = "UPID";

Error not_set() {
  return {.code = Errc::device,
          .message = "this platform has no id of its own (UPID)",
          .hint = "a chain cannot be bound to this machine by its UPID; the hash of the leaf or a pin does so too",
          .reason = "upid-not-set"};
}

Result<Bytes> ask_upid(HeciClient& client, Clock& clock, ByteView request) {
  ODCA_TRY_ASSIGN(Bytes message, exchange(client, clock, request));
  ODCA_TRY(decode_upid_status(request, message));
  return message;
}

}  // namespace

Result<Enablement> decode_enablement(ByteView message) {
  if (message.empty()) return malformed(kEnablementAsked, "it is empty");
  Enablement enablement{.raw = message.front()};
  const auto has = [&](std::uint8_t bit) { return (enablement.raw & bit) != 0; };
  enablement.new_interface = has(wire::kNewInterfaceBit);
  enablement.enabled = enablement.new_interface && has(wire::kAmtEnabledBit);
  enablement.tls_enforced = enablement.new_interface && has(wire::kTlsEnforcedBit);
  enablement.weak_algorithms_removed = enablement.new_interface && has(wire::kWeakAlgorithmsRemovedBit);
  return enablement;
}

Status decode_upid_status(ByteView request, ByteView message) {
  Fields asked(request);
  Fields fields(message);
  const bool echoes = fields.u8() == asked.u8() && fields.u8() == asked.u8();  // feature and command
  const std::uint16_t length = fields.u16();
  const bool as_long = length == fields.left();
  const std::uint32_t status = fields.u32();
  if (!fields.is_valid() || !echoes || !as_long)
    return malformed(kUpidAsked, cat("its '", message.size(), "' bytes are no header of this request and a status"));
  if (status == wire::kUpidNotSupported) return not_set();
  if (status == wire::kStatusSuccess) return {};
  return Error{.code = Errc::device,
               .message = cat("the firmware refused to tell the platform's id (UPID) with status '", status, "'"),
               .reason = "firmware-refused"};
}

Result<DeviceUpid> decode_upid(ByteView message) {
  ODCA_TRY(decode_upid_status(wire::kUpidGet, message));
  if (message.size() < wire::kUpidAnswer) return not_set();
  Fields fields(message);
  fields.take(wire::kUpidHeader + sizeof(std::uint32_t));  // and the status
  DeviceUpid upid{.oem_type = fields.u32()};
  const ByteView oem = fields.take(wire::kUpidId);
  const ByteView csme = fields.take(wire::kUpidId);
  fields.require(upid.oem_type <= 2);
  if (!fields.is_whole()) return malformed(kUpidAsked, cat("its '", message.size(), "' bytes are not the two ids"));
  if (std::all_of(csme.begin(), csme.end(), [](std::uint8_t byte) { return byte == 0; })) return not_set();
  upid.oem.assign(oem.begin(), oem.end());
  upid.csme.assign(csme.begin(), csme.end());
  return upid;
}

Result<Enablement> read_enablement(Heci& heci, Clock& clock) {
  ODCA_TRY_ASSIGN(const auto client, heci.connect(wire::kWatchdog, clock.in(kAnswerTime)));
  ODCA_TRY_ASSIGN(const Bytes message, exchange(*client, clock, wire::kIsChangeToAmtEnabled));
  return decode_enablement(message);
}

Result<DeviceUpid> read_upid(Heci& heci, Clock& clock) {
  ODCA_TRY_ASSIGN(const auto client, heci.connect(wire::kUpid, clock.in(kAnswerTime)));
  ODCA_TRY(ask_upid(*client, clock, wire::kUpidEnable));
  const Result<Bytes> message = ask_upid(*client, clock, wire::kUpidGet);
  // Whatever came of it. An id that was read counts also where this fails: without it a chain would be bound to
  // nothing.
  static_cast<void>(ask_upid(*client, clock, wire::kUpidDisable));
  if (!message) return message.error();
  return decode_upid(*message);
}

}  // namespace odca::amt
