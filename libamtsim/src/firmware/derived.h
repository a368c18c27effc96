// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a device made up for itself: its UUID, realms, nonces and the password of its local account. All of it follows
// from a seed, so that a run can be repeated; none of it is secret.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "odca/bytes.h"

namespace odca::amtsim {

/// derived is SHA-256 over purpose, seed and count.
std::array<std::uint8_t, 32> derived(std::string_view purpose, std::uint32_t seed, std::uint32_t count = 0);

/// derived_uuid is as on the wire: the first three groups little-endian.
std::array<std::uint8_t, 16> derived_uuid(std::uint32_t seed);
/// printed_uuid writes it as people do.
std::string printed_uuid(const std::array<std::uint8_t, 16>& uuid);
/// derived_realm is "Digest:" and 32 upper-case hexadecimal digits.
std::string derived_realm(std::uint32_t seed, std::uint32_t count);
/// derived_password is 32 printable characters.
std::string derived_password(std::uint32_t seed);

/// a1_text is MD5(user:realm:password) as 32 lower-case hexadecimal digits.
std::string a1_text(std::string_view user, std::string_view realm, std::string_view password);

}  // namespace odca::amtsim
