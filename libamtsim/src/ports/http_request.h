// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// HttpRequest: one request of HTTP/1.1 (RFC 9112), out of the bytes of a connection. What could be read in two ways is
// refused.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace odca::amtsim {

/// Framing is what said where the body ends.
enum class Framing { none, length, chunked };

/// Header is one of those that do not frame the body.
struct Header {
  std::string name{};  ///< in lower case
  std::string value{};
  bool operator==(const Header&) const = default;
};

struct HttpRequest {
  std::string method{};
  std::string target{};
  std::vector<Header> headers{};
  Framing framing = Framing::none;
  std::string body{};
  /// value_of is that of the header `name`, given in lower case; nothing when it is absent or repeated.
  std::optional<std::string_view> value_of(std::string_view name) const;
  bool operator==(const HttpRequest&) const = default;
};

/// RequestLimits bound one request.
struct RequestLimits {
  std::size_t head_bytes = 16 * 1024;
  std::size_t body_bytes = 128 * 1024;
};

/// HttpRead is what a connection's bytes begin with.
struct HttpRead {
  enum class State { unfinished, refused, whole };
  State state = State::unfinished;
  unsigned status = 0;    ///< of the answer to what was refused
  std::size_t size = 0;   ///< of the whole request; what follows belongs to the next one
  HttpRequest request{};  ///< when it is whole
};

/// read_request looks at all bytes that have come since the last request. More bytes never change an answer that is not
/// State::unfinished.
HttpRead read_request(std::string_view received, const RequestLimits& limits);

/// equal_names compares words of HTTP, whose letters may be of either case.
bool equal_names(std::string_view one, std::string_view other);
/// lists tells whether a comma-separated header value holds the word.
bool lists(std::string_view value, std::string_view word);

}  // namespace odca::amtsim
