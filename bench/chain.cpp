// One 6-certificate P-384 chain, from bytes to verdict, by libtrust and by the validators that others use, interleaved
// in one process; beside each the bare check of one signature with a kept key. Prints medians and ratios.
//
//   bench_chain [CHAIN.pem ANCHOR.pem]
#include <benchmark/benchmark.h>

#include <cstdio>
#include <map>
#include <stdexcept>

#include "peers/peer.h"

namespace {

using odca::bench::ChainInput;
using odca::bench::Peer;

constexpr std::int64_t kAt = 1772323200;  // 2026-03-01T00:00:00Z

/// Medians keeps what the console shows, to print ratios at the end.
class Medians : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs)
      if (run.aggregate_name == "median") medians[run.run_name.function_name] = run.GetAdjustedRealTime();
  }
  std::map<std::string, double> medians{};
};

void add(const std::shared_ptr<Peer>& peer, const ChainInput& input) {
  peer->trust(input);
  peer->keep(input);
  if (!peer->judge(input) || !peer->check_link()) throw std::runtime_error(peer->name() + " refuses the chain");
  benchmark::RegisterBenchmark(("chain " + peer->name()).c_str(), [peer, &input](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(peer->judge(input));
  })->Unit(benchmark::kMicrosecond);
  benchmark::RegisterBenchmark(("link  " + peer->name()).c_str(), [peer](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(peer->check_link());
  })->Unit(benchmark::kMicrosecond);
}

void print_ratios(const std::map<std::string, double>& medians, const std::vector<std::shared_ptr<Peer>>& peers,
                  std::size_t links) {
  const double ours = medians.at("chain " + peers.front()->name());
  std::printf("\n%-16s %12s %12s %14s %14s\n", "", "chain, us", "link, us", "chain/links", "ours/theirs");
  for (const auto& peer : peers) {
    const double chain = medians.at("chain " + peer->name());
    const double link = medians.at("link  " + peer->name());
    std::printf("%-16s %12.0f %12.0f %14.3f %14.3f\n", peer->name().c_str(), chain, link,
                chain / (static_cast<double>(links) * link), ours / chain);  // a handful of links
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const std::string source = ODCA_SOURCE_DIR;
  const std::string chain = argc > 1 ? argv[1] : source + "/tests/vectors/chains/lnl/chain.pem";
  const std::string anchor = argc > 2 ? argv[2] : source + "/tests/vectors/trust/odca/root.pem";
  try {
    const ChainInput input = odca::bench::read_chain_input(chain, anchor, kAt);
    const std::vector<std::shared_ptr<Peer>> peers = {odca::bench::make_odca_peer(), odca::bench::make_botan_peer(),
                                                      odca::bench::make_openssl_peer(),
                                                      odca::bench::make_gnutls_peer()};
    for (const auto& peer : peers) add(peer, input);
    Medians reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    if (reporter.medians.size() == 2 * peers.size()) print_ratios(reporter.medians, peers, input.chain.size());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_chain: %s\n", error.what());
    return 2;
  }
  return 0;
}
