// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: whatever is sent to whichever client, in whatever order, an answer of PTHI echoes the header of its
// request with the response bit, says its own length, and has values with status 0 alone; no answer is longer than a
// message may be; and mode and state are always a pair that the state machine knows.
#include <algorithm>

#include "base/check.h"
#include "firmware/firmware.h"
#include "firmware/little_endian.h"
#include "wire/clients.h"
#include "wire/pthi.h"

namespace {

using namespace odca;
using namespace odca::amtsim;
namespace wire = amt::wire;

void check_pthi(ByteView request, ByteView answer) {
  if (request.size() < wire::kPthiHeader) {
    ODCA_CHECK(answer.empty());
    return;
  }
  ODCA_CHECK(answer.size() >= wire::kPthiHeader + 4);
  ODCA_CHECK(equal(answer.first(4), request.first(4)));
  ODCA_CHECK(u32_at(answer, 4) == (u32_at(request, 4) | wire::kPthiResponse));
  ODCA_CHECK(u32_at(answer, 8) == answer.size() - wire::kPthiHeader);
  ODCA_CHECK(u32_at(answer, 12) == wire::kStatusSuccess || answer.size() == wire::kPthiHeader + 4);
}

void check_upid(ByteView request, ByteView answer) {
  ODCA_CHECK(answer.empty() == (request.size() < 4));
  ODCA_CHECK(answer.empty() || (answer.size() >= 8 && u16_at(answer, 2) == answer.size() - 4));
}

void check_state(const Firmware& device) {
  const Mode mode = device.mode();
  const State state = device.state();
  ODCA_CHECK(mode == Mode::none ? state == State::pre : mode == Mode::client && state != State::pre);
  ODCA_CHECK(device.presents_odca() == (state != State::post));
  ODCA_CHECK(device.a1_of("admin").has_value() == (mode == Mode::client));
}

/// step does what the first byte of a step says with the bytes that belong to it.
void step(Firmware& device, std::uint8_t kind, ByteView bytes) {
  constexpr amt::Guid kClients[] = {wire::kPthi, wire::kWatchdog, wire::kUpid, wire::kMkhi, wire::kLme};
  constexpr std::uint8_t kSetup = std::size(kClients), kCommit = kSetup + 1, kKinds = kCommit + 1;
  kind %= kKinds;
  if (kind == kSetup) device.setup("2", as_text(bytes));
  if (kind == kCommit) device.commit();
  if (kind >= kSetup) return;
  const Bytes answer = device.answer(kClients[kind], bytes);
  ODCA_CHECK(answer.size() <= wire::kPthiMaxMessage);
  if (kClients[kind] == wire::kPthi) check_pthi(bytes, answer);
  if (kClients[kind] == wire::kUpid) check_upid(bytes, answer);
}

}  // namespace

// The input is steps: what, how many bytes belong to it, and those.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Firmware device(profile_named("amt20").value(), {}, 1);
  for (ByteView rest(data, size); rest.size() >= 2;) {
    const std::size_t length = std::min<std::size_t>(rest[1], rest.size() - 2);
    step(device, rest[0], rest.subspan(2, length));
    check_state(device);
    rest = rest.subspan(2 + length);
  }
  return 0;
}
