// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Whole processes, from start to exit: odca-verify on a 6-certificate chain and `openssl verify` on the same chain, in
// turns. Prints medians of wall-clock time, peaks of memory, and the ratio; beside them an empty program as the floor.
// Ends with status 1 when odca-verify needs 16 MiB or more time than openssl.
//
// Not with Google Benchmark: what is measured are processes, and this one must stay small not to be counted in.
//
//   bench_cold [ROUNDS]        default 40
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "median.h"
#include "process.h"

namespace {

using odca::bench::median;
using odca::bench::Program;
using odca::bench::Ran;
using odca::bench::run;

constexpr double kMostMib = 16;
const std::string kVectors = ODCA_SOURCE_DIR "/tests/vectors/";

struct Contender {
  const char* name;
  Program program{};
  int expected = 0;  ///< exit status
  std::vector<double> wall_ms{};
  std::vector<double> cpu_ms{};
  double peak_mib = 0;
};

std::array<Contender, 4> contenders() {
  const std::string chain = kVectors + "chains/lnl/chain.pem";
  const std::vector<std::string> ours = {ODCA_VERIFY, "--at", "2026-03-01T00:00:00Z", "--chain", chain};
  std::vector<std::string> custom = ours;
  custom.insert(custom.end(), {"--trust", kVectors + "trust/odca"});
  return {Contender{.name = "odca-verify, trust from a folder", .program = {.words = custom}},
          // Intel's anchors do not vouch for a test chain: the same work up to the last signature.
          Contender{.name = "odca-verify, embedded trust", .program = {.words = ours}, .expected = 1},
          Contender{.name = "openssl verify",
                    .program = {.words = {"openssl", "verify", "-attime", "1772323200", "-CAfile",
                                          kVectors + "trust/odca/root.pem", "-untrusted", chain, chain}}},
          Contender{.name = "an empty program", .program = {.words = {"/bin/true"}}}};
}

void measure(Contender& contender) {
  const Ran ran = run(contender.program);
  if (ran.status != contender.expected)
    throw std::runtime_error(std::string(contender.name) + ": expected status " + std::to_string(contender.expected) +
                             ", found " + std::to_string(ran.status));
  contender.wall_ms.push_back(ran.wall_ms);
  contender.cpu_ms.push_back(ran.cpu_ms);
  contender.peak_mib = std::max(contender.peak_mib, ran.peak_mib);
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 40;
  if (rounds < 1) return std::fprintf(stderr, "bench_cold: expected a number of rounds, found '%s'\n", argv[1]), 2;
  try {
    std::array<Contender, 4> all = contenders();
    for (Contender contender : all) measure(contender);  // on copies: brings the files into the page cache
    for (int round = 0; round < rounds; ++round)
      for (Contender& contender : all) measure(contender);
    std::printf("%-34s %10s %10s %10s\n", "", "wall, ms", "CPU, ms", "peak, MiB");
    for (const Contender& contender : all)
      std::printf("%-34s %10.2f %10.2f %10.1f\n", contender.name, median(contender.wall_ms), median(contender.cpu_ms),
                  contender.peak_mib);
    const double ratio = median(all[0].wall_ms) / median(all[2].wall_ms);
    const bool small = all[0].peak_mib < kMostMib && all[1].peak_mib < kMostMib;
    std::printf("odca-verify takes %.2f times as long as openssl verify; target at most 1: %s\n", ratio,
                ratio <= 1 ? "met" : "NOT MET");
    std::printf("peak below %.0f MiB: %s\n", kMostMib, small ? "met" : "NOT MET");
    return ratio <= 1 && small ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_cold: %s\n", error.what());
    return 2;
  }
}
