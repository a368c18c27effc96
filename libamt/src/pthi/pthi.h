// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// PTHI: one command a call. Encoding and decoding are pure; a call connects, asks once, and closes.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "odca/amt/device.h"
#include "odca/amt/secret.h"
#include "wire/pthi.h"

namespace odca::amt {

/// Reply is a firmware's answer: a status, and the values when that is 0.
struct Reply {
  std::uint32_t status = 0;
  Bytes values{};
};

/// encode_request is header and parameters.
Bytes encode_request(wire::PthiCommand command, ByteView parameters);
/// decode_reply holds an answer to its header: the command with the response bit, the version, the length that was
/// received. What is behind another status than 0 does not count. Fails with Errc::protocol ("pthi-syntax").
Result<Reply> decode_reply(wire::PthiCommand command, ByteView message);

// Values of one command each. Fail with Errc::protocol ("pthi-syntax") for fewer or more bytes than there must be, text
// other than printable ASCII, and numbers that mean nothing.
Result<std::uint32_t> decode_number(ByteView values);
Result<std::map<std::string, std::string>> decode_code_versions(ByteView values);
Result<std::array<std::uint8_t, 16>> decode_uuid(ByteView values);
Result<std::string> decode_ansi_string(ByteView values);
Result<std::vector<std::uint32_t>> decode_hash_handles(ByteView values);
Result<CertHash> decode_hash_entry(std::uint32_t handle, ByteView values);
Result<LanSettings> decode_lan_settings(ByteView values);
Result<RemoteAccess> decode_remote_access(ByteView values);

struct LocalAccount {
  std::string user{};
  Secret password{};
};
Result<LocalAccount> decode_local_account(ByteView values);

/// Pthi asks over HECI, and waits 15 s for each answer. A status other than 0 is Errc::device ("firmware-refused", its
/// number and name in the message); the number is in last_status(). A command without effects is asked again for about
/// 15 s while the firmware is not ready. Fails as Heci and HeciClient do; "pthi-syntax" for an answer that is none.
class Pthi {
 public:
  Pthi(Heci& heci, Clock& clock) : heci_(heci), clock_(clock) {}

  Result<ControlMode> control_mode();
  Result<ProvisioningState> provisioning_state();
  Result<std::map<std::string, std::string>> code_versions();
  Result<std::array<std::uint8_t, 16>> uuid();
  Result<std::string> dns_suffix();
  Result<LanSettings> lan_settings(std::uint32_t interface);
  Result<RemoteAccess> remote_access();
  Result<std::vector<CertHash>> hashes();
  /// local_account is $$OsAdmin and its password, a secret of this machine.
  Result<LocalAccount> local_account();
  // With effects; never repeated. The reason is "reply-lost" when the request may have left and no answer that can be
  // read came: mode and state then say whether it was done.
  Status unprovision();
  Status stop_configuration();

  std::optional<std::uint32_t> last_status() const { return last_status_; }

 private:
  enum class Effects { none, some };
  /// ask returns the values of an answer with status 0.
  Result<Bytes> ask(wire::PthiCommand command, ByteView parameters, Effects effects);
  Result<Reply> ask_once(wire::PthiCommand command, ByteView parameters, Effects effects);
  Status change(wire::PthiCommand command, ByteView parameters);
  Heci& heci_;
  Clock& clock_;
  std::optional<std::uint32_t> last_status_{};
};

/// read_enablement asks the watchdog client.
Result<Enablement> read_enablement(Heci& heci, Clock& clock);
/// read_upid enables the UPID client, reads, and disables it again. Fails with "upid-not-set" when the platform has
/// none.
Result<DeviceUpid> read_upid(Heci& heci, Clock& clock);

}  // namespace odca::amt
