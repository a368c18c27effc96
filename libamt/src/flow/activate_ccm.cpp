// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// activate_ccm: Setup as the local account of the operating system, then CommitChanges as the new administrator. After
// CommitChanges the device shows a certificate of its own making, which proves nothing: no session is opened after it.
#include <utility>

#include "flow/course.h"
#include "flow/method_call.h"
#include "flow/starting_state.h"
#include "flow/waiting.h"
#include "io/text.h"
#include "pthi/pthi.h"
#include "wire/wsman.h"
#include "wsman/client.h"

namespace odca::amt {
namespace {

constexpr std::string_view kSettings = "AMT_GeneralSettings";
/// Firmware does both within a second or two; then its ports start anew, for up to 15 seconds.
constexpr milliseconds kChangeTime{15'000};
/// For some seconds after Setup firmware answers right credentials with 401. Each such answer may count towards the
/// lock of the account, so that there are few.
constexpr unsigned kLogins = 5;
constexpr milliseconds kBetweenLogins{3'000};

bool is_client(const DeviceState& state) { return state.mode == ControlMode::client; }
bool is_activated(const DeviceState& state) {
  return state == DeviceState{.mode = ControlMode::client, .state = ProvisioningState::post};
}

class Activation final : public Course {
 public:
  Activation(Environment& environment, const PeerQuestion& question, const Secret& password)
      : Course(environment, {.begins = "activation-begins", .ended = "activation-ended"}),
        password_(password),
        question_(question),
        client_(environment.local_port, question_, environment.clock, environment.random, outcome_.peer,
                outcome_.work) {}

  Ended check_state();
  Ended check_password();
  Ended verify_peer();
  Ended set_up();
  Ended commit();

 private:
  Status know_device();
  Ended after_lost_setup(Failure lost);
  Ended after_commit(const Called& called);
  std::optional<Error> log_in_as_administrator();

  const Secret& password_;
  PeerQuestion question_;
  WsmanClient client_;
  const std::string settings_uri_ = cat(wire::kAmtSchema, kSettings);
  const std::string setup_uri_ = cat(wire::kIpsSchema, "IPS_HostBasedSetupService");
  const std::string commit_uri_ = cat(wire::kAmtSchema, "AMT_SetupAndConfigurationService");
};

/// know_device adds what the firmware said over HECI to the question; what the caller gave stays. A platform may have
/// no UPID; one that was not told is another matter: without it any genuine device could stand in for this one.
Status Activation::know_device() {
  DeviceFacts& facts = question_.facts;
  if (!facts.amt_version && outcome_.device->amt_major != 0) facts.amt_version = outcome_.device->amt_major;
  if (facts.upid) return {};
  if (outcome_.device->upid) {
    facts.upid = outcome_.device->upid->csme;
    return {};
  }
  for (const NotRead& each : outcome_.device->not_read)
    if (each.what == "upid" && each.error.reason != "upid-not-set" && each.error.reason != "heci-no-client")
      return Error{.code = each.error.code,
                   .message = cat("the platform's id (UPID), which binds the device to this machine, was not read: ",
                                  each.error.message),
                   .hint = each.error.hint.empty() ? "try again; nothing was changed" : each.error.hint,
                   .reason = each.error.reason};
  return {};
}

Ended Activation::check_state() {
  if (Status status = may_activate(*outcome_.device); !status) return failed(failure_of(std::move(status).error()));
  if (Status status = know_device(); !status) return failed(failure_of(std::move(status).error()));
  return done(cat("not activated; TLS is enforced; ",
                  question_.facts.upid ? "the UPID binds the device to this machine"
                                       : "this platform has no UPID: a verdict cannot say which device answers"));
}

Ended Activation::check_password() {
  Status status = amt::check_password(password_);
  if (!status) return failed(failure_of(std::move(status).error()));
  return done("the firmware's rules hold");
}

Ended Activation::verify_peer() {
  Pthi pthi(environment_.heci, environment_.clock);
  Result<LocalAccount> account = pthi.local_account();
  if (!account) {
    Failure failure = failure_of(std::move(account).error());
    if (failure.kind == FailureKind::firmware_refused) failure.firmware_status = pthi.last_status();
    return failed(std::move(failure));
  }
  if (account->user != wire::kOsAdmin)
    return failed(failure_of({.code = Errc::protocol,
                              .message = cat("the firmware's local account is not '", wire::kOsAdmin, "'"),
                              .hint = "this program does not know such firmware; report its version",
                              .reason = "pthi-syntax"}));
  client_.become({.user = std::move(account->user), .password = std::move(account->password)});
  Result<WsmanAnswer> settings = client_.get(settings_uri_, kSettings);
  if (!settings) return failed(failure_of(std::move(settings).error()));
  // The administrator's password is bound to the realm: one that is not the device's would lock everybody out.
  const std::optional<std::string>& realm = client_.realm();
  if (!realm || settings->value_of("DigestRealm") != realm)
    return failed(failure_of({.code = Errc::protocol,
                              .message = "the realm of the device's settings is not that of its challenge",
                              .hint = "another device may have answered; begin anew",
                              .reason = "realm-changed"}));
  return done(cat("trusted, over ", outcome_.peer.tls_version, "; realm '", *realm, "'"));
}

Ended Activation::set_up() {
  const Secret a1 = digest_a1(wire::kAdmin, *client_.realm(), password_);
  const Called called =
      call_method(client_, setup_uri_, "Setup",
                  {{"NetAdminPassEncryptionType", wire::kDigestPassword}, {"NetworkAdminPassword", a1.reveal()}});
  changing_ = outcome_.work.requests_with_effects > 0;
  if (called.way == Called::Way::done) return done("client control mode was begun");
  if (called.way == Called::Way::refused) return failed(called.failure);
  return after_lost_setup(called.failure);
}

Ended Activation::after_lost_setup(Failure lost) {
  const Waited waited = wait_for_state(environment_, is_client, kChangeTime);
  outcome_.state = waited.state;
  if (waited.reached) return done(cat("the answer was lost; the firmware says ", holds()));
  if (!waited.state) return unclear(partly_done("reply-lost", lost.error, std::nullopt));
  lost.error.message += cat("; the firmware says ", holds());
  return unclear(std::move(lost));
}

/// log_in_as_administrator reads the settings as the account that Setup made, until that is let in. What it returns
/// keeps CommitChanges from being sent; a fault does not, since whoever gets one was let in.
std::optional<Error> Activation::log_in_as_administrator() {
  client_.become({.user = std::string(wire::kAdmin), .password = password_});
  for (unsigned login = 1;; ++login) {
    Result<WsmanAnswer> settings = client_.get(settings_uri_, kSettings);
    if (settings || settings.error().reason == "wsman-fault") return std::nullopt;
    const bool may_pass =
        settings.error().reason == "credentials-refused" || failure_of(settings.error()).kind == FailureKind::transport;
    if (!may_pass || login == kLogins || asked_to_end(environment_)) return std::move(settings).error();
    environment_.clock.sleep(kBetweenLogins);
  }
}

Ended Activation::commit() {
  if (std::optional<Error> error = log_in_as_administrator())
    return after_commit({.way = Called::Way::refused, .failure = failure_of(*std::move(error))});
  return after_commit(call_method(client_, commit_uri_, "CommitChanges", {}));
}

/// after_commit lets the firmware's state decide. A device that is activated is never rolled back.
Ended Activation::after_commit(const Called& called) {
  const bool hopeless = called.way == Called::Way::refused;
  const Waited waited = wait_for_state(environment_, is_activated, hopeless ? milliseconds(0) : kChangeTime);
  outcome_.state = waited.state;
  if (waited.reached) return done(cat("the firmware says ", holds()));
  const Error none{.message = "the firmware accepted 'CommitChanges' and did not finish it"};
  const Error& cause = called.way == Called::Way::done ? none : called.failure.error;
  Failure failure = partly_done("state-not-reached", cause, called.failure.firmware_status);
  return hopeless ? failed(std::move(failure)) : unclear(std::move(failure));
}

constexpr Stage<Activation> kStages[] = {
    {"read-device", "asking the firmware what it is", {}, &Activation::read_device},
    {"check-state", "comparing its state", {}, &Activation::check_state},
    {"check-password", "holding the password to the firmware's rules", {}, &Activation::check_password},
    {"verify-peer", "verifying who answers on the local port", {}, &Activation::verify_peer},
    {"audit", "recording that the activation begins", "would record that the activation begins",
     &Activation::record_begin},
    {"setup", "activating client control mode", "would call IPS_HostBasedSetupService.Setup", &Activation::set_up},
    {"commit", "committing the changes", "would call AMT_SetupAndConfigurationService.CommitChanges",
     &Activation::commit},
};

}  // namespace

Outcome activate_ccm(Environment& environment, const PeerQuestion& question, const Secret& password,
                     Rehearsal rehearsal) {
  Activation activation(environment, question, password);
  return activation.go(activation, kStages, rehearsal);
}

}  // namespace odca::amt
