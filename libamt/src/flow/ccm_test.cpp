// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Client control mode against the simulator: what is done, what is said of it, and what a hostile device gets to see.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "firmware/in_process.h"
#include "http/http.h"
#include "odca/amt/activation.h"
#include "ports/port.h"
#include "wire/clients.h"
#include "wsman/test_trust.h"

namespace odca::amt {
namespace {

using amtsim::Knobs;

constexpr std::string_view kPassword = "P@ssw0rd-of-a-test";

/// Listener keeps what Progress told, and does what a test wants done when a step begins.
class Listener final : public Progress {
 public:
  void began(std::string_view step, std::string_view) override {
    if (step == step_ && action_) action_();
  }
  void ended(const Step& step) override { names_.emplace_back(step.name); }
  void at(std::string step, std::function<void()> action) {
    step_ = std::move(step);
    action_ = std::move(action);
  }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::string step_{};
  std::function<void()> action_{};
  std::vector<std::string> names_{};
};

/// RenamingHeci answers as the device, but with another name for the local account when a test wants that.
class RenamingHeci final : public Heci {
 public:
  explicit RenamingHeci(amtsim::Firmware& firmware) : device_(firmware) {}
  void rename(std::string account) { account_ = std::move(account); }
  void fail_upid(Error error) { upid_ = std::move(error); }
  Result<std::unique_ptr<HeciClient>> connect(const Guid& client, Deadline deadline) override {
    if (upid_ && client == wire::kUpid) return *upid_;
    ODCA_TRY_ASSIGN(std::unique_ptr<HeciClient> device, device_.connect(client, deadline));
    return std::unique_ptr<HeciClient>(std::make_unique<Client>(std::move(device), account_));
  }
  std::string name() const override { return device_.name(); }

 private:
  class Client final : public HeciClient {
   public:
    Client(std::unique_ptr<HeciClient> device, const std::string& account)
        : device_(std::move(device)), account_(account) {}
    Status send(ByteView message, Deadline deadline) override { return device_->send(message, deadline); }
    Result<Bytes> receive(Deadline deadline) override {
      ODCA_TRY_ASSIGN(Bytes message, device_->receive(deadline));
      constexpr std::string_view kName = "$$OsAdmin";
      const auto found = std::search(message.begin(), message.end(), kName.begin(), kName.end());
      if (found != message.end() && account_.size() == kName.size()) std::copy(account_.begin(), account_.end(), found);
      return message;
    }
    std::size_t max_message() const override { return device_->max_message(); }
    unsigned protocol_version() const override { return device_->protocol_version(); }

   private:
    std::unique_ptr<HeciClient> device_;
    const std::string& account_;
  };

  amtsim::InProcessHeci device_;
  std::string account_{};
  std::optional<Error> upid_{};
};

/// Detour leads to the device's port, and from a number of connections on to another one.
class Detour final : public Connector {
 public:
  Detour(std::uint16_t port, const JumpingClock& clock) : device_(port, clock), clock_(clock) {}
  void lead_to(std::uint16_t port, unsigned after) {
    other_.emplace(port, clock_);
    left_ = after;
  }
  Result<std::unique_ptr<ByteStream>> connect(Deadline deadline) override {
    if (!other_) return device_.connect(deadline);
    if (left_ == 0) return other_->connect(deadline);
    --left_;
    return device_.connect(deadline);
  }
  std::string name() const override { return device_.name(); }

 private:
  ToPort device_;
  const JumpingClock& clock_;
  std::optional<ToPort> other_{};
  unsigned left_ = 0;
};

/// Bench is a device, the way to it, and everything that a flow works with.
class Bench {
 public:
  /// The UPID of the device is bound to the chain of `device`, and its port shows that of `shown`.
  explicit Bench(const std::string& shown = "lnl", const std::string& device = "lnl",
                 const std::function<void(amtsim::Profile&)>& change = {})
      : firmware_(profile(change), identity_named(device).rom_fingerprint, 1),
        port_(*amtsim::Port::listen(firmware_, identity_named(shown), "127.0.0.1", 0)),
        heci_(firmware_),
        connector_(port_->number(), clock_) {}

