// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "audit.h"

#include <gtest/gtest.h>

#include "source/test_folder.h"
#include "test_device.h"

namespace odca::amtctl {
namespace {

namespace fs = std::filesystem;

const Time kNow = *parse_time("2026-12-01T10:00:00Z");

TEST(AuditLine, SaysWhatWhenAndToWhichDevice) {
  const amt::DeviceInfo device = a_device();
  EXPECT_EQ(
      audit_line({.event = "activation-begins", .device = &device, .state = amt::DeviceState{}}, kNow, "amtctl 0.1.0"),
      R"({"schema":"odca-audit/1","time":"2026-12-01T10:00:00Z","event":"activation-begins",)"
      R"("program":"amtctl 0.1.0","uuid":"4bac9510-04a6-4321-bae2-d45ddf07b684","amt_version":"19.0.5",)"
      R"("control_mode":"none","provisioning_state":"pre"})"
      "\n");
}
TEST(AuditLine, HasTheVerdictInShort) {
  const Verdict verdict = verdict_on("good.pem");
  const std::string line = audit_line({.event = "activation-begins", .verdict = &verdict}, kNow, "amtctl");
  EXPECT_NE(line.find(R"("verdict":{"verdict":"trusted","policy":"default","trust_source":"custom")"),
            std::string::npos)
      << line;
  EXPECT_NE(line.find(R"("leaf_sha256":"79d663daedaa4650)"), std::string::npos) << line;
  EXPECT_NE(line.find(R"("anchor":")"), std::string::npos) << line;
}
TEST(AuditLine, HasTheRuleThatRefused) {
  const Verdict verdict = verdict_on("root.pem");
  const std::string line = audit_line({.event = "activation-ended", .verdict = &verdict}, kNow, "amtctl");
  EXPECT_NE(line.find(R"("verdict":{"verdict":"rejected")"), std::string::npos) << line;
  EXPECT_NE(line.find(R"("rule":")"), std::string::npos) << line;
}
TEST(AuditLine, HasStepsAndFailure) {
  const std::vector<amt::Step> steps{{.name = "commit", .state = amt::StepState::unclear, .detail = "a\nb"}};
  const amt::Failure failure{.kind = amt::FailureKind::partly_done,
                             .error = {.message = "the reply was lost", .reason = "reply-lost"}};
  const std::string line =
      audit_line({.event = "activation-ended", .steps = &steps, .failure = &failure}, kNow, "amtctl");
  EXPECT_NE(line.find(R"("steps":[{"name":"commit","state":"unclear","detail":"a\u000ab"}])"), std::string::npos)
      << line;
  EXPECT_NE(line.find(R"("failure":{"kind":"partly-done","reason":"reply-lost","message":"the reply was lost")"),
            std::string::npos)
      << line;
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

unsigned mode_of(const fs::path& path) {
  return static_cast<unsigned>(fs::status(path).permissions());  // the bits of the mode
}

TEST(AuditFile, IsMadeForItsOwnerAlone) {
  const TestFolder folder;
  const fs::path file = folder.path() / "audit.jsonl";
  ASSERT_TRUE(append_audit(file, "{}\n"));
  EXPECT_EQ(mode_of(file), 0600U);
  EXPECT_EQ(text_of(file), "{}\n");
}
TEST(AuditFile, GrowsByALine) {
  const TestFolder folder;
  const fs::path file = folder.write("audit.jsonl", "{1}\n");
  ASSERT_TRUE(append_audit(file, "{2}\n"));
  EXPECT_EQ(text_of(file), "{1}\n{2}\n");
}
TEST(AuditFile, ALineThatWasCutOffIsClosedFirst) {
  const TestFolder folder;
  const fs::path file = folder.write("audit.jsonl", "{1}\n{2");
  ASSERT_TRUE(append_audit(file, "{3}\n"));
  EXPECT_EQ(text_of(file), "{1}\n{2\n{3}\n");
}
TEST(AuditFile, ThatOthersMayReadIsTaken) {
  const TestFolder folder;
  const fs::path file = folder.write("audit.jsonl", "");
  fs::permissions(file, fs::perms(0644));
  EXPECT_TRUE(append_audit(file, "{}\n"));
  EXPECT_EQ(mode_of(file), 0644U);
}
TEST(AuditFile, ThatOthersMayChangeIsRefused) {
  const TestFolder folder;
  const fs::path file = folder.write("audit.jsonl", "");
  fs::permissions(file, fs::perms(0662));
  const Status refused = append_audit(file, "{}\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason.text(), "audit-not-written");
  EXPECT_EQ(text_of(file), "");
}
TEST(AuditFile, ThatIsALinkIsRefused) {
  const TestFolder folder;
  const fs::path file = folder.write("audit.jsonl", "");
  fs::create_symlink(file, folder.path() / "link");
  const Status refused = append_audit(folder.path() / "link", "{}\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason.text(), "audit-not-written");
  EXPECT_NE(refused.error().message.find("it is a link"), std::string::npos) << refused.error().message;
}
TEST(AuditFile, InAFolderThatIsNotThereIsRefused) {
  const TestFolder folder;
  const Status refused = append_audit(folder.path() / "absent/audit.jsonl", "{}\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason.text(), "audit-not-written");
}
TEST(AuditFile, ThatIsNoFileIsRefused) { EXPECT_FALSE(append_audit("/dev/null", "{}\n")); }

}  // namespace
}  // namespace odca::amtctl
