// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The only place where a session becomes a TrustedPeer: TLS asks, libtrust answers, and a no ends the handshake.
#include <utility>

#include "io/text.h"
#include "odca/amt/peer.h"
#include "odca/report.h"
#include "tls/tls_session.h"

namespace odca::amt {
namespace {

Error not_trusted(std::string why, std::string hint) {
  return {.code = Errc::signature,
          .message = cat("the device is not trusted: ", why),
          .hint = std::move(hint),
          .reason = "peer-not-trusted"};
}

/// refusal names the finding that decided. Its texts may repeat what the device said.
Error refusal(const Verdict& verdict) {
  const Finding* decisive = verdict.decisive();
  if (decisive == nullptr) return not_trusted("the verdict names no reason", {});
  return not_trusted(cat(escape_text(decisive->message), " (rule '", decisive->rule.text(), "')"),
                     escape_text(decisive->hint));
}

/// is_about: the certificate whose key signs the handshake is the first one sent, and no other may have been judged in
/// its place, whatever was asked.
bool is_about(const Verdict& verdict, const Bytes& leaf) {
  const auto& path = verdict.verified->certificates();
  return !path.empty() && path.front().certificate->der == leaf;
}

class Judge final : public PeerJudge {
 public:
  Judge(const PeerQuestion& question, std::string label, PeerReport& report)
      : question_(question), label_(std::move(label)), report_(report) {}

  Status judge(std::span<const Bytes> certificates) override {
    report_.certificates.assign(certificates.begin(), certificates.end());
    const Limits limits = question_.verifier.policy().limits;
    Evidence evidence = Evidence::of_session(certificates, label_, limits);
    evidence.device = question_.facts;
    const Verdict& verdict = report_.verdict.emplace(question_.verifier.verify(evidence, question_.question));
    if (!verdict.trusted()) return refusal(verdict);
    if (!is_about(verdict, certificates.front()))
      return not_trusted("the verdict is about another certificate than the one of the session",
                         "ask about the device itself, without a target");
    return {};
  }

 private:
  const PeerQuestion& question_;
  std::string label_;
  PeerReport& report_;
};

}  // namespace

struct TrustedPeer::Session {
  std::unique_ptr<TlsStream> stream;
  Verdict verdict;
};

TrustedPeer::TrustedPeer(std::unique_ptr<Session> session) : session_(std::move(session)) {}
TrustedPeer::TrustedPeer(TrustedPeer&&) noexcept = default;
TrustedPeer& TrustedPeer::operator=(TrustedPeer&&) noexcept = default;
TrustedPeer::~TrustedPeer() = default;

ByteStream& TrustedPeer::stream() const { return *session_->stream; }
const Verdict& TrustedPeer::verdict() const { return session_->verdict; }

Result<TrustedPeer> TrustedPeer::open(Connector& connector, const PeerQuestion& question, PeerReport& report,
                                      Deadline deadline) {
  report = {};
  ODCA_TRY_ASSIGN(std::unique_ptr<ByteStream> below, connector.connect(deadline));
  Judge judge(question, connector.name(), report);
  const TlsOptions options{.maximum = question.tls13 ? TlsOptions::Version::tls13 : TlsOptions::Version::tls12};
  ODCA_TRY_ASSIGN(std::unique_ptr<TlsStream> stream, open_tls(std::move(below), options, judge, deadline));
  report.tls_version = stream->version();
  report.cipher = stream->cipher();
  return TrustedPeer(std::make_unique<Session>(Session{.stream = std::move(stream), .verdict = *report.verdict}));
}

}  // namespace odca::amt
