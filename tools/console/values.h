// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Reading values of options and of files: numbers, hexadecimal digits, fingerprints. Each error says what was expected.
#pragma once

#include <string>
#include <string_view>

#include "odca/bytes.h"
#include "odca/result.h"

namespace odca::cli {

/// usage_error is the error of a command line that cannot be meant.
Error usage_error(std::string message, std::string hint);

/// read_number reads plain decimal digits, at most `largest`.
Result<unsigned> read_number(std::string_view option, std::string_view value, unsigned largest);
/// read_hex reads hexadecimal digits, with or without ':' between bytes, and at least one byte.
Result<Bytes> read_hex(std::string_view option, std::string_view value);
/// read_sha256 reads exactly 32 bytes of hexadecimal digits.
Result<Fingerprint> read_sha256(std::string_view option, std::string_view value);

}  // namespace odca::cli
