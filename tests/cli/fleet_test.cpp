// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A synthetic fleet gives exactly the counts that its generator says, and GNU parallel the same lines as one process.
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "shell.h"

namespace odca::cli_test {
namespace {

const std::string kFleet = "/usr/bin/python3 ../../vectors/make/fleet.py --devices 50 --seed 7 ";
const std::string kBatch = "odca-verify batch --trust ../../vectors/trust/odca --at 2026-03-01T00:00:00Z ";

class CliFleet : public ::testing::Test {
 protected:
  void SetUp() override {
    if (run("/usr/bin/python3 -B -c 'import cryptography, asn1crypto'").exit != 0)
      GTEST_SKIP() << "SKIPPED: the Python modules cryptography and asn1crypto are not installed";
  }
};

void expect_counts(const std::string& generate, const std::string& input) {
  const Outcome outcome =
      run("export PYTHONDONTWRITEBYTECODE=1; " + generate + " && " + kBatch + input + " --format json");
  ASSERT_EQ(outcome.exit, 1) << outcome.err;
  const std::size_t feed = outcome.out.find('\n');
  ASSERT_NE(feed, std::string::npos);
  const auto expected = nlohmann::json::parse(outcome.out.substr(0, feed));
  const auto found = nlohmann::json::parse(outcome.out.substr(feed));
  for (const char* name : {"total", "trusted", "rejected", "unreadable"})
    EXPECT_EQ(found[name], expected[name]) << name;
  EXPECT_FALSE(expected["rules"].empty());
  for (const auto& [rule, count] : expected["rules"].items()) EXPECT_EQ(found["rules"][rule]["fail"], count) << rule;
}

TEST_F(CliFleet, CountsOfJsonLines) { expect_counts(kFleet + "--out $SCRATCH/fleet.jsonl", "$SCRATCH/fleet.jsonl"); }
TEST_F(CliFleet, CountsOfAnArchive) { expect_counts(kFleet + "--tar --out $SCRATCH/fleet.tar", "$SCRATCH/fleet.tar"); }

TEST_F(CliFleet, GnuParallelGivesTheSameLines) {
  if (run("parallel --version | grep -q 'GNU parallel'").exit != 0)
    GTEST_SKIP() << "SKIPPED: GNU parallel is not installed (Debian package parallel)";
  const Outcome outcome = run("export PYTHONDONTWRITEBYTECODE=1 HOME=$SCRATCH; " + kFleet +
                              "--out $SCRATCH/f.jsonl >/dev/null && " + kBatch +
                              "$SCRATCH/f.jsonl --format jsonl | sed 's/\"number\":[0-9]*,//; "
                              "s/\"source\":\"[^\"]*\",//' >$SCRATCH/one; parallel --pipe --keep-order --recend "
                              "'\\n' --block 40k " +
                              kBatch +
                              "- --jobs 1 <$SCRATCH/f.jsonl | sed 's/\"number\":[0-9]*,//; s/\"source\":\"[^\"]*\",//' "
                              ">$SCRATCH/many; cmp $SCRATCH/one $SCRATCH/many");
  EXPECT_EQ(outcome.exit, 0) << outcome.out << outcome.err;
}

// A run that reads from a pipe which stays open is ended by a signal after it wrote something, then continued. The
// lines are those of a run that was left alone, each once.
const std::string kStoppedRun = R"(
pem=$(awk '{printf "%s\\n", $0}' ../../vectors/chains/lnl/chain.pem)
for n in $(seq 200); do printf '{"id":"pc-%d","chain":"%s"}\n' $n "$pem"; done >$SCRATCH/fleet.jsonl
set -- --trust ../../vectors/trust/odca --at 2026-03-01T00:00:00Z
odca-verify batch - "$@" --output $SCRATCH/whole <$SCRATCH/fleet.jsonl || exit 90
mkfifo $SCRATCH/pipe
odca-verify batch - "$@" --output $SCRATCH/stopped <$SCRATCH/pipe &
exec 3>$SCRATCH/pipe
cat $SCRATCH/fleet.jsonl >&3
until [ -s $SCRATCH/stopped ]; do kill -0 $! || exit 91; done
kill -$SIGNAL $!
wait $!
echo $?
exec 3>&-
)";
const std::string kContinue = R"(
odca-verify batch - "$@" --output $SCRATCH/stopped --resume <$SCRATCH/fleet.jsonl || exit 92
cmp $SCRATCH/whole $SCRATCH/stopped && grep -c '"odca-batch/1"' $SCRATCH/stopped
)";

TEST(CliStopped, AfterAKillTheRunGoesOnWithoutALossOrARepetition) {
  const Outcome outcome = run("SIGNAL=KILL" + kStoppedRun + kContinue);
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "137\n200\n");
}
TEST(CliStopped, AfterAnInterruptTheOutputIsWholeAndTheRunGoesOn) {
  for (const char* signal : {"INT", "TERM"}) {
    const Outcome outcome =
        run(std::string("SIGNAL=") + signal + kStoppedRun + "tail -c 1 $SCRATCH/stopped | od -An -c\n" + kContinue);
    EXPECT_EQ(outcome.exit, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "2\n  \\n\n200\n");
    EXPECT_NE(outcome.err.find("stopped by a signal"), std::string::npos) << outcome.err;
  }
}
TEST(CliStopped, AReportOfAStoppedRunSaysSo) {
  // Reports come at the end, so the signal is sent when the pipe was read to its end: the writer of it waits for that.
  const Outcome outcome = run(R"(
mkfifo $SCRATCH/pipe
odca-verify batch - --trust root.pem --format json <$SCRATCH/pipe >$SCRATCH/report 2>/dev/null &
exec 3>$SCRATCH/pipe
head -c 1000000 /dev/zero | tr '\0' '\n' >&3
kill -TERM $!
wait $!
echo $?
grep -o '"partial":[a-z]*' $SCRATCH/report
)");
  EXPECT_EQ(outcome.out, "2\n\"partial\":true\n") << outcome.err;
}

}  // namespace
}  // namespace odca::cli_test
