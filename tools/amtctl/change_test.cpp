// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a flow is given, and what becomes of its outcome.
#include "change.h"

#include <gtest/gtest.h>

#include "source/test_folder.h"
#include "test_device.h"

namespace odca::amtctl {
namespace {

constexpr Change kWanted{.command = "activate", .done = "activated", .not_done = "not activated"};

/// NoHeci has no client: the flows of this test ask nothing.
class NoHeci final : public amt::Heci {
 public:
  Result<std::unique_ptr<amt::HeciClient>> connect(const amt::Guid&, amt::Deadline) override {
    return Error{.code = Errc::device, .message = "no client", .reason = "heci-no-client"};
  }
  std::string name() const override { return "none"; }
};

struct Asked {
  TestFolder folder{};
  Device device{.lock = *DeviceLock::take(folder.path() / "lock"), .heci = std::make_unique<NoHeci>()};
  std::string audit = folder.path() / "audit.jsonl";
  ChangeOptions options{.audit = audit, .output = {.format = cli::Format::json}};
};

TEST(ChangeDevice, RecordsWhereTheOptionSays) {
  Asked asked;
  const auto answer = change_device(asked.device, asked.options, kWanted, [](auto& environment, auto) {
    const amt::DeviceInfo device = a_device();
    EXPECT_TRUE(environment.audit({.event = "activation-begins", .device = &device}));
    EXPECT_FALSE(environment.asked_to_end());
    return amt::Outcome{};
  });
  EXPECT_EQ(answer.status, 0);
  const std::string line = text_of(asked.audit);
  EXPECT_NE(line.find(R"("event":"activation-begins","program":"amtctl )"), std::string::npos) << line;
}
TEST(ChangeDevice, TheKindOfTheFailureIsTheExitStatus) {
  Asked asked;
  const auto answer = change_device(asked.device, asked.options, kWanted, [](auto&, auto) {
    return amt::Outcome{.failure = amt::Failure{.kind = amt::FailureKind::partly_done}};
  });
  EXPECT_EQ(answer.status, 11);
  EXPECT_NE(answer.text.find(R"("failure":{"kind":"partly-done")"), std::string::npos) << answer.text;
}
TEST(ChangeDevice, ADryRunIsARehearsal) {
  Asked asked;
  asked.options.dry_run = true;
  const auto answer = change_device(asked.device, asked.options, kWanted, [](auto&, amt::Rehearsal rehearsal) {
    EXPECT_EQ(rehearsal, amt::Rehearsal::yes);
    return amt::Outcome{};
  });
  EXPECT_NE(answer.text.find(R"("dry_run":true,"done":false)"), std::string::npos) << answer.text;
  EXPECT_FALSE(std::filesystem::exists(asked.audit));
}

}  // namespace
}  // namespace odca::amtctl
