// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The firmware's HECI clients besides PTHI: watchdog, UPID and MKHI; and which one a GUID means.
#include <algorithm>
#include <array>
#include <charconv>

#include "firmware/firmware.h"
#include "firmware/little_endian.h"
#include "wire/clients.h"
#include "wire/pthi.h"
#include "wire/small_clients.h"

namespace odca::amtsim {
namespace {

namespace wire = amt::wire;

// Watchdog: SetAmtOperationalState is this and one byte, 1 to enable.
constexpr std::uint8_t kSetOperationalState[] = {0x05, 0x03, 0x53, 0x10};
constexpr std::uint8_t kManageabilityNotSupported = 0x89;

// UPID.
constexpr std::uint8_t kUpidSetState = 2, kUpidGetId = 5;
constexpr std::uint32_t kUpidSuccess = 0, kUpidInvalidInput = 2, kUpidInvalidState = 7, kOemIdPrintable = 2;
constexpr std::size_t kBoundBytes = 20;  // of the CSME id, which has 32, the ROM CA's hash fills the first 20

// MKHI: u8 group, u8 command, u8 reserved, u8 result.
constexpr std::size_t kMkhiHeader = 4;
constexpr std::uint8_t kMkhiResponse = 0x80, kMkhiNotSupported = 0x89;  // our choice: any result but 0 is a refusal
constexpr std::uint8_t kGroupCaps = 0x03, kGroupGeneral = 0xFF, kGetCaps = 2, kGetVersion = 2;

/// Rule is what GetFWCaps answers to a rule: capabilities (bit 2 is AMT), the platform's type (image type 4, which is
/// full, in bits 8 to 11; brand 1, which is AMT, in bits 12 to 15), the features that are on (bit 2 is AMT).
struct Rule {
  std::uint32_t id;
  std::uint32_t value;
};
constexpr Rule kRules[] = {{0, 0x4}, {29, 0x1400}, {32, 0x4}};

/// upid_answer is the header of the request with the length of what follows, and the status.
Bytes upid_answer(ByteView request, std::uint32_t status, ByteView values = {}) {
  Bytes out(request.begin(), request.begin() + 2);
  put_u16(out, static_cast<std::uint16_t>(sizeof status + values.size()));  // 72 at most
  put_u32(out, status);
  put_bytes(out, values);
  return out;
}

Bytes mkhi_answer(ByteView request, std::uint8_t result, ByteView values = {}) {
  Bytes out{request[0], static_cast<std::uint8_t>(request[1] | kMkhiResponse), 0, result};  // of two bytes
  put_bytes(out, values);
  return out;
}

/// number_of reads the decimal digits at the start of a text, and takes them away with the dot behind them.
std::uint16_t number_of(std::string_view& text) {
  std::uint16_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);  // 0 where there are none
  text.remove_prefix(std::min(text.size(), text.find('.')));
  if (!text.empty()) text.remove_prefix(1);
  return number;
}

/// mkhi_version is minor, major, build, hotfix, and the same of the recovery image.
Bytes mkhi_version(const Profile& profile) {
  std::string_view version = profile.amt_version, build = profile.build;
  const std::uint16_t major = number_of(version), minor = number_of(version), hotfix = number_of(version);
  const std::uint16_t block[] = {minor, major, number_of(build), hotfix};
  Bytes out;
  for (int image = 0; image < 2; ++image)
    for (const std::uint16_t number : block) put_u16(out, number);
  return out;
}

}  // namespace

bool Firmware::has_client(const amt::Guid& guid) const {
  return guid == wire::kPthi || guid == wire::kWatchdog || guid == wire::kMkhi ||
         (guid == wire::kUpid && profile_.upid);
}

Bytes Firmware::answer(const amt::Guid& guid, ByteView request) {
  if (guid == wire::kPthi) return pthi(request);
  if (guid == wire::kWatchdog) return watchdog(request);
  if (guid == wire::kMkhi) return mkhi(request);
  return has_client(guid) ? upid(request) : Bytes{};
}

std::uint32_t Firmware::set_operational_state(std::uint8_t wanted) {
  ++seen_.effects["SetAmtOperationalState"];
  if (const auto answer = ordered_answer("SetAmtOperationalState")) return *answer;
  if (wanted > 1) return wire::kStatusInvalidParameter;
  if (state_ != State::pre) return wire::kStatusInvalidAmtMode;
  enabled_ = wanted == 1;
  return wire::kStatusSuccess;
}

Bytes Firmware::watchdog(ByteView request) {
  const std::lock_guard hold(lock_);
  constexpr std::size_t kSetLength = std::size(kSetOperationalState) + 1;
  if (equal(request, wire::kIsChangeToAmtEnabled)) {
    // One byte, the bits of which the profile names those of an enabled AMT.
    const unsigned off = enabled_ ? 0 : wire::kAmtEnabledBit;
    return {static_cast<std::uint8_t>(profile_.enablement & ~off)};  // of a byte
  }
  if (request.size() == kSetLength && equal(request.first(kSetLength - 1), kSetOperationalState)) {
    Bytes status;
    put_u32(status, set_operational_state(request.back()));
    return status;
  }
  return request.empty() ? Bytes{} : Bytes{kManageabilityNotSupported};
}

Bytes Firmware::upid(ByteView request) {
  if (request.size() < wire::kUpidHeader) return {};  // there is no header to answer with
  const std::lock_guard hold(lock_);
  if (u16_at(request, 2) != request.size() - wire::kUpidHeader) return upid_answer(request, kUpidInvalidInput);
  if (request[0] != 0 || (request[1] != kUpidSetState && request[1] != kUpidGetId))
    return upid_answer(request, wire::kUpidNotSupported);
  if (request[1] == kUpidSetState) {
    if (!equal(request, wire::kUpidEnable) && !equal(request, wire::kUpidDisable))
      return upid_answer(request, kUpidInvalidInput);
    upid_enabled_ = equal(request, wire::kUpidEnable);
    return upid_answer(request, kUpidSuccess);
  }
  if (!equal(request, wire::kUpidGet)) return upid_answer(request, kUpidInvalidInput);
  if (!upid_enabled_) return upid_answer(request, kUpidInvalidState);
  Bytes values;
  put_u32(values, kOemIdPrintable);
  put_field(values, "amt-sim", wire::kUpidId);
  put_field(values, as_text(ByteView(rom_fingerprint_).first(kBoundBytes)), wire::kUpidId);
  return upid_answer(request, kUpidSuccess, values);
}

Bytes Firmware::mkhi(ByteView request) {
  if (request.size() < kMkhiHeader) return {};  // there is no header to answer with
  const ByteView parameters = request.subspan(kMkhiHeader);
  if (request[0] == kGroupGeneral && request[1] == kGetVersion && parameters.empty())
    return mkhi_answer(request, 0, mkhi_version(profile_));
  if (request[0] != kGroupCaps || request[1] != kGetCaps || parameters.size() != sizeof(std::uint32_t))
    return mkhi_answer(request, kMkhiNotSupported);
  const std::uint32_t id = u32_at(parameters, 0);
  const auto rule = std::find_if(std::begin(kRules), std::end(kRules), [&](const Rule& each) { return each.id == id; });
  if (rule == std::end(kRules)) return mkhi_answer(request, kMkhiNotSupported);
  Bytes values;
  put_u32(values, id);
  put_u8(values, sizeof rule->value);
  put_u32(values, rule->value);
  return mkhi_answer(request, 0, values);
}

}  // namespace odca::amtsim
