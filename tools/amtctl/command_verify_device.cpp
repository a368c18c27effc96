// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// amtctl verify-device: the verdict on what answers at the device's port. No secret is sent.
#include <optional>
#include <utility>

#include "base/text.h"
#include "clock.h"
#include "commands.h"
#include "device_options.h"
#include "exit_status.h"
#include "odca/amt/device.h"
#include "odca/amt/peer.h"
#include "odca/report.h"
#include "os/new_file.h"
#include "progress_lines.h"
#include "report/facts.h"
#include "session_place.h"
#include "trust_options.h"

namespace odca::amtctl {
namespace {

constexpr amt::milliseconds kSession{30'000};  // AMT takes seconds for a handshake when it was just woken up

struct VerifyOptions {
  DeviceOptions device{};
  std::optional<HostAndPort> connect{};
  TrustOptions trust{};
  std::optional<Time> at{};
  std::optional<std::string> save{};
  bool explain = false;
  cli::Output output{};
};

void take_verify(CommandLine& line, VerifyOptions& options) {
  line.describe({.summary = "judge what this machine's device presents; no secret is sent",
                 .about =
                     "Reads the device over HECI, opens TLS to it through LMS or LME, and judges the certificates it "
                     "presents. The verdict is that of odca-verify, and is bound to this machine by its UPID. It "
                     "is no trust for a later session: activate judges its own.",
                 .examples = {"amtctl verify-device --explain", "amtctl verify-device --save dump.pem --json",
                              "amtctl verify-device --connect 127.0.0.1:16993 --trust-policy root.pem"},
                 .statuses = exit_statuses()});
  take_device(line, options.device);
  take_port(line, options.device);
  line.add({"--connect", "HOST:PORT",
            "judge a session there; nothing of this machine is read, so that the chain says that a device is genuine, "
            "and not which one"},
           cli::Reader<HostAndPort>(read_host_and_port), options.connect);
  for (const char* const own : {"--mei", "--lock", "--port"}) line.exclusive({"--connect", own});
  take_trust(line, options.trust);
  line.add({"--at", "TIME", "judge at this time (RFC 3339) instead of now"}, options.at);
  line.heading("the answer");
  line.add({"--save", "FILE", "keep the certificates as PEM, whatever the verdict; the file must be new"},
           options.save);
  line.output({cli::Format::text, cli::Format::json}, options.output);
  line.add({"--explain", {}, "also every rule's answer, every path tried, and the work done"}, options.explain);
}

/// phase_of tells what the device may present.
Phase phase_of(const amt::DeviceInfo& info) {
  if (info.state == amt::ProvisioningState::in) return Phase::in_provisioning;
  return info.mode == amt::ControlMode::none ? Phase::pre_provisioning : Phase::provisioned;
}

/// bind adds to a question what the firmware of this machine says.
void bind(amt::PeerQuestion& question, const amt::DeviceInfo& info) {
  question.question.phase = phase_of(info);
  if (info.upid) question.facts.upid = info.upid->csme;
  if (info.amt_major != 0) question.facts.amt_version = info.amt_major;
}

std::vector<std::string> remarks(const amt::DeviceInfo& info) {
  for (const amt::NotRead& each : info.not_read)
    if (each.what == "upid")
      return {cat("the chain is not tied to this machine, because its UPID could not be read: ", describe(each.error))};
  return {};
}

Status save(const VerifyOptions& options, const amt::PeerReport& report, std::string_view origin) {
  if (!options.save || report.certificates.empty()) return {};
  return write_file(*options.save, {.rights = Rights::usual}, as_bytes(amt::as_dump(report, origin)));
}

/// judged opens a session, and answers with the verdict on it. Where there is none, the error says why.
Result<Answer> judged(const VerifyOptions& options, amt::Connector& connector, const amt::PeerQuestion& question) {
  ProgressLines progress(progress_for(options.output.json()));
  progress.began("verify-peer", cat("opening TLS to ", connector.name()));
  amt::PeerReport report;
  const Result<amt::TrustedPeer> peer =
      amt::TrustedPeer::open(connector, question, report, amt::steady_clock().in(kSession));
  const Status saved = save(options, report, connector.name());
  if (!peer && (peer.error().reason != "peer-not-trusted" || !report.verdict)) return peer.error();
  const Verdict& verdict = peer ? peer->verdict() : *report.verdict;
  const Detail detail = options.explain ? Detail::explain : Detail::normal;
  Answer answer{
      .text = options.output.json() ? to_json(verdict, detail) + '\n' : to_text(verdict, detail, options.output.colour),
      .status = peer && accepted(verdict) ? 0 : status_of(amt::FailureKind::not_trusted)};
  if (!saved) answer.problem = saved.error();
  return answer;
}

Result<Answer> judge_elsewhere(const VerifyOptions& options, const amt::PeerQuestion& question) {
  const std::unique_ptr<amt::Connector> connector = connector_to(*options.connect);
  ODCA_TRY_ASSIGN(Answer answer, judged(options, *connector, question));
  answer.warnings.push_back(
      cat("this verdict is about whoever answered at ", connector->name(),
          ": a trusted chain says that it is a genuine device, not which one, nor that it is of this machine"));
  return answer;
}

Result<Answer> run_verify(const VerifyOptions& options) {
  const Time now = options.at ? *options.at : cli::host_clock();
  ODCA_TRY_ASSIGN(const MachineVerifier verifier, open_trust(options.trust, now));
  amt::PeerQuestion question{.verifier = verifier, .question = {.at = now, .at_is_host_clock = !options.at}};
  if (options.connect) return judge_elsewhere(options, question);

  ODCA_TRY_ASSIGN(const Device device, open_device(options.device));
  ProgressLines(progress_for(options.output.json())).began("read-device", "asking the firmware what it is");
  ODCA_TRY_ASSIGN(const amt::DeviceInfo info,
                  amt::read_device_info(*device.heci, amt::steady_clock(), amt::Extent::what_decides));
  bind(question, info);
  const std::unique_ptr<amt::Connector> port =
      amt::device_port(*device.heci, amt::steady_clock(),
                       static_cast<std::uint16_t>(options.device.port.value_or(kTlsPort)));  // at most 65535
  ODCA_TRY_ASSIGN(Answer answer, judged(options, *port, question));
  answer.warnings = remarks(info);
  return answer;
}

}  // namespace

Work verify_device(CommandLine& line) { return cli::work(line, take_verify, run_verify); }

}  // namespace odca::amtctl
