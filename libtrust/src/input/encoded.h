// Certificates that stand in running text in another encoding than PEM: octets as decimal or hexadecimal numbers,
// base64 of DER and of whole PEM, PEM with the escapes of strings or addresses, strings of bytes. One encoding is one
// row of the table in encoded.cpp; each is found in one pass over the text.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "odca/bytes.h"

namespace odca {

/// Encoded is one item that was found: [begin, end) of the text.
struct Encoded {
  std::string_view what{};  ///< "decimal octets"
  std::size_t begin = 0;
  std::size_t end = 0;
  Bytes content{};
  bool is_pem = false;   ///< the content is text with PEM blocks; otherwise DER
  bool cut_off = false;  ///< it begins as a certificate or CRL and ends too early
  /// A certificate or CRL stands inside of something else, a TLS stream perhaps: not to be read from its middle. The
  /// content is as long, and holds nothing.
  bool inside = false;
};

/// EncodedScanner finds the items of a text in the order of their beginnings. The text must outlive it.
class EncodedScanner {
 public:
  explicit EncodedScanner(std::string_view text) : text_(text) {}
  std::optional<Encoded> next();

  static constexpr std::size_t kEncodings = 6;
  /// kMostTexts bounds the items that are text in turn. A chain is one text, or one for each certificate.
  static constexpr std::size_t kMostTexts = 64;

 private:
  std::string_view text_;
  std::size_t position_ = 0;
  std::array<std::optional<Encoded>, kEncodings> found_{};  ///< the next of each encoding
  std::array<bool, kEncodings> done_{};
  std::size_t texts_ = 0;
};

/// holds_encoded tells whether a text holds such an item at all.
bool holds_encoded(std::string_view text);

/// begins_inside tells whether the first item of a text stands inside of something else.
bool begins_inside(std::string_view text);

}  // namespace odca
