// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// WsmanClient: requests to AMT over trusted sessions only. It opens a new session, judged anew, when AMT closed the
// last one, and never sends a request with effects twice.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/http.h"
#include "odca/amt/activation.h"
#include "wsman/envelope.h"

namespace odca::amt {

/// Account is who a request is made as.
struct Account {
  std::string user{};
  Secret password{};
};

class WsmanClient {
 public:
  /// All references must outlive the client.
  WsmanClient(Connector& connector, const PeerQuestion& question, Clock& clock, Random& random, PeerReport& report,
              WorkCount& work);

  /// become makes the following requests those of another account; the session stays.
  void become(Account account);

  /// get reads an instance. It may be repeated: on a 401 with a fresh challenge, and once when the session had ended
  /// before its answer came. Fails as TrustedPeer::open and read_response do, with Errc::permission
  /// ("credentials-refused"), and with Errc::protocol ("digest-challenge", "realm-changed", "http-status", and those of
  /// parse_answer).
  Result<WsmanAnswer> get(std::string_view class_uri, std::string_view element);

  /// invoke calls a method with effects. Its request leaves at most once: over a session that is open as far as can be
  /// seen, with a digest for a challenge that an earlier get brought (without one it fails: "wrong-state").
  /// A 401 is the firmware's word that nothing was done (RFC 9110, 15.5.2: the request "has not been applied"), and is
  /// not answered here: "stale" when the firmware calls the digest right and its nonce too old, else
  /// "credentials-refused". "wsman-fault" is the firmware's word, too.
  /// On any other failure after the first byte the reason is "reply-lost": whether it was done, only HECI can tell.
  Result<WsmanAnswer> invoke(std::string_view class_uri, std::string_view method, const Parameters& input);

  /// realm is that of the device, from its challenge; one that changes within a device is refused ("realm-changed").
  const std::optional<std::string>& realm() const { return realm_; }

 private:
  enum class Effects { none, some };
  Status open_session();
  bool session_is_open();
  Result<HttpResponse> exchange(std::string_view envelope, Effects effects);
  Result<HttpResponse> exchange_until_heard(std::string_view envelope);
  std::string authorization();
  Status take_challenge(const HttpResponse& response);

  Connector& connector_;
  const PeerQuestion& question_;
  Clock& clock_;
  Random& random_;
  PeerReport& report_;
  WorkCount& work_;
  Account account_{};
  std::optional<TrustedPeer> peer_{};
  bool used_ = false;  ///< the session has carried a request
  std::optional<DigestChallenge> challenge_{};
  std::optional<std::string> realm_{};
  std::uint32_t count_ = 0;
  unsigned message_id_ = 0;
};

}  // namespace odca::amt