  Outcome activate(Rehearsal rehearsal = Rehearsal::no) { return activate_with(kPassword, rehearsal); }
  Outcome activate_with(std::string_view password, Rehearsal rehearsal = Rehearsal::no) {
    const PeerQuestion question{.verifier = verifier_, .question = {.at = test_time()}};
    Environment environment = this->environment();
    return activate_ccm(environment, question, Secret(std::string(password)), rehearsal);
  }
  Outcome deactivate(Rehearsal rehearsal = Rehearsal::no) {
    Environment environment = this->environment();
    return deactivate_ccm(environment, rehearsal);
  }

  void turn(const std::function<void(Knobs&)>& change) {
    Knobs knobs = firmware_.knobs();
    change(knobs);
    firmware_.set_knobs(std::move(knobs));
  }
  void refuse_audit(std::string event) { refused_event_ = std::move(event); }
  void at(std::string step, std::function<void()> action) { listener_.at(std::move(step), std::move(action)); }
  void ask_to_end_at(std::string step) {
    at(std::move(step), [this] { asked_to_end_ = true; });
  }
  void go_on() { asked_to_end_ = false; }
  void rename_account(std::string name) { heci_.rename(std::move(name)); }
  void fail_upid(Error error) { heci_.fail_upid(std::move(error)); }
  void lead_to(std::uint16_t port, unsigned after) { connector_.lead_to(port, after); }
  void close_port() { port_.reset(); }
  JumpingClock& clock() { return clock_; }
  amtsim::Seen seen() const { return firmware_.seen(); }
  amtsim::Firmware& firmware() { return firmware_; }
  Listener& listener() { return listener_; }
  const std::vector<std::string>& events() const { return events_; }

 private:
  static amtsim::Profile profile(const std::function<void(amtsim::Profile&)>& change) {
    amtsim::Profile profile = *amtsim::profile_named("amt20");
    if (change) change(profile);
    return profile;
  }
  Environment environment() {
    return {.heci = heci_,
            .local_port = connector_,
            .clock = clock_,
            .random = system_random(),
            .progress = listener_,
            .audit = [this](const AuditRecord& record) -> Status {
              if (record.event == refused_event_) return Error{.code = Errc::io, .message = "no space is left"};
              events_.emplace_back(record.event);
              return {};
            },
            .asked_to_end = [this] { return asked_to_end_; }};
  }

  MachineVerifier verifier_ = test_verifier();
  amtsim::Firmware firmware_;
  std::unique_ptr<amtsim::Port> port_;
  RenamingHeci heci_;
  JumpingClock clock_{};
  Detour connector_;
  Listener listener_{};
  bool asked_to_end_ = false;
  std::string refused_event_{};
  std::vector<std::string> events_{};
};

std::string kind_of(const Outcome& outcome) {
  return outcome.failure ? std::string(to_string(outcome.failure->kind)) : "none";
}
std::string said(const Outcome& outcome) {
  return outcome.failure ? describe(outcome.failure->error) + " [" + outcome.failure->error.hint + "]" : "";
}
std::string reason_of(const Outcome& outcome) {
  return outcome.failure ? std::string(outcome.failure->error.reason.text()) : "";
}
const Step* step_of(const Outcome& outcome, std::string_view name) {
  const auto found = std::ranges::find(outcome.steps, name, &Step::name);
  return found == outcome.steps.end() ? nullptr : &*found;
}
constexpr DeviceState kClear{};
constexpr DeviceState kActivated{.mode = ControlMode::client, .state = ProvisioningState::post};
constexpr DeviceState kHalf{.mode = ControlMode::client, .state = ProvisioningState::in};
using Effects = std::map<std::string, unsigned>;

// ---- Activation that comes to its end.

TEST(ActivateCcm, Activates) {
  Bench bench;
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "none") << said(outcome);
  EXPECT_EQ(outcome.state, kActivated);
  EXPECT_EQ(bench.firmware().mode(), amtsim::Mode::client);
  EXPECT_EQ(bench.firmware().state(), amtsim::State::post);
}

TEST(ActivateCcm, AsksForEachEffectOnce) {
  Bench bench;
  const Outcome outcome = bench.activate();
  EXPECT_EQ(bench.seen().effects, (Effects{{"Setup", 1}, {"CommitChanges", 1}}));
  EXPECT_EQ(outcome.work.requests_with_effects, 2U);
}

TEST(ActivateCcm, NeedsThreeHandshakesAtMostWhereSessionsAreKept) {
  Bench bench;
  const Outcome outcome = bench.activate();
  EXPECT_LE(outcome.work.handshakes, 3U);
  EXPECT_EQ(outcome.work.handshakes, bench.seen().handshakes);
}

TEST(ActivateCcm, WorksWhereEachSessionCarriesOneRequest) {
  Bench bench;
  bench.turn([](Knobs& knobs) { knobs.keep_alive = false; });
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "none") << said(outcome);
  EXPECT_EQ(bench.seen().effects, (Effects{{"Setup", 1}, {"CommitChanges", 1}}));
}

