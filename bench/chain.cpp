// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// One 6-certificate P-384 chain, from bytes to verdict, by libtrust and by the validators that others use, interleaved
// in one process. Beside each its floor: the signature checks that this path needs, with each key decoded once and the
// anchor's own signature left out; and the check of one signature with a key decoded before. Prints medians and ratios.
//
//   bench_chain [BENCHMARK OPTION…] [CHAIN.pem ANCHOR.pem]
#include <benchmark/benchmark.h>

#include <cstdio>
#include <map>
#include <stdexcept>

#include "peers/peer.h"

namespace {

using odca::bench::ChainInput;
using odca::bench::kAt;
using odca::bench::Peer;

/// Medians keeps what the console shows, to print ratios at the end.
class Medians : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs)
      if (run.aggregate_name == "median") medians[run.run_name.function_name] = run.GetAdjustedCPUTime();
  }
  std::map<std::string, double> medians{};
};

/// check makes sure that the peer does the whole job: it accepts the chain, and refuses it after a change of one bit.
void check(Peer& peer, const ChainInput& input) {
  if (!peer.judge(input) || !peer.check_link() || !peer.check_links())
    throw std::runtime_error(peer.name() + " refuses the chain");
  if (const auto work = peer.work(); work && work->signature_checks != input.chain.size())
    throw std::runtime_error(peer.name() + " checked " + std::to_string(work->signature_checks) + " signatures of " +
                             std::to_string(input.chain.size()));
  for (std::size_t i = 0; i < input.chain.size(); ++i) {
    ChainInput forged = input;
    forged.chain[i].back() ^= 1U;  // the last octet of the signature
    if (peer.judge(forged)) throw std::runtime_error(peer.name() + " accepts a forged chain");
  }
}

void add(const std::shared_ptr<Peer>& peer, const ChainInput& input) {
  peer->trust(input);
  peer->keep(input);
  check(*peer, input);
  const auto measure = [&](const char* what, auto job) {
    benchmark::RegisterBenchmark((what + peer->name()).c_str(), [job](benchmark::State& state) {
      for (auto _ : state)
        if (!job()) state.SkipWithError("another answer than before");
    })->Unit(benchmark::kMicrosecond);
  };
  measure("chain ", [peer, &input] { return peer->judge(input); });
  measure("links ", [peer] { return peer->check_links(); });
  measure("link ", [peer] { return peer->check_link(); });
}

void print_ratios(const std::map<std::string, double>& medians, const std::vector<std::shared_ptr<Peer>>& peers) {
  const double ours = medians.at("chain " + peers.front()->name());
  std::printf("\n%-16s %12s %12s %12s %14s %14s\n", "", "chain, us", "floor, us", "link, us", "chain/floor",
              "theirs/ours");
  for (const auto& peer : peers) {
    const double chain = medians.at("chain " + peer->name());
    const double links = medians.at("links " + peer->name());
    std::printf("%-16s %12.0f %12.0f %12.0f %14.3f %14.2f\n", peer->name().c_str(), chain, links,
                medians.at("link " + peer->name()), chain / links, chain / ours);
  }
  std::printf("target: libtrust's chain/floor at most 1.05\n");
}

}  // namespace

int main(int argc, char** argv) {
  // Many short repetitions in random order, so that a busy moment of the machine meets everybody. Options of the
  // command line come later and win.
  std::string defaults[] = {"--benchmark_enable_random_interleaving=true", "--benchmark_repetitions=21",
                            "--benchmark_min_time=0.05", "--benchmark_report_aggregates_only=true"};
  std::vector<char*> arguments{argv[0]};
  for (std::string& option : defaults) arguments.push_back(option.data());
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  int count = static_cast<int>(arguments.size());  // a handful
  arguments.push_back(nullptr);
  benchmark::Initialize(&count, arguments.data());
  const std::string source = ODCA_SOURCE_DIR;
  const std::string chain = count > 1 ? arguments[1] : source + "/tests/vectors/chains/lnl/chain.pem";
  const std::string anchor = count > 2 ? arguments[2] : source + "/tests/vectors/trust/odca/root.pem";
  try {
    const ChainInput input = odca::bench::read_chain_input(chain, anchor, kAt);
    const std::vector<std::shared_ptr<Peer>> peers = {odca::bench::make_odca_peer(odca::Purpose::amt_activation),
                                                      odca::bench::make_botan_peer(), odca::bench::make_openssl_peer(),
                                                      odca::bench::make_gnutls_peer()};
    for (const auto& peer : peers) add(peer, input);
    Medians reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    benchmark::ClearRegisteredBenchmarks();  // they hold peers, which must not outlive the globals of their libraries
    if (reporter.medians.size() == 3 * peers.size()) print_ratios(reporter.medians, peers);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_chain: %s\n", error.what());
    return 2;
  }
  return 0;
}
