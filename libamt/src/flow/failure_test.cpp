// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Which failure is of which kind.
#include <gtest/gtest.h>

#include "flow/failure_kinds.h"

namespace odca::amt {
namespace {

TEST(KindOf, KnowsEachReasonOfThisLibrary) {
  constexpr ReasonId kOurs[] = {
      "heci-gone",         "heci-busy",           "heci-no-client",  "mei-absent",       "mei-permission",
      "timed-out",         "interrupted",         "connect-refused", "connection-reset", "peer-not-trusted",
      "tls-failed",        "http-syntax",         "http-too-big",    "http-truncated",   "http-status",
      "realm-changed",     "credentials-refused", "wsman-syntax",    "wsman-unrelated",  "wsman-fault",
      "reply-lost",        "pthi-syntax",         "upid-not-set",    "firmware-refused", "digest-challenge",
      "wrong-state",       "half-provisioned",    "device-locked",   "weak-password",    "audit-not-written",
      "state-not-reached", "identity-unusable",   "port-taken",      "mei-not-mounted",  "apf-syntax",
  };
  for (const ReasonId reason : kOurs) EXPECT_TRUE(kind_of(reason)) << reason.text();
}

TEST(FailureOf, GoesByTheReasonBeforeTheClass) {
  EXPECT_EQ(failure_of({.code = Errc::device, .reason = "mei-absent"}).kind, FailureKind::no_device);
  EXPECT_EQ(failure_of({.code = Errc::device, .reason = "firmware-refused"}).kind, FailureKind::firmware_refused);
}

TEST(FailureOf, GoesByTheClassOfAnErrorWithAnotherReason) {
  EXPECT_EQ(failure_of({.code = Errc::syntax, .reason = "yaml"}).kind, FailureKind::policy);
  EXPECT_EQ(failure_of({.code = Errc::permission}).kind, FailureKind::permission);
  EXPECT_EQ(failure_of({.code = Errc::signature, .reason = "E_KEY"}).kind, FailureKind::not_trusted);
}

TEST(FailureOf, KeepsTheError) {
  EXPECT_EQ(failure_of({.code = Errc::io, .message = "m", .hint = "h"}).error.message, "m");
}

TEST(ToString, NamesKindsAndStates) {
  EXPECT_EQ(to_string(FailureKind::not_trusted), "not-trusted");
  EXPECT_EQ(to_string(FailureKind::partly_done), "partly-done");
  EXPECT_EQ(to_string(StepState::unclear), "unclear");
}

}  // namespace
}  // namespace odca::amt