TEST(ActivateCcm, SetsThePasswordThatWasGiven) {
  Bench bench;
  static_cast<void>(bench.activate());
  const std::optional<std::string> a1 = bench.firmware().a1_of("admin");
  ASSERT_TRUE(a1);
  EXPECT_EQ(digest_a1("admin", bench.firmware().realm(), Secret(std::string(kPassword))).reveal(), *a1);
}

TEST(ActivateCcm, RecordsBeginAndEnd) {
  Bench bench;
  static_cast<void>(bench.activate());
  EXPECT_EQ(bench.events(), (std::vector<std::string>{"activation-begins", "activation-ended"}));
}

TEST(ActivateCcm, TellsEachStepInOrder) {
  Bench bench;
  const Outcome outcome = bench.activate();
  const std::vector<std::string> expected = {"read-device", "check-state", "check-password", "verify-peer",
                                             "audit",       "setup",       "commit",         "audit-end"};
  EXPECT_EQ(bench.listener().names(), expected);
  EXPECT_EQ(outcome.steps.size(), expected.size());
}

// ---- Lost answers: the state over HECI decides.

TEST(ActivateCcm, GoesOnWhenTheAnswerToSetupIsLost) {
  Bench bench;
  bench.turn([](Knobs& knobs) { knobs.drop_after_setup = true; });
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "none") << said(outcome);
  EXPECT_EQ(outcome.state, kActivated);
  EXPECT_EQ(bench.seen().effects, (Effects{{"Setup", 1}, {"CommitChanges", 1}}));
}

TEST(ActivateCcm, SaysThatNothingHoldsWhenSetupIsLostOnItsWay) {
  Bench bench;
  bench.turn([](Knobs& knobs) { knobs.drop_before_setup = true; });
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "transport") << said(outcome);
  EXPECT_EQ(reason_of(outcome), "reply-lost");
  EXPECT_EQ(outcome.state, kClear);
  EXPECT_EQ(bench.seen().effects, (Effects{{"Setup", 1}}));
}

TEST(ActivateCcm, IsDoneWhetherOrNotTheAnswerToCommitChangesComes) {
  for (const bool dropped : {true, false}) {
    Bench bench;
    bench.turn([=](Knobs& knobs) { knobs.drop_after_commit = dropped; });
    const Outcome outcome = bench.activate();
    EXPECT_EQ(kind_of(outcome), "none") << said(outcome);
    EXPECT_EQ(bench.seen().effects.at("CommitChanges"), 1U);
  }
}

TEST(ActivateCcm, IsDoneWhereSetupAloneActivatesAndTheChainIsGone) {
  Bench bench("lnl", "lnl", [](amtsim::Profile& profile) { profile.commit_needed = false; });
  bench.turn([](Knobs& knobs) { knobs.keep_alive = false; });
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "none") << said(outcome);
  EXPECT_EQ(outcome.state, kActivated);
  EXPECT_EQ(bench.seen().effects, (Effects{{"Setup", 1}}));
}

// ---- The port fails.

TEST(ActivateCcm, ChangesNothingWhenThePortIsGoneBeforeSetup) {
  Bench bench;
  bench.at("setup", [&] { bench.close_port(); });
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "transport") << said(outcome);
  EXPECT_EQ(outcome.state, kClear);
  EXPECT_EQ(outcome.work.requests_with_effects, 0U);
}

TEST(ActivateCcm, SaysWhatHoldsWhenThePortIsGoneBeforeCommitChanges) {
  Bench bench;
  bench.at("commit", [&] { bench.close_port(); });
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "partly-done") << said(outcome);
  EXPECT_EQ(outcome.state, kHalf);
  EXPECT_EQ(bench.seen().effects, (Effects{{"Setup", 1}}));
}

TEST(ActivateCcm, WaitsUntilTheNewAdministratorIsLetIn) {
  Bench bench;
  const auto let_in = [&](bool yes) { bench.turn([=](Knobs& knobs) { knobs.unauthorized_forever = !yes; }); };
  bench.at("commit", [&] { let_in(false); });
  bench.clock().on_sleep([&] { let_in(bench.clock().slept() >= milliseconds(6000)); });
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "none") << said(outcome);
  EXPECT_EQ(bench.seen().effects, (Effects{{"Setup", 1}, {"CommitChanges", 1}}));
}

