// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "describe_outcome.h"

#include <gtest/gtest.h>

#include "test_device.h"

namespace odca::amtctl {
namespace {

using amt::Rehearsal;

constexpr Change kChange{.command = "activate", .done = "activated", .not_done = "not activated"};

amt::Outcome done() {
  return {.steps = {{.name = "read-device", .detail = "AMT 19.0.5"}, {.name = "setup"}},
          .device = a_device(),
          .state = amt::DeviceState{amt::ControlMode::client, amt::ProvisioningState::post},
          .work = {.handshakes = 2, .requests = 5, .requests_with_effects = 2}};
}
amt::Outcome refused() {
  amt::Outcome outcome = done();
  outcome.steps[1] = {.name = "setup", .state = amt::StepState::failed, .detail = "refused", .firmware_status = 2};
  outcome.state = amt::DeviceState{};
  outcome.failure = amt::Failure{.kind = amt::FailureKind::firmware_refused,
                                 .error = {.code = Errc::protocol,
                                           .message = "the firmware refused 'Setup'",
                                           .hint = "wait a minute",
                                           .reason = "firmware-refused"},
                                 .firmware_status = 2};
  return outcome;
}
amt::Outcome untrusted() {
  amt::Outcome outcome = done();
  outcome.peer.verdict = verdict_on("root.pem");
  outcome.failure = amt::Failure{.kind = amt::FailureKind::not_trusted,
                                 .error = {.code = Errc::signature, .message = "no", .reason = "peer-not-trusted"}};
  return outcome;
}

TEST(OutcomeText, BeginsWithWhatHolds) {
  EXPECT_EQ(outcome_text(done(), kChange, Rehearsal::no, Colour::never),
            "activated\n"
            "  device 4bac9510-04a6-4321-bae2-d45ddf07b684, AMT 19.0.5\n"
            "  control mode client, provisioning state post\n"
            "\nsteps\n"
            "  read-device  done: AMT 19.0.5\n"
            "  setup        done\n");
}
TEST(OutcomeText, ARehearsalSaysThatNothingWasChanged) {
  EXPECT_TRUE(outcome_text(done(), kChange, Rehearsal::yes, Colour::never)
                  .starts_with("rehearsed: nothing stands in the way of 'activate', and nothing was changed\n"));
}
TEST(OutcomeText, AFailureHasItsKindTheFirmwaresStatusAndTheRemedy) {
  EXPECT_TRUE(outcome_text(refused(), kChange, Rehearsal::no, Colour::never)
                  .starts_with("not activated (firmware-refused): the firmware refused 'Setup'\n"
                               "  firmware status 2, NOT_READY\n"
                               "  hint: wait a minute\n"));
}
TEST(OutcomeText, WhatIsPartlyDoneIsNotCalledUndone) {
  amt::Outcome outcome = refused();
  outcome.failure->kind = amt::FailureKind::partly_done;
  EXPECT_TRUE(outcome_text(outcome, kChange, Rehearsal::no, Colour::never).starts_with("partly done (partly-done): "));
}
TEST(OutcomeText, AStateThatCouldNotBeReadIsNotMadeUp) {
  amt::Outcome outcome = refused();
  outcome.state.reset();
  EXPECT_NE(outcome_text(outcome, kChange, Rehearsal::no, Colour::never).find("could not be read again"),
            std::string::npos);
}
TEST(OutcomeText, HasTheVerdictWhereItIsANo) {
  EXPECT_NE(outcome_text(untrusted(), kChange, Rehearsal::no, Colour::never).find("\nrejected"), std::string::npos);
}
TEST(OutcomeText, AYesIsOneLine) {
  amt::Outcome outcome = done();
  outcome.peer.verdict = verdict_on("good.pem");
  const std::string text = outcome_text(outcome, kChange, Rehearsal::no, Colour::never);
  EXPECT_NE(text.find("  trusted by policy default, trust custom, anchor '"), std::string::npos) << text;
  EXPECT_EQ(text.find("\npath\n"), std::string::npos);
}

TEST(OutcomeJson, HasStepsStateAndWork) {
  EXPECT_EQ(outcome_json(done(), kChange, Rehearsal::no),
            R"({"schema":"odca-activation/1","command":"activate","dry_run":false,"done":true,)"
            R"("uuid":"4bac9510-04a6-4321-bae2-d45ddf07b684","amt_version":"19.0.5",)"
            R"("control_mode":"client","provisioning_state":"post",)"
            R"("steps":[{"name":"read-device","state":"done","detail":"AMT 19.0.5"},)"
            R"({"name":"setup","state":"done","detail":""}],)"
            R"("work":{"handshakes":2,"requests":5,"requests_with_effects":2}})"
            "\n");
}
TEST(OutcomeJson, HasTheFailure) {
  const std::string json = outcome_json(refused(), kChange, Rehearsal::no);
  EXPECT_NE(json.find(R"("failure":{"kind":"firmware-refused","reason":"firmware-refused",)"
                      R"("message":"the firmware refused 'Setup'","hint":"wait a minute",)"
                      R"("firmware_status":2,"firmware_status_name":"NOT_READY"})"),
            std::string::npos)
      << json;
  EXPECT_NE(json.find(R"("done":false)"), std::string::npos);
}
TEST(OutcomeJson, ARehearsalIsNotDone) {
  EXPECT_NE(outcome_json(done(), kChange, Rehearsal::yes).find(R"("dry_run":true,"done":false)"), std::string::npos);
}
TEST(OutcomeJson, HasTheVerdictAsOdcaVerifyPrintsIt) {
  const std::string json = outcome_json(untrusted(), kChange, Rehearsal::no);
  EXPECT_NE(json.find(R"(,"verdict":{"schema":"odca-verdict/1")"), std::string::npos) << json;
  EXPECT_TRUE(json.ends_with("}}\n"));
}

}  // namespace
}  // namespace odca::amtctl
