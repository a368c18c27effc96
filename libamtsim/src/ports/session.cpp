// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/session.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ports/http_answer.h"
#include "ports/http_request.h"
#include "wire/wsman.h"

namespace odca::amtsim {
namespace {

/// Reply is the bytes of an answer, if there is one, and whether the connection goes on behind it.
struct Reply {
  std::string bytes{};
  Ending ending = Ending::close;
};

// Names of elements cannot be disguised in XML, and that of each parameter that holds a secret has this word in it.
constexpr std::string_view kSecretWord = "Password";

std::uint64_t secret_bytes(const HttpRequest& request) {
  std::uint64_t bytes = 0;
  for (const Header& header : request.headers)
    if (header.name == "authorization") bytes += header.value.size();
  if (request.body.find(kSecretWord) != std::string::npos) bytes += request.body.size();
  return bytes;
}

/// secret_bytes of what never became a request: all of it, when a part of it looks like a secret.
std::uint64_t secret_bytes(std::string_view remains) {
  const bool suspicious =
      remains.find(kSecretWord) != std::string_view::npos || remains.find("uthorization:") != std::string_view::npos;
  return suspicious ? remains.size() : 0;
}

class Session {
 public:
  Session(const Served& served, TlsConnection& connection) : served_(served), connection_(connection) {}

  void run() {
    for (;;) {
      const HttpRead read = read_request(received_, RequestLimits{});
      if (read.state == HttpRead::State::unfinished) {
        if (!receive()) break;
        continue;
      }
      if (read.state == HttpRead::State::refused) {
        connection_.write(refusal(read.status, server()));
        break;
      }
      received_.erase(0, read.size);
      const Reply reply = answer(read.request);
      if (reply.bytes.empty() || !connection_.write(reply.bytes) || reply.ending == Ending::close) break;
    }
    served_.firmware.note([&](Seen& seen) { seen.secret_bytes += secret_bytes(received_); });
  }

 private:
  bool receive() {
    std::array<std::uint8_t, 16384> buffer{};  // a TLS record holds no more
    const std::size_t count = connection_.read(buffer);
    received_ += as_text(ByteView(buffer).first(count));
    served_.firmware.note([&](Seen& seen) { seen.application_bytes += count; });
    return count > 0;
  }

  std::string server() const {
    const Profile& profile = served_.firmware.profile();
    return "Intel(R) Active Management Technology " + profile.amt_version + "." + profile.build;
  }

  void note(const HttpRequest& request, const std::optional<WsmanRequest>& envelope) {
    const std::string effect = envelope ? effect_of(*envelope) : std::string{};
    served_.firmware.note([&](Seen& seen) {
      seen.secret_bytes += secret_bytes(request);
      seen.requests.push_back(envelope ? describe(*envelope) : request.method + " " + request.target);
      if (!effect.empty()) ++seen.effects[effect];
    });
  }

  Reply answer(const HttpRequest& request) {
    const auto envelope = read_wsman_request(request.body);
    note(request, envelope);
    if (request.target != amt::wire::kPath) return {refusal(404, server())};
    if (request.method != "POST") return {refusal(405, server())};
    const Admission admission = served_.door.admit(request);
    if (admission.access != Admission::Access::granted)
      return {unauthorized(server(), served_.door.challenge(admission))};
    if (!envelope) return {refusal(400, server())};
    return answer(request, *envelope, admission.user);
  }

  Reply answer(const HttpRequest& request, const WsmanRequest& envelope, std::string_view user) {
    const WsmanOutcome outcome = served_.wsman.answer(envelope, user);
    if (outcome.kind == WsmanOutcome::Kind::silence) return {};
    if (outcome.kind == WsmanOutcome::Kind::fault) return {soap_answer(400, server(), outcome.envelope, Ending::close)};
    const bool closing = !served_.firmware.knobs().keep_alive || asks_to_close(request);
    const Ending ending = closing ? Ending::close : Ending::keep;
    return {soap_answer(200, server(), outcome.envelope, ending), ending};
  }

  static bool asks_to_close(const HttpRequest& request) {
    for (const Header& header : request.headers)
      if (header.name == "connection" && lists(header.value, "close")) return true;
    return false;
  }

  const Served& served_;
  TlsConnection& connection_;
  std::string received_{};
};

}  // namespace

void serve_session(const Served& served, int socket) {
  served.firmware.note([](Seen& seen) { ++seen.sessions; });
  const auto shown = served.firmware.presents_odca() ? TlsServer::Shown::chain : TlsServer::Shown::own;
  // A client that connects and closes, or shakes hands and closes, is an ordinary one.
  const std::unique_ptr<TlsConnection> connection = served.tls.shake_hands(socket, shown);
  if (connection == nullptr) return;
  served.firmware.note([](Seen& seen) { ++seen.handshakes; });
  Session(served, *connection).run();
}

}  // namespace odca::amtsim