TEST(ActivateCcm, ActivatesWhereRightCredentialsAreRefusedTwice) {
  Bench bench;
  bench.turn([](Knobs& knobs) { knobs.unauthorized_after_setup = 2; });
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "none") << said(outcome);
  EXPECT_EQ(outcome.state, kActivated);
  EXPECT_GT(bench.clock().slept(), milliseconds(0));
  EXPECT_EQ(bench.seen().effects, (Effects{{"Setup", 1}, {"CommitChanges", 1}}));
}

TEST(ActivateCcm, WaitsForTheNewAdministratorWithinBounds) {
  Bench bench;
  bench.at("commit", [&] { bench.turn([](Knobs& knobs) { knobs.unauthorized_forever = true; }); });
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "partly-done") << said(outcome);
  EXPECT_LT(bench.clock().slept(), milliseconds(20'000));
  EXPECT_EQ(bench.seen().effects, (Effects{{"Setup", 1}}));
}

// ---- Refusals by the firmware.

TEST(ActivateCcm, TellsTheReturnValueOfSetup) {
  Bench bench;
  bench.turn([](Knobs& knobs) { knobs.return_values["Setup"] = 1; });
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "firmware-refused");
  EXPECT_EQ(outcome.failure->firmware_status, 1U);
  EXPECT_NE(outcome.failure->error.message.find("INTERNAL_ERROR"), std::string::npos) << said(outcome);
  EXPECT_EQ(outcome.state, kClear);
  EXPECT_EQ(bench.seen().effects, (Effects{{"Setup", 1}}));
}

TEST(ActivateCcm, SaysWhatHoldsWhenCommitChangesIsRefused) {
  Bench bench;
  bench.turn([](Knobs& knobs) { knobs.return_values["CommitChanges"] = 2057; });
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "partly-done");
  EXPECT_EQ(outcome.failure->firmware_status, 2057U);
  EXPECT_NE(outcome.failure->error.message.find("DATA_MISSING"), std::string::npos) << said(outcome);
  EXPECT_NE(outcome.failure->error.hint.find("amtctl deactivate --local"), std::string::npos);
  EXPECT_EQ(outcome.state, kHalf);
  EXPECT_EQ(bench.seen().effects, (Effects{{"Setup", 1}, {"CommitChanges", 1}}));
}

TEST(ActivateCcm, StopsBeforeAnyChangeWhenCredentialsAreRefused) {
  Bench bench;
  bench.turn([](Knobs& knobs) { knobs.unauthorized_forever = true; });
  const Outcome outcome = bench.activate();
  EXPECT_EQ(reason_of(outcome), "credentials-refused");
  EXPECT_EQ(kind_of(outcome), "firmware-refused");
  EXPECT_TRUE(bench.seen().effects.empty());
  EXPECT_TRUE(bench.events().empty());
}

// ---- Who answers.

TEST(ActivateCcm, SendsNoSecretToADeviceThatIsNotTrusted) {
  for (const char* shown : {"forged", "wrong-purpose", "engineering", "no-chain"}) {
    Bench bench(shown);
    const Outcome outcome = bench.activate();
    EXPECT_EQ(kind_of(outcome), "not-trusted") << shown << ": " << said(outcome);
    EXPECT_TRUE(outcome.peer.verdict && !outcome.peer.verdict->trusted()) << shown;
    EXPECT_EQ(bench.seen().secret_bytes, 0U) << shown;
    EXPECT_EQ(bench.seen().application_bytes, 0U) << shown;
    EXPECT_TRUE(bench.seen().effects.empty()) << shown;
    EXPECT_TRUE(bench.events().empty()) << shown;
    EXPECT_EQ(outcome.state, kClear) << shown;
  }
}

TEST(ActivateCcm, SendsNoSecretToAnotherDeviceThanThatOfThisMachine) {
  Bench bench("other-device", "lnl");
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "not-trusted") << said(outcome);
  EXPECT_EQ(bench.seen().secret_bytes, 0U);
  EXPECT_TRUE(bench.seen().effects.empty());
}

TEST(ActivateCcm, TakesTheOtherDeviceWhereItIsThatOfThisMachine) {
  Bench bench("other-device", "other-device");
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "none") << said(outcome);
}

// ---- Nothing is changed.

