// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the firmware says of itself, in as few messages as decide; and what of it the questions are about.
#include <algorithm>
#include <utility>

#include "odca/amt/device.h"
#include "pthi/pthi.h"

namespace odca::amt {
namespace {

/// kFirstWithTls: from AMT 19 on the local ports answer TLS alone.
constexpr unsigned kFirstWithTls = 19;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// major_of is the number before the first dot of "19.0.5", 0 for a text that is no version.
unsigned major_of(std::string_view version) {
  const bool is_version = std::all_of(version.begin(), version.end(), [](char c) { return is_digit(c) || c == '.'; });
  const std::string_view digits = version.substr(0, version.find('.'));
  constexpr std::size_t kMostDigits = 3;
  if (!is_version || digits.size() > kMostDigits) return 0;
  unsigned major = 0;
  for (const char digit : digits) major = major * 10 + static_cast<unsigned>(digit - '0');  // 0 to 9
  return major;
}

/// keep puts a value in its place, or notes why it is absent.
template <class T>
void keep(DeviceInfo& info, std::string_view what, std::optional<T>& place, Result<T> value) {
  if (value)
    place = *std::move(value);
  else
    info.not_read.push_back({what, std::move(value).error()});
}

}  // namespace

std::string_view to_string(ControlMode mode) {
  switch (mode) {
    case ControlMode::none:
      return "none";
    case ControlMode::client:
      return "client";
    case ControlMode::admin:
      return "admin";
  }
  return "unknown";
}

std::string_view to_string(ProvisioningState state) {
  switch (state) {
    case ProvisioningState::pre:
      return "pre";
    case ProvisioningState::in:
      return "in";
    case ProvisioningState::post:
      return "post";
  }
  return "unknown";
}

bool DeviceInfo::tls_enforced() const {
  if (enablement && enablement->new_interface) return enablement->tls_enforced;
  return amt_major >= kFirstWithTls;
}

std::string uuid_text(const std::array<std::uint8_t, 16>& uuid) {
  constexpr std::size_t kOrder[] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  std::string text;
  for (std::size_t place = 0; place < uuid.size(); ++place) {
    if (place == 4 || place == 6 || place == 8 || place == 10) text += '-';
    const std::uint8_t byte = uuid[kOrder[place]];
    text += to_hex({&byte, 1});
  }
  return text;
}

std::string version_of(const DeviceInfo& info, const std::string& name) {
  const auto found = info.versions.find(name);
  return found == info.versions.end() ? std::string() : found->second;
}

Result<DeviceInfo> read_device_info(Heci& heci, Clock& clock, Extent extent) {
  Pthi pthi(heci, clock);
  DeviceInfo info;
  ODCA_TRY_ASSIGN(info.uuid, pthi.uuid());
  ODCA_TRY_ASSIGN(info.versions, pthi.code_versions());
  info.amt_major = major_of(version_of(info, "AMT"));
  ODCA_TRY_ASSIGN(info.mode, pthi.control_mode());
  ODCA_TRY_ASSIGN(info.state, pthi.provisioning_state());
  keep(info, "enablement", info.enablement, read_enablement(heci, clock));
  keep(info, "upid", info.upid, read_upid(heci, clock));
  if (extent == Extent::what_decides) return info;
  keep(info, "dns-suffix", info.dns_suffix, pthi.dns_suffix());
  keep(info, "wired", info.wired, pthi.lan_settings(0));
  keep(info, "wireless", info.wireless, pthi.lan_settings(1));
  keep(info, "remote-access", info.remote_access, pthi.remote_access());
  keep(info, "hashes", info.hashes, pthi.hashes());
  return info;
}

Result<DeviceState> read_device_state(Heci& heci, Clock& clock) {
  Pthi pthi(heci, clock);
  DeviceState state;
  ODCA_TRY_ASSIGN(state.mode, pthi.control_mode());
  ODCA_TRY_ASSIGN(state.state, pthi.provisioning_state());
  return state;
}

}  // namespace odca::amt
