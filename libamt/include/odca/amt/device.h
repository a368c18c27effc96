// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// DeviceInfo: what the firmware says of itself over HECI. Nothing of it is proved; it is what a chain is compared with.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "odca/amt/heci.h"
#include "odca/bytes.h"
#include "odca/evidence.h"

namespace odca::amt {

/// ControlMode is that of GetControlMode: none (not activated), client (CCM), admin (ACM).
enum class ControlMode : std::uint32_t { none = 0, client = 1, admin = 2 };
std::string_view to_string(ControlMode mode);  ///< "none", "client", "admin"

/// ProvisioningState is that of GetProvisioningState. With it a device that stopped halfway is told from one that is
/// activated: mode admin in state `in` is half done.
enum class ProvisioningState : std::uint32_t { pre = 0, in = 1, post = 2 };
std::string_view to_string(ProvisioningState state);  ///< "pre", "in", "post"

/// Enablement is the byte of the watchdog client.
struct Enablement {
  std::uint8_t raw = 0;
  bool enabled = false;                  ///< counts only with new_interface
  bool tls_enforced = false;             ///< local ports answer TLS alone
  bool weak_algorithms_removed = false;  ///< AMT 22
  bool new_interface = false;            ///< AMT 16.1 and later
};

struct LanSettings {
  bool enabled = false;
  std::array<std::uint8_t, 4> ipv4{};  ///< in the order in which it is written
  bool dhcp_enabled = false;
  std::uint8_t dhcp_mode = 0;  ///< 1 active, 2 passive
  bool link_up = false;
  std::array<std::uint8_t, 6> mac{};
};

/// CertHash is a root that AMT accepts for provisioning certificates.
struct CertHash {
  std::uint32_t handle = 0;
  std::string name{};
  std::uint8_t algorithm = 0;  ///< wire::HashAlgorithm
  Bytes hash{};                ///< as long as the algorithm says; empty for one that is unknown
  bool is_default = false;
  bool is_active = false;
};

struct RemoteAccess {
  std::uint32_t network = 0;  ///< 0 direct, 1 VPN, 2 outside the enterprise, 3 unknown
  std::uint32_t status = 0;   ///< 0 not connected, 1 connecting, 2 connected
  std::uint32_t trigger = 0;
  std::string mps_host{};
};

/// Upid is the platform's id; `csme` is what a chain is bound to (docs/hierarchy.md 7).
struct DeviceUpid {
  std::uint32_t oem_type = 0;  ///< 0 not set, 1 binary, 2 printable
  Bytes oem{};                 ///< 32 bytes
  Bytes csme{};                ///< 32 bytes
};

/// NotRead says that a part of DeviceInfo is absent, and why.
struct NotRead {
  std::string_view what;  ///< "upid"
  Error error;
};

struct DeviceInfo {
  std::array<std::uint8_t, 16> uuid{};            ///< as on the wire: the first three groups little-endian
  std::map<std::string, std::string> versions{};  ///< of GetCodeVersions: "AMT", "Build Number", "Sku", ...
  unsigned amt_major = 0;                         ///< of versions["AMT"]; 0 when that is no version
  ControlMode mode = ControlMode::none;
  ProvisioningState state = ProvisioningState::pre;
  // These may be absent; `not_read` then says why.
  std::optional<Enablement> enablement{};
  std::optional<std::string> dns_suffix{};  ///< set in MEBx; empty when it is not
  std::optional<LanSettings> wired{};
  std::optional<LanSettings> wireless{};
  std::optional<RemoteAccess> remote_access{};
  std::optional<std::vector<CertHash>> hashes{};
  std::optional<DeviceUpid> upid{};
  std::vector<NotRead> not_read{};

  /// tls_enforced is the firmware's word where it gave one, else what its generation does (19 and later).
  bool tls_enforced() const;
  /// half_provisioned: a configuration was begun and not ended, whatever the mode says. HECI alone ends it.
  bool half_provisioned() const { return state == ProvisioningState::in; }
};

/// uuid_text prints a UUID as people do: "4bac9510-04a6-4321-bae2-d45ddf07b684".
std::string uuid_text(const std::array<std::uint8_t, 16>& uuid);
/// version_of is the value of a name of `versions`, empty when there is none.
std::string version_of(const DeviceInfo& info, const std::string& name);

/// Extent says how much is asked: what decides (uuid, versions, mode, state, enablement, UPID), or everything.
enum class Extent { what_decides, everything };
/// read_device_info asks the firmware. Fails when uuid, versions, mode or state cannot be read.
Result<DeviceInfo> read_device_info(Heci& heci, Clock& clock, Extent extent);

/// DeviceState is mode and state, read again after a step: what decides whether it was done.
struct DeviceState {
  ControlMode mode = ControlMode::none;
  ProvisioningState state = ProvisioningState::pre;
  bool operator==(const DeviceState&) const = default;
};
Result<DeviceState> read_device_state(Heci& heci, Clock& clock);

}  // namespace odca::amt