/// Stranger is another genuine device at a port of its own.
struct Stranger {
  amtsim::Firmware firmware{*amtsim::profile_named("amt20"), identity_named("other-device").rom_fingerprint, 2};
  std::unique_ptr<amtsim::Port> port = *amtsim::Port::listen(firmware, identity_named("other-device"), "127.0.0.1", 0);
};

TEST(ActivateCcm, JudgesEachSessionAnewBeforeTheFirstSecret) {
  Stranger stranger;
  Bench bench;
  bench.lead_to(stranger.port->number(), 1);  // whoever answered the first time was the device
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "not-trusted") << said(outcome);
  EXPECT_EQ(stranger.firmware.seen().application_bytes, 0U);
  EXPECT_TRUE(bench.seen().effects.empty());
}

TEST(ActivateCcm, JudgesEachSessionAnewBetweenTheSteps) {
  Stranger stranger;
  Bench bench;
  bench.turn([](Knobs& knobs) { knobs.keep_alive = false; });
  bench.lead_to(stranger.port->number(), 2);  // the settings were read; the next would be Setup
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "not-trusted") << said(outcome);
  EXPECT_EQ(stranger.firmware.seen().application_bytes, 0U);
  EXPECT_TRUE(bench.seen().effects.empty());
}

TEST(ActivateCcm, ChangesNothingWhereTheUpidWasNotTold) {
  Bench bench;
  bench.fail_upid({.code = Errc::timeout, .message = "no answer came", .reason = "timed-out"});
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "transport") << said(outcome);
  EXPECT_EQ(bench.seen().sessions, 0U);
}

TEST(ActivateCcm, ActivatesWhereThePlatformHasNoUpid) {
  Bench bench;
  bench.fail_upid({.code = Errc::device, .message = "there is no such client", .reason = "heci-no-client"});
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "none") << said(outcome);
  EXPECT_NE(step_of(outcome, "check-state")->detail.find("no UPID"), std::string::npos);
}

TEST(ActivateCcm, ChangesNothingWhenTheRecordCannotBeWritten) {
  Bench bench;
  bench.refuse_audit("activation-begins");
  const Outcome outcome = bench.activate();
  EXPECT_EQ(reason_of(outcome), "audit-not-written");
  EXPECT_EQ(kind_of(outcome), "policy");
  EXPECT_TRUE(bench.seen().effects.empty());
  EXPECT_EQ(outcome.state, kClear);
}

TEST(ActivateCcm, SaysThatTheDeviceIsActivatedWhenOnlyTheLastRecordIsMissing) {
  Bench bench;
  bench.refuse_audit("activation-ended");
  const Outcome outcome = bench.activate();
  EXPECT_EQ(reason_of(outcome), "audit-not-written");
  EXPECT_EQ(kind_of(outcome), "partly-done");
  EXPECT_EQ(outcome.state, kActivated);
}

TEST(ActivateCcm, RehearsesWithoutAChangeOrARecord) {
  Bench bench;
  const Outcome outcome = bench.activate(Rehearsal::yes);
  EXPECT_EQ(kind_of(outcome), "none") << said(outcome);
  EXPECT_TRUE(bench.seen().effects.empty());
  EXPECT_TRUE(bench.events().empty());
  EXPECT_TRUE(outcome.peer.verdict && outcome.peer.verdict->trusted());
  for (const char* name : {"audit", "setup", "commit"}) {
    const Step* step = step_of(outcome, name);
    ASSERT_NE(step, nullptr) << name;
    EXPECT_EQ(step->state, StepState::skipped) << name;
  }
}

TEST(ActivateCcm, RefusesADeviceThatIsActivated) {
  Bench bench;
  static_cast<void>(bench.activate());
  const amtsim::Seen before = bench.seen();
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "wrong-state");
  EXPECT_EQ(outcome.state, kActivated);
  EXPECT_EQ(bench.seen().sessions, before.sessions);
  EXPECT_EQ(bench.seen().effects, before.effects);
}

TEST(ActivateCcm, RefusesADeviceWithoutEnforcedTlsBeforeItConnects) {
  Bench bench("lnl", "lnl", [](amtsim::Profile& profile) {
    profile.enablement = 0x82;
    profile.tls_enforced = false;
  });
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "wrong-state");
  EXPECT_EQ(bench.seen().sessions, 0U);
}

