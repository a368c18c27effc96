// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Does the program `limbo` see what it claims to see? Judges that hang, break and lie, and lists that are wrong.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "child.h"
#include "code.h"
#include "expectations.h"
#include "remix.h"
#include "report.h"
#include "tally.h"

namespace odca::limbo {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds kPatient{60'000};
constexpr milliseconds kImpatient{50};

Judge judge(std::function<Answer(const Case&)> ask) { return {.name = "test", .ask = std::move(ask)}; }

Judge refuses(std::string code) {
  return judge([code](const Case&) { return Answer{.outcome = Outcome::refused, .code = code}; });
}
Judge accepts() {
  return judge([](const Case&) { return Answer{.outcome = Outcome::accepted}; });
}

Answer asked(const Judge& one, milliseconds limit = kPatient) { return ask_in_child(one, Case{}, limit); }

TEST(Child, HandsOnTheWholeAnswer) {
  const Answer answer = asked(judge([](const Case&) {
    return Answer{.outcome = Outcome::refused,
                  .code = "expired",
                  .detail = "not \xff UTF-8",
                  .cert = "1 ca",
                  .warnings = {"missing-aki", "missing-ski"},
                  .signature_checks = 3,
                  .steps = 4};
  }));
  EXPECT_EQ(answer.outcome, Outcome::refused);
  EXPECT_EQ(answer.code, "expired");
  EXPECT_EQ(answer.cert, "1 ca");
  EXPECT_EQ(answer.warnings, (std::vector<std::string>{"missing-aki", "missing-ski"}));
  EXPECT_EQ(answer.signature_checks, 3U);
  EXPECT_EQ(answer.steps, 4U);
}

TEST(Child, ThatLoopsHangs) {
  const Judge loops = judge([](const Case&) -> Answer {
    for (volatile bool forever = true; forever;) continue;
    return {};
  });
  EXPECT_EQ(asked(loops, kImpatient).outcome, Outcome::hang);
}

TEST(Child, ThatAnsweredAndLingersHangs) {
  const Judge lingers = judge([](const Case&) -> Answer {
    for (int descriptor = 3; descriptor < 64; ++descriptor) close(descriptor);
    pause();
    return {};
  });
  EXPECT_EQ(asked(lingers, kImpatient).outcome, Outcome::hang);
}

TEST(Child, ThatAbortsCrashes) {
  EXPECT_EQ(asked(judge([](const Case&) -> Answer { std::abort(); })).outcome, Outcome::crash);
}

TEST(Child, ThatThrowsCrashesAndSaysWhat) {
  const Answer answer = asked(judge([](const Case&) -> Answer { throw std::runtime_error("broken"); }));
  EXPECT_EQ(answer.outcome, Outcome::crash);
  EXPECT_NE(answer.detail.find("broken"), std::string::npos);
}

TEST(Child, ThatThrowsSomethingStrangeCrashes) {
  EXPECT_EQ(asked(judge([](const Case&) -> Answer { throw 1; })).outcome, Outcome::crash);
}

TEST(Child, ThatExitsWithoutAnAnswerCrashes) {
  EXPECT_EQ(asked(judge([](const Case&) -> Answer { _exit(0); })).outcome, Outcome::crash);
}

TEST(Child, ThatExitsWithAFailureCrashes) {
  EXPECT_EQ(asked(judge([](const Case&) -> Answer { _exit(3); })).outcome, Outcome::crash);
}

TEST(Child, CannotClaimACrashOrAHangAsAnAnswer) {
  for (const Outcome outcome : {Outcome::crash, Outcome::hang})
    EXPECT_EQ(asked(judge([=](const Case&) { return Answer{.outcome = outcome}; })).outcome, Outcome::crash);
}

TEST(Child, OfAnEarlierCrashDoesNotDisturbTheNext) {
  EXPECT_EQ(asked(judge([](const Case&) -> Answer { std::abort(); })).outcome, Outcome::crash);
  EXPECT_EQ(asked(accepts()).outcome, Outcome::accepted);
}

Case case_of(std::string id, Class wanted, bool suite_accepts) {
  return {.id = std::move(id), .wanted = wanted, .suite_accepts = suite_accepts};
}

Answer refused(std::string code, std::vector<std::string> warnings = {}) {
  return {.outcome = Outcome::refused, .code = std::move(code), .warnings = std::move(warnings)};
}
Answer accepted(std::vector<std::string> warnings = {}) {
  return {.outcome = Outcome::accepted, .warnings = std::move(warnings)};
}

/// Scratch is a file that is gone at the end.
class Scratch {
 public:
  explicit Scratch(const std::string& content)
      : file_(fs::path(testing::TempDir()) / ("limbo-" + std::to_string(getpid()))) {
    std::ofstream(file_) << content;
  }
  ~Scratch() { fs::remove(file_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& file() const { return file_; }

 private:
  fs::path file_;
};

CodeTable codes(const std::string& rows) {
  const Scratch scratch("codes:\n" + rows);
  Result<CodeTable> table = CodeTable::read(scratch.file());
  if (!table) throw std::runtime_error(describe(table.error()));
  return *std::move(table);
}

const char* const kExpiredRow = "  - {cases: ['a::*'], allow: [expired], why: test}\n";

TEST(MarkOf, ARefusalForAnotherReasonIsNoAgreement) {
  const Case bad = case_of("a::b", Class::bind, false);
  const CodeTable table = codes(kExpiredRow);
  EXPECT_EQ(mark_of(bad, refused("expired"), false, &table), Mark::agree);
  EXPECT_EQ(mark_of(bad, refused("no-path"), false, &table), Mark::wrong_reason);
  EXPECT_EQ(mark_of(bad, refused("no-path"), false, nullptr), Mark::agree);
  EXPECT_EQ(mark_of(bad, accepted(), false, &table), Mark::wrong_accept);
}

TEST(MarkOf, WithoutARowEveryReasonIsAsGood) {
  const CodeTable table = codes(kExpiredRow);
  EXPECT_EQ(mark_of(case_of("other", Class::bind, false), refused("no-path"), false, &table), Mark::agree);
}

TEST(MarkOf, ACrashIsNeverARefusal) {
  const Case bad = case_of("a::b", Class::bind, false);
  EXPECT_EQ(mark_of(bad, Answer{.outcome = Outcome::crash}, false, nullptr), Mark::crash);
  EXPECT_EQ(mark_of(bad, Answer{.outcome = Outcome::hang}, false, nullptr), Mark::hang);
}

TEST(MarkOf, AWarningIsDemandedAndStrictRefuses) {
  const Case duty = case_of("w", Class::warn, false);
  const CodeTable table = codes("  - {cases: [w], allow: [missing-aki], why: test}\n");
  EXPECT_EQ(mark_of(duty, accepted({"missing-ski", "missing-aki"}), false, &table), Mark::agree);
  EXPECT_EQ(mark_of(duty, accepted({"missing-ski"}), false, &table), Mark::wrong_reason);
  EXPECT_EQ(mark_of(duty, accepted(), false, &table), Mark::wrong_reason);
  EXPECT_EQ(mark_of(duty, refused("missing-aki"), false, &table), Mark::wrong_refusal);
  EXPECT_EQ(mark_of(duty, refused("missing-aki", {"missing-aki"}), true, &table), Mark::agree);
  EXPECT_EQ(mark_of(duty, refused("missing-ski", {"missing-ski", "missing-aki"}), true, &table), Mark::agree);
  EXPECT_EQ(mark_of(duty, refused("expired", {"missing-aki"}), true, &table), Mark::wrong_reason);
  EXPECT_EQ(mark_of(duty, accepted({"missing-aki"}), true, &table), Mark::wrong_accept);
}

TEST(MarkOf, FlippedCasesMustBeRefused) {
  const Case flipped = case_of("f", Class::flip, true);
  EXPECT_EQ(mark_of(flipped, refused("x"), false, nullptr), Mark::agree);
  EXPECT_EQ(mark_of(flipped, accepted(), false, nullptr), Mark::wrong_accept);
}

TEST(MarkOf, CasesOutAreReportedOnly) {
  const Case out = case_of("o", Class::out, false);
  EXPECT_EQ(mark_of(out, accepted(), false, nullptr), Mark::reported);
  EXPECT_EQ(mark_of(out, Answer{.outcome = Outcome::crash}, false, nullptr), Mark::crash);
}

Comparison run_of(std::vector<Case> cases, Judge one) {
  Comparison run{.cases = std::move(cases), .most_checks = 100};
  run.judges.push_back(std::move(one));
  return run;
}

void ask(Comparison& run) {
  ask_all(run, kPatient, [](const Case&) { return true; });
}

TEST(Bar, IsMetByARightAnswer) {
  Comparison run = run_of({case_of("a", Class::bind, true)}, accepts());
  ask(run);
  EXPECT_TRUE(violations(run).empty());
}

TEST(Bar, IsNotMetByWhoAlwaysRefuses) {
  Comparison run = run_of({case_of("a", Class::bind, true), case_of("b", Class::bind, false)}, refuses("x"));
  ask(run);
  EXPECT_EQ(violations(run).size(), 1U);
}

TEST(Bar, IsNotMetWhenNobodyWasAsked) { EXPECT_EQ(violations(run_of({}, accepts())).size(), 1U); }

TEST(Bar, IsNotMetByACrashOutsideTheClassesThatBind) {
  Comparison run =
      run_of({case_of("a", Class::bind, true), case_of("o", Class::out, false)}, judge([](const Case& one) {
               if (one.wanted == Class::out) std::abort();
               return Answer{.outcome = Outcome::accepted};
             }));
  ask(run);
  EXPECT_EQ(violations(run).size(), 1U);
}

TEST(Bar, IsNotMetBeyondTheBudgetOfChecks) {
  Comparison run =
      run_of({case_of("a", Class::bind, true)},
             judge([](const Case&) { return Answer{.outcome = Outcome::accepted, .signature_checks = 101}; }));
  ask(run);
  EXPECT_EQ(violations(run).size(), 1U);
}

TEST(Bar, IsNotMetWhenAnotherBagChangesTheVerdict) {
  Comparison run =
      run_of({Case{.id = "a", .wanted = Class::out, .presented = {{1}, {2}}}, case_of("b", Class::bind, true)},
             judge([](const Case& one) {
               const bool first = one.presented.empty() || one.presented[0] == Bytes{1};
               return Answer{.outcome = first ? Outcome::accepted : Outcome::refused};
             }));
  run.forms = {Form::plain, Form::reversed};
  ask(run);
  EXPECT_EQ(violations(run).size(), 1U);
  EXPECT_EQ(changed(run, 0).size(), 1U);
}

KnownDivergence exception_for(std::string id, std::string code) {
  return {
      .id = std::move(id), .must_accept = true, .actual = Outcome::refused, .code = std::move(code), .reason = "test"};
}

TEST(Exceptions, CoverADivergence) {
  Comparison run = run_of({case_of("a", Class::bind, true)}, refuses("x"));
  run.exceptions = {exception_for("a", "x")};
  ask(run);
  EXPECT_TRUE(violations(run).empty());
}

TEST(Exceptions, DoNotCoverAnotherCode) {
  Comparison run = run_of({case_of("a", Class::bind, true)}, refuses("y"));
  run.exceptions = {exception_for("a", "x")};
  ask(run);
  EXPECT_EQ(violations(run).size(), 2U);  // the divergence, and the entry that does not fit it
}

TEST(Exceptions, FailWhenStale) {
  Comparison run = run_of({case_of("a", Class::bind, true)}, accepts());
  run.exceptions = {exception_for("a", "x")};
  ask(run);
  EXPECT_EQ(violations(run).size(), 1U);
}

TEST(Exceptions, OfCasesThatWereNotAskedAreLeftAlone) {
  Comparison run = run_of({case_of("a", Class::bind, true)}, accepts());
  run.exceptions = {exception_for("elsewhere", "x")};
  ask(run);
  EXPECT_TRUE(violations(run).empty());
}

TEST(Exceptions, ForStrictDoNotCoverTheDefault) {
  Comparison run = run_of({case_of("a", Class::bind, true)}, refuses("x"));
  run.exceptions = {exception_for("a", "x")};
  run.exceptions[0].strict = true;
  ask(run);
  EXPECT_EQ(violations(run).size(), 1U);
}

TEST(Exceptions, CannotListACrash) {
  const Scratch scratch("exceptions:\n  - {id: a, expected: SUCCESS, actual: CRASH, code: x, reason: test}\n");
  EXPECT_FALSE(read_exceptions(scratch.file()));
}

TEST(Exceptions, NeedAReason) {
  const Scratch scratch("exceptions:\n  - {id: a, expected: SUCCESS, actual: FAILURE, code: x}\n");
  EXPECT_FALSE(read_exceptions(scratch.file()));
}

TEST(Matches, AStarStandsForAnyText) {
  EXPECT_TRUE(matches("a::*", "a::b::c"));
  EXPECT_TRUE(matches("a::*::c", "a::b::c"));
  EXPECT_TRUE(matches("*", ""));
  EXPECT_FALSE(matches("a::*", "b::a::"));
  EXPECT_FALSE(matches("a", "ab"));
}

constexpr const char* kMinimal =
    R"({"testcases": [{"id": "a::b", "peer_certificate": "no PEM", "expected_result": "SUCCESS", "new_field": 1}]})";

TEST(Suite, UnknownAndAbsentFieldsDoNotMatter) {
  const Scratch scratch(kMinimal);
  const Result<std::vector<Case>> cases = read_suite(scratch.file(), Time{});
  ASSERT_TRUE(cases) << describe(cases.error());
  ASSERT_EQ(cases->size(), 1U);
  EXPECT_EQ(cases->front().name_space(), "a");
  EXPECT_TRUE(cases->front().peer.empty());
  EXPECT_EQ(cases->front().wanted, Class::bind);
}

TEST(Suite, OfAnotherShapeIsAnError) {
  for (const char* text : {"", "[]", "{}", R"({"testcases": [{}]})", R"({"testcases": [{"id": "a"}]})",
                           R"({"testcases": [{"id": "a", "peer_certificate": "x", "expected_result": "PERHAPS"}]})"}) {
    const Scratch scratch(text);
    EXPECT_FALSE(read_suite(scratch.file(), Time{})) << text;
  }
}

TEST(Suite, AnUnknownClassIsAnError) {
  const Scratch scratch(R"({"a": {"class": "bnid", "expected": "SUCCESS"}})");
  std::vector<Case> cases{case_of("a", Class::bind, true)};
  EXPECT_FALSE(apply_overlay(scratch.file(), cases));
}

TEST(OdcaJudge, RefusesWhatCannotBeRead) {
  const Answer answer = asked(odca_judge(false));
  EXPECT_EQ(answer.outcome, Outcome::refused);
  EXPECT_EQ(answer.code, "not-der");
}

TEST(Code, OfAnUnknownFindingShowsItself) {
  EXPECT_EQ(code_of(Finding{.rule = "odca.platform", .reason = "custom"}), "odca.platform/custom");
}

TEST(Remix, DoubledHoldsEveryCertificateTwiceAndTheAnchorsOnce) {
  const std::vector<Case> cases{Case{.id = "a", .peer = {9}, .presented = {{1}, {2}}, .trusted = {{3}}}};
  EXPECT_EQ(remix(cases, 0, Form::doubled).presented.size(), 6U);
}

TEST(Remix, NamesakesAreOfCasesThatShareNoCa) {
  const std::vector<Case> cases{Case{.id = "a", .peer = {9}, .trusted = {{3}}},
                                Case{.id = "b", .peer = {8}, .presented = {{1}}, .trusted = {{3}}},
                                Case{.id = "c", .peer = {7}, .presented = {{2}}, .trusted = {{4}}}};
  EXPECT_EQ(remix(cases, 0, Form::namesakes).presented.size(), 3U);  // of c alone: anchor, target, intermediate
}

TEST(Report, IsAResultDocument) {
  Comparison run = run_of({case_of("a", Class::bind, true), case_of("b::c", Class::bind, false)}, accepts());
  ask(run);
  const auto document = nlohmann::json::parse(to_json(run));
  EXPECT_EQ(document.at("version"), 1);
  EXPECT_EQ(document.at("results").size(), 2U);
  EXPECT_EQ(document.at("results")[1].at("actual_result"), "SUCCESS");
  EXPECT_EQ(document.at("results")[1].at("mark"), "wrong accept");
  EXPECT_EQ(document.at("violations").size(), 1U);
  EXPECT_NE(to_text(run).find("b::c [bind]: wrong accept"), std::string::npos);
}

/// Every refusal that the committed suite asks for has its reasons written down, else the reason would not be compared.
TEST(OwnSuite, EveryRefusalHasItsCodes) {
  const fs::path folder = fs::path(ODCA_SOURCE_DIR) / "tests/differential";
  Result<std::vector<Case>> cases = read_suite(folder / "limbo-own/limbo.json", Time{});
  ASSERT_TRUE(cases) << describe(cases.error());
  ASSERT_TRUE(apply_overlay(folder / "limbo-own/overlay.json", *cases));
  const Result<CodeTable> table = CodeTable::read(folder / "limbo-codes.yaml");
  ASSERT_TRUE(table) << describe(table.error());
  for (const Case& one : *cases) {
    if (one.must_accept(true).value_or(true)) continue;
    EXPECT_NE(table->find(one.id), nullptr) << one.id;
  }
}

TEST(ExceptionsFile, IsReadable) {
  const Result<std::vector<KnownDivergence>> listed =
      read_exceptions(fs::path(ODCA_SOURCE_DIR) / "tests/differential/limbo-exceptions.yaml");
  EXPECT_TRUE(listed) << describe(listed.error());
}

}  // namespace
}  // namespace odca::limbo
