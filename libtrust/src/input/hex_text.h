// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Content that was printed as hexadecimal digits from its first octet to its last: plain digits (xxd -p, tshark), C
// arrays, hex dumps with offsets (xxd, hexdump -C, Wireshark), and "Follow, raw" of tshark.
#pragma once

#include <optional>
#include <string_view>

#include "odca/bytes.h"
#include "odca/result.h"

namespace odca {

/// looks_like_hex_text tells whether the whole text is such a print; running text with digits in it is none.
bool looks_like_hex_text(std::string_view text);

/// read_hex_text returns the octets. Of "Follow, raw", which has both directions of a stream, it returns what the
/// server sent. Fails when lines are missing or the directions cannot be told apart.
Result<Bytes> read_hex_text(std::string_view text);

/// holds_hexdump tells whether somewhere in running text a hex dump with offsets begins, and a certificate or CRL in
/// it. Such a one is read only where it is the whole text.
bool holds_hexdump(std::string_view text);

}  // namespace odca