TEST(ActivateCcm, RefusesAnotherLocalAccountBeforeItConnects) {
  Bench bench;
  bench.rename_account("$$OsAdmi\r");
  const Outcome outcome = bench.activate();
  EXPECT_EQ(reason_of(outcome), "pthi-syntax");
  EXPECT_EQ(bench.seen().sessions, 0U);
}

TEST(ActivateCcm, RefusesAWeakPasswordBeforeItConnects) {
  Bench bench;
  const Outcome outcome = bench.activate_with("password");
  EXPECT_EQ(reason_of(outcome), "weak-password");
  EXPECT_EQ(kind_of(outcome), "usage");
  EXPECT_EQ(bench.seen().sessions, 0U);
}

// ---- Interrupted.

TEST(ActivateCcm, EndsWithoutAChangeWhenAskedBeforeTheFirst) {
  Bench bench;
  bench.ask_to_end_at("audit");
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "interrupted");
  EXPECT_TRUE(bench.seen().effects.empty());
  EXPECT_EQ(bench.events().back(), "activation-ended");
}

TEST(ActivateCcm, SaysWhatHoldsWhenAskedToEndAfterAChange) {
  Bench bench;
  bench.ask_to_end_at("setup");
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "partly-done");
  EXPECT_EQ(reason_of(outcome), "interrupted");
  EXPECT_EQ(outcome.state, kHalf);
  EXPECT_NE(outcome.failure->error.message.find("provisioning state 'in'"), std::string::npos) << said(outcome);
}

// ---- Deactivation.

TEST(DeactivateCcm, TakesAnActivatedDeviceBack) {
  Bench bench;
  static_cast<void>(bench.activate());
  const amtsim::Seen before = bench.seen();
  const Outcome outcome = bench.deactivate();
  EXPECT_EQ(kind_of(outcome), "none") << said(outcome);
  EXPECT_EQ(outcome.state, kClear);
  EXPECT_EQ(bench.seen().effects.at("Unprovision"), 1U);
  EXPECT_EQ(bench.seen().sessions, before.sessions);
}

TEST(DeactivateCcm, LetsTheDeviceBeActivatedAgain) {
  Bench bench;
  static_cast<void>(bench.activate());
  static_cast<void>(bench.deactivate());
  const Outcome outcome = bench.activate();
  EXPECT_EQ(kind_of(outcome), "none") << said(outcome);
}

TEST(DeactivateCcm, EndsAnActivationThatStoppedHalfway) {
  Bench bench;
  bench.ask_to_end_at("setup");
  ASSERT_EQ(bench.activate().state, kHalf);
  bench.go_on();
  const Outcome outcome = bench.deactivate();
  EXPECT_EQ(kind_of(outcome), "none") << said(outcome);
  EXPECT_EQ(outcome.state, kClear);
}

TEST(DeactivateCcm, RefusesADeviceThatIsNotActivated) {
  Bench bench;
  const Outcome outcome = bench.deactivate();
  EXPECT_EQ(kind_of(outcome), "wrong-state");
  EXPECT_TRUE(bench.seen().effects.empty());
  EXPECT_TRUE(bench.events().empty());
}

TEST(DeactivateCcm, TellsTheStatusOfTheFirmware) {
  Bench bench;
  static_cast<void>(bench.activate());
  bench.turn([](Knobs& knobs) { knobs.return_values["Unprovision"] = 0x81C; });
  const Outcome outcome = bench.deactivate();
  EXPECT_EQ(kind_of(outcome), "firmware-refused");
  EXPECT_EQ(outcome.failure->firmware_status, 0x81CU);
  EXPECT_EQ(outcome.state, kActivated);
}

TEST(DeactivateCcm, ChangesNothingWhenTheRecordCannotBeWritten) {
  Bench bench;
  static_cast<void>(bench.activate());
  bench.refuse_audit("deactivation-begins");
  const Outcome outcome = bench.deactivate();
  EXPECT_EQ(reason_of(outcome), "audit-not-written");
  EXPECT_EQ(bench.seen().effects.count("Unprovision"), 0U);
}

TEST(DeactivateCcm, RehearsesWithoutAChange) {
  Bench bench;
  static_cast<void>(bench.activate());
  const Outcome outcome = bench.deactivate(Rehearsal::yes);
  EXPECT_EQ(kind_of(outcome), "none") << said(outcome);
  EXPECT_EQ(outcome.state, kActivated);
  EXPECT_EQ(bench.seen().effects.count("Unprovision"), 0U);
}

}  // namespace
}  // namespace odca::amt
