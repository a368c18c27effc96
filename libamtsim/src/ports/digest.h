// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// DigestDoor: HTTP digest authentication (RFC 7616 with MD5) as AMT asks for it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "firmware/firmware.h"
#include "ports/http_request.h"

namespace odca::amtsim {

/// Authorization is the header of that name as a client wrote it.
struct Authorization {
  std::string username{}, realm{}, nonce{}, uri{}, response{}, qop{}, cnonce{};
  std::string nc{};         ///< eight hexadecimal digits
  std::string algorithm{};  ///< empty when it is not given
};
/// read_authorization takes parameters in any order, in quotes or not. Nothing when one is missing, repeated or
/// unreadable.
std::optional<Authorization> read_authorization(std::string_view value);

/// Admission is the answer to a request that wants in.
struct Admission {
  enum class Access { unauthorized, stale, granted };
  Access access = Access::unauthorized;
  std::string user{};
};

/// DigestDoor remembers the nonces that it gave out and how far each was counted. Thread-safe.
class DigestDoor {
 public:
  explicit DigestDoor(const Firmware& firmware) : firmware_(firmware) {}
  /// challenge is the value of WWW-Authenticate, with a nonce that was never given before.
  std::string challenge(const Admission& refused);
  /// admit lets one request in once: the count must be above the last one of its nonce.
  Admission admit(const HttpRequest& request);

 private:
  bool is_settling();

  const Firmware& firmware_;
  std::mutex lock_{};
  std::uint64_t given_ = 0;
  std::map<std::string, std::uint32_t> counts_{};
  std::deque<std::string> order_{};
  unsigned turned_away_ = 0;  ///< since the mode was none
};

}  // namespace odca::amtsim
