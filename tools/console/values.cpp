// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "values.h"

#include <charconv>

#include "base/text.h"

namespace odca::cli {

Error usage_error(std::string message, std::string hint) {
  return Error{.code = Errc::usage, .message = std::move(message), .hint = std::move(hint), .reason = "usage"};
}

Result<unsigned> read_number(std::string_view option, std::string_view value, unsigned largest) {
  unsigned number = 0;
  const char* end = value.data() + value.size();
  const auto [stopped, problem] = std::from_chars(value.data(), end, number);
  if (problem != std::errc() || stopped != end || number > largest)
    return usage_error(cat(option, ": expected a number from 0 to ", largest, ", found '", value, "'"),
                       "write decimal digits only");
  return number;
}

Result<Bytes> read_hex(std::string_view option, std::string_view value) {
  std::optional<Bytes> bytes = from_hex(value);
  if (!bytes || bytes->empty())
    return usage_error(cat(option, ": expected hexadecimal bytes, found '", value, "'"),
                       "write two digits for each byte, with or without ':' between them");
  return *std::move(bytes);
}

Result<Fingerprint> read_sha256(std::string_view option, std::string_view value) {
  const std::optional<Fingerprint> fingerprint = fingerprint_from_hex(value);
  if (!fingerprint)
    return usage_error(cat(option, ": expected a SHA-256 value of 64 hexadecimal digits, found '", value, "'"),
                       "odca-verify inspect FILE prints the fingerprints of every certificate");
  return *fingerprint;
}

}  // namespace odca::cli
