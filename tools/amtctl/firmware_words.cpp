// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "firmware_words.h"

#include <span>

#include "base/text.h"
#include "wire/pthi.h"

namespace odca::amtctl {
namespace {

/// named takes the name at a place of a list.
std::string named(std::uint32_t value, std::span<const std::string_view> names) {
  return value < names.size() ? std::string(names[value]) : cat("unknown (", value, ')');
}

}  // namespace

std::string_view firmware_status_name(std::uint32_t status) { return amt::wire::status_name(status); }

std::string hash_algorithm_name(std::uint8_t algorithm) {
  constexpr std::string_view kNames[] = {"md5",    "sha1",   "sha256",
                                         "sha384", "sha224", "sha512"};  // as wire::HashAlgorithm
  return algorithm < std::size(kNames) ? std::string(kNames[algorithm]) : cat("algorithm ", algorithm);
}

std::string network_name(std::uint32_t network) {
  constexpr std::string_view kNames[] = {"direct", "VPN", "outside the enterprise", "unknown"};
  return named(network, kNames);
}

std::string connection_name(std::uint32_t status) {
  constexpr std::string_view kNames[] = {"not connected", "connecting", "connected"};
  return named(status, kNames);
}

std::string oem_type_name(std::uint32_t type) {
  constexpr std::string_view kNames[] = {"not set", "binary", "printable"};
  return named(type, kNames);
}

std::string dhcp_mode_name(std::uint8_t mode) {
  constexpr std::string_view kNames[] = {"none", "active", "passive"};
  return named(mode, kNames);
}

}  // namespace odca::amtctl
