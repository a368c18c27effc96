// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "wsman/client.h"

#include <array>
#include <utility>

#include "io/text.h"
#include "wire/wsman.h"
#include "wsman/xml.h"

namespace odca::amt {
namespace {

// Firmware that has just changed its settings can need ten seconds for a handshake; a method that writes its flash,
// more.
constexpr milliseconds kSessionTime{20'000}, kAnswerTime{30'000};
/// kGlance is how long a kept session is watched for its end: what came with the last answer is there already.
constexpr milliseconds kGlance{10};
/// kMostChallenges in one get: for a request without a digest or with an old nonce, for one that became stale, no more.
/// Each wrong digest may count towards the firmware's lock.
constexpr unsigned kMostChallenges = 3;
/// kHost is a header that HTTP demands; AMT does not look at it.
constexpr std::string_view kHost = "127.0.0.1:16993";
constexpr unsigned kOk = 200, kUnauthorized = 401;

Error refused(ReasonId reason, std::string message, std::string hint = {}) {
  return {.code = Errc::protocol, .message = std::move(message), .hint = std::move(hint), .reason = reason};
}

Error credentials_refused(std::string_view user) {
  return {.code = Errc::permission,
          .message = cat("the firmware refused the credentials of '", user, "'"),
          .hint = "the account may be locked for some seconds; wait before trying again",
          .reason = "credentials-refused"};
}

Error reply_lost(std::string_view method, const Error& error) {
  return {.code = error.code,
          .message = cat("no usable answer to '", method, "' came: ", error.message),
          .hint = error.hint,
          .reason = "reply-lost"};
}

/// session_ended: the peer closed, and did not say anything else in this session.
bool session_ended(const Error& error) {
  return error.reason == "connection-reset" || error.reason == "http-truncated";
}

bool is_realm(std::string_view text) {
  constexpr std::size_t kDigits = 32;
  if (!text.starts_with(wire::kRealmPrefix)) return false;
  text.remove_prefix(wire::kRealmPrefix.size());
  return text.size() == kDigits && text.find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
}

/// read_answer takes faults with any status: firmware sends them with 400 and with 500.
Result<WsmanAnswer> read_answer(const HttpResponse& response, const Expected& expected) {
  Result<WsmanAnswer> answer = parse_answer(response.body, expected);
  if (response.status == kOk || (!answer && answer.error().reason == "wsman-fault")) return answer;
  return refused("http-status", cat("the firmware answered with HTTP status '", response.status, "'"));
}

}  // namespace

WsmanClient::WsmanClient(Connector& connector, const PeerQuestion& question, Clock& clock, Random& random,
                         PeerReport& report, WorkCount& work)
    : connector_(connector), question_(question), clock_(clock), random_(random), report_(report), work_(work) {}

void WsmanClient::become(Account account) { account_ = std::move(account); }

/// session_is_open looks whether the kept session has ended meanwhile: AMT often closes without having said so. A peer
/// that speaks unasked is not one that we understand, and is left.
bool WsmanClient::session_is_open() {
  if (!peer_) return false;
  if (!used_) return true;
  std::array<std::uint8_t, 1> byte{};
  const Result<std::size_t> read = peer_->stream().read(byte, clock_.in(kGlance));
  return !read && read.error().reason == "timed-out";
}

/// open_session keeps the report of the last peer that was seen: a connection that fails says nothing of one.
Status WsmanClient::open_session() {
  if (session_is_open()) return {};
  peer_.reset();
  ++work_.handshakes;
  PeerReport report;
  Result<TrustedPeer> peer = TrustedPeer::open(connector_, question_, report, clock_.in(kSessionTime));
  if (peer || !report.certificates.empty()) report_ = std::move(report);
  if (!peer) return std::move(peer).error();
  peer_ = *std::move(peer);
  used_ = false;
  return {};
}

/// authorization is the digest for the next request; nothing before the first challenge.
std::string WsmanClient::authorization() {
  if (!challenge_) return {};
  std::array<std::uint8_t, 16> nonce{};
  random_.fill(nonce);
  const Secret a1 = digest_a1(account_.user, challenge_->realm, account_.password);
  return digest_answer(*challenge_, account_.user, a1, wire::kPath, ++count_, to_hex(nonce));
}

/// exchange sends one request over the open session, once, and reads its answer.
Result<HttpResponse> WsmanClient::exchange(std::string_view envelope, Effects effects) {
  const Secret request(write_post(kHost, wire::kPath, authorization(), envelope));
  const Deadline deadline = clock_.in(kAnswerTime);
  used_ = true;
  ++work_.requests;
  if (effects == Effects::some) ++work_.requests_with_effects;
  const auto sent_and_read = [&]() -> Result<HttpResponse> {
    ODCA_TRY(peer_->stream().write(as_bytes(request.reveal()), deadline));
    return read_response(peer_->stream(), {}, deadline);
  };
  Result<HttpResponse> response = sent_and_read();
  if (!response || !response->keep_alive) peer_.reset();
  return response;
}

/// take_challenge keeps the challenge of a 401 for the next request.
Status WsmanClient::take_challenge(const HttpResponse& response) {
  if (!response.challenge) return refused("digest-challenge", "the firmware asks for credentials but not for a digest");
  ODCA_TRY_ASSIGN(DigestChallenge challenge, parse_challenge(*response.challenge));
  if (!is_realm(challenge.realm))
    return refused("digest-challenge", cat("realm '", printable(challenge.realm, 64), "' is not one of AMT"));
  if (realm_ && *realm_ != challenge.realm) {
    peer_.reset();
    return refused("realm-changed", cat("the device's realm changed from '", *realm_, "' to '", challenge.realm, "'"),
                   "another device may have answered; begin anew");
  }
  realm_ = challenge.realm;
  challenge_ = std::move(challenge);
  count_ = 0;
  return {};
}

Result<HttpResponse> WsmanClient::exchange_until_heard(std::string_view envelope) {
  bool repeated = false;
  for (unsigned challenges = 0;;) {
    ODCA_TRY(open_session());
    const bool kept = used_;
    Result<HttpResponse> response = exchange(envelope, Effects::none);
    if (!response && kept && !repeated && session_ended(response.error())) {
      repeated = true;
      continue;
    }
    if (!response || response->status != kUnauthorized) return response;
    ODCA_TRY(take_challenge(*response));
    const bool answered_this_call = challenges++ > 0;
    if (challenges == kMostChallenges || (answered_this_call && !challenge_->stale))
      return credentials_refused(account_.user);
  }
}

Result<WsmanAnswer> WsmanClient::get(std::string_view class_uri, std::string_view element) {
  const Expected expected{.class_uri = class_uri, .element = element, .message_id = ++message_id_};
  ODCA_TRY_ASSIGN(const HttpResponse response, exchange_until_heard(get_request(class_uri, expected.message_id)));
  return read_answer(response, expected);
}

Result<WsmanAnswer> WsmanClient::invoke(std::string_view class_uri, std::string_view method, const Parameters& input) {
  if (!challenge_)
    return Error{.code = Errc::usage,
                 .message = cat("method '", method, "' was not called: the device has sent no challenge yet"),
                 .hint = "read an instance first",
                 .reason = "wrong-state"};
  const std::string output = cat(method, "_OUTPUT");
  const Expected expected{.class_uri = class_uri, .element = output, .message_id = ++message_id_};
  const Secret envelope(invoke_request(class_uri, method, input, expected.message_id));
  ODCA_TRY(open_session());
  const Result<HttpResponse> response = exchange(envelope.reveal(), Effects::some);
  if (!response) return reply_lost(method, response.error());
  if (response->status == kUnauthorized) {
    ODCA_TRY(take_challenge(*response));
    if (!challenge_->stale) return credentials_refused(account_.user);
    return Error{.code = Errc::protocol,
                 .message = cat("the firmware did not do '", method, "': the nonce of its challenge was too old"),
                 .hint = "run the command again; nothing is sent twice in one run",
                 .reason = "stale"};
  }
  Result<WsmanAnswer> answer = read_answer(*response, expected);
  if (!answer && answer.error().reason != "wsman-fault") return reply_lost(method, answer.error());
  return answer;
}

}  // namespace odca::amt
