// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Bytes and their texts: views, hexadecimal and base64.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace odca {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
/// Fingerprint is a SHA-256 value of a certificate's DER or of a SubjectPublicKeyInfo; the name of the variable says.
using Fingerprint = std::array<std::uint8_t, 32>;

/// as_bytes views a text as bytes; the text must outlive the view.
ByteView as_bytes(std::string_view text);
/// as_text views bytes as text; the bytes must outlive the view.
std::string_view as_text(ByteView bytes);

/// equal compares contents, not in constant time.
bool equal(ByteView a, ByteView b);
/// equal_constant_time compares contents without an early exit; lengths are not hidden.
bool equal_constant_time(ByteView a, ByteView b);

/// to_hex prints lower-case digits without separators.
std::string to_hex(ByteView bytes);
/// from_hex reads digits of either case, with optional ':' between bytes. Returns nothing on any other input.
std::optional<Bytes> from_hex(std::string_view text);
/// fingerprint_from_hex is from_hex for exactly 32 bytes.
std::optional<Fingerprint> fingerprint_from_hex(std::string_view text);

/// to_base64 prints RFC 4648 section 4 without line breaks.
std::string to_base64(ByteView bytes);
/// from_base64 reads RFC 4648 section 4; ASCII white space is allowed. Returns nothing when padding, alphabet or the
/// unused last bits are wrong.
std::optional<Bytes> from_base64(std::string_view text);

}  // namespace odca
