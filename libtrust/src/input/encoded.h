// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Certificates that are in running text in another encoding than PEM: octets as decimal or hexadecimal numbers,
// base64 of DER and of whole PEM, PEM with the escapes of strings or addresses, strings of bytes. One encoding is one
// row of the table in encoded.cpp; each is found in one pass over the text.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "input/shape.h"
#include "odca/bytes.h"

namespace odca {

/// Encoded is one item that was found: [begin, end) of the text.
struct Encoded {
  enum class State {
    whole,
    cut_off,  ///< it begins as a certificate or CRL, or as text with some, and ends too early
    inside,   ///< a certificate or CRL is inside of something else, a TLS stream perhaps: not to be read from its
              ///< middle
    too_many  ///< the rest of the text, whose items would take too long to decode
  };
  std::string_view what{};  ///< "decimal octets"
  std::size_t begin = 0;
  std::size_t end = 0;
  Bytes content{};
  bool is_pem = false;  ///< the content is text with PEM blocks; otherwise DER
  State state = State::whole;
  Remains lost = Remains::nothing;  ///< with an item that is not whole; it has no content
};

/// EncodedScanner finds the items of a text in the order of their beginnings. The text must outlive it.
class EncodedScanner {
 public:
  explicit EncodedScanner(std::string_view text) : text_(text) {}
  std::optional<Encoded> next();

  static constexpr std::size_t kEncodings = 7;

 private:
  std::string_view text_;
  std::size_t position_ = 0;
  std::array<std::optional<Encoded>, kEncodings> found_{};  ///< the next of each encoding
  std::array<bool, kEncodings> done_{};
  std::size_t decoded_ = 0;  ///< characters of items that are text in turn
};

/// holds_encoded tells whether a text holds such an item at all.
bool holds_encoded(std::string_view text);

}  // namespace odca
