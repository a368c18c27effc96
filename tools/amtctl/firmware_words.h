// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Words for the firmware's numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace odca::amtctl {

/// firmware_status_name is that of a PTHI status or WSMAN ReturnValue: "NOT_READY"; "UNKNOWN" where no document has it.
std::string_view firmware_status_name(std::uint32_t status);
/// hash_algorithm_name is "sha256"; for an unknown one "algorithm 9".
std::string hash_algorithm_name(std::uint8_t algorithm);
/// These say what GetRemoteAccessConnectionStatus and GetUPID return; for an unknown value "unknown (9)".
std::string network_name(std::uint32_t network);
std::string connection_name(std::uint32_t status);
std::string oem_type_name(std::uint32_t type);
/// dhcp_mode_name is of GetLANInterfaceSettings: who asks for the address.
std::string dhcp_mode_name(std::uint8_t mode);

}  // namespace odca::amtctl
