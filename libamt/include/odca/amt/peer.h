// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// TrustedPeer: a TLS session whose peer libtrust judged, inside the handshake, on the bytes of its Certificate message.
// Whoever sends a secret takes one, and only this room makes one: no code path can send a password without a verdict.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "odca/amt/stream.h"
#include "odca/open.h"
#include "odca/verdict.h"

namespace odca::amt {

/// PeerQuestion is what is asked of the peer of each session: `question` with the facts about this machine's device.
struct PeerQuestion {
  const MachineVerifier& verifier;
  Question question;
  DeviceFacts facts{};
  /// tls13 lets a session use TLS 1.3 where the device offers it; 1.2 is always allowed and nothing older ever.
  bool tls13 = true;
};

/// PeerReport is what was seen of one session, trusted or not.
struct PeerReport {
  std::vector<Bytes> certificates{};  ///< DER, as sent
  /// verdict is about the certificates; that the peer has their key only a TrustedPeer tells. Absent when the handshake
  /// ended before they came.
  std::optional<Verdict> verdict{};
  std::string tls_version{};  ///< "TLSv1.3"
  std::string cipher{};
};

class TrustedPeer {
 public:
  /// open connects, shakes hands and judges. No byte of ours but those of the handshake is sent before the verdict, and
  /// none after it unless the certificate of the session is the first one judged. `report` is filled as far as it came.
  /// Fails as Connector::connect does; with Errc::signature ("peer-not-trusted") when the verdict is no, which is
  /// then in `report`; with Errc::protocol ("tls-failed") when the peer does not do TLS or ends the handshake.
  static Result<TrustedPeer> open(Connector& connector, const PeerQuestion& question, PeerReport& report,
                                  Deadline deadline);
  TrustedPeer(TrustedPeer&&) noexcept;
  TrustedPeer& operator=(TrustedPeer&&) noexcept;
  ~TrustedPeer();

  /// stream is the session. It is only given to code that may know what the device may know.
  ByteStream& stream() const;
  const Verdict& verdict() const;

 private:
  struct Session;
  explicit TrustedPeer(std::unique_ptr<Session> session);
  std::unique_ptr<Session> session_;
};

/// as_dump is the certificates of a session as PEM, with a comment above each, for odca-verify and people. Subjects are
/// left out where one would make a reader take its comment for more than that.
std::string as_dump(const PeerReport& report, std::string_view origin);

}  // namespace odca::amt
