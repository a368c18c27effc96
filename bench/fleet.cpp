// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// One synthetic fleet, judged by libtrust (first pass, and again with the proved links of an earlier pass) and by loops
// over the APIs of the validators that others use: from PEM text to yes or no, anchors loaded once, in turns, in one
// process and one thread. Then odca-verify batch as a whole: on one core and on two, and its peak of memory on long
// inputs. Prints medians, ratios and targets.
//
// Not with Google Benchmark: contenders have to take turns within a pass over the fleet, and some of what is measured
// are processes.
//
//   bench_fleet [--fleet FLEET.jsonl EXPECTED.json] [--rounds N] [--lines N,N…] [--skip-processes]
//     FLEET.jsonl and EXPECTED.json as tests/vectors/make/fleet.py writes and prints them; --lines names the lengths of
//     the inputs whose memory is measured, default 10000,100000
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "median.h"
#include "peers/peer.h"
#include "process.h"

namespace {

using namespace odca::bench;
using odca::LinkCache;
using Json = nlohmann::json;

constexpr double kMostMib = 128;  // for a million devices
constexpr double kMillion = 1e6;
const std::string kSource = ODCA_SOURCE_DIR;
const std::string kTrust = kSource + "/tests/vectors/trust/odca";

struct Options {
  std::string fleet = ODCA_BENCH_INPUTS "/fleet.jsonl";
  std::string expected = ODCA_BENCH_INPUTS "/fleet.expected.json";
  int rounds = 5;
  std::vector<std::size_t> lines{10000, 100000};
  bool processes = true;
};

struct Fleet {
  std::vector<std::string> chains{};
  std::size_t trusted = 0;      ///< by the rules of libtrust
  std::size_t well_formed = 0;  ///< by RFC 5280 alone: other validators know no rule about names and classes
};

Fleet read_fleet(const Options& options) {
  Fleet fleet;
  std::ifstream in(options.fleet);
  for (std::string line; std::getline(in, line);) fleet.chains.push_back(Json::parse(line).at("chain"));
  const Json expected = Json::parse(read_text(options.expected));
  if (fleet.chains.empty() || fleet.chains.size() != expected.at("total"))
    throw std::runtime_error("'" + options.fleet + "' and '" + options.expected + "' are of different fleets");
  fleet.trusted = expected.at("trusted");
  const Json& faults = expected.at("faults");
  fleet.well_formed =
      fleet.trusted + faults.value("class-e", std::size_t{0}) + faults.value("wrong-leaf-name", std::size_t{0});
  return fleet;
}

/// Contender judges the fleet block by block; `begin` is called before each pass.
struct Contender {
  std::string name{};
  Peer* peer = nullptr;
  std::size_t expected = 0;  ///< devices accepted
  std::function<void()> begin = [] {};
  std::vector<double> us{};  ///< for each device, of each block of each round
  std::size_t accepted = 0;
  std::size_t checks = 0;
};

constexpr std::size_t kBlock = 50;

double thread_us() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;  // exact at these sizes
}

void judge_block(Contender& contender, const Fleet& fleet, std::size_t from) {
  const std::size_t to = std::min(from + kBlock, fleet.chains.size());
  const double start = thread_us();
  for (std::size_t i = from; i < to; ++i) {
    if (contender.peer->judge_pem(fleet.chains[i])) ++contender.accepted;
    if (const auto work = contender.peer->work()) contender.checks += work->signature_checks;
  }
  contender.us.push_back((thread_us() - start) / static_cast<double>(to - from));  // at most kBlock
}

/// pass lets everybody judge the whole fleet, in turns of a block; who begins changes from block to block.
void pass(std::vector<Contender>& contenders, const Fleet& fleet) {
  for (Contender& contender : contenders) {
    contender.begin();
    contender.accepted = contender.checks = 0;
  }
  std::size_t first = 0;
  for (std::size_t from = 0; from < fleet.chains.size(); from += kBlock, ++first)
    for (std::size_t i = 0; i < contenders.size(); ++i)
      judge_block(contenders[(first + i) % contenders.size()], fleet, from);
  for (const Contender& contender : contenders)
    if (contender.accepted != contender.expected)
      throw std::runtime_error(contender.name + ": expected " + std::to_string(contender.expected) +
                               " devices to be accepted, found " + std::to_string(contender.accepted));
}

void print_target(const char* what, double ratio, double target) {
  std::printf("%-44s %6.2f, target at least %.1f: %s\n", what, ratio, target, ratio >= target ? "met" : "NOT MET");
}

void compare_with_peers(const Fleet& fleet, int rounds) {
  LinkCache first_links(LinkCache::kForOneRun, LinkCache::new_key());
  LinkCache kept_links(std::max(LinkCache::kForOneRun, 8 * fleet.chains.size()), LinkCache::new_key());
  const auto first = make_odca_peer(odca::Purpose::amt_activation, &first_links);
  const auto again = make_odca_peer(odca::Purpose::amt_activation, &kept_links);
  const auto botan = make_botan_peer();
  const auto openssl = make_openssl_peer();
  const auto gnutls = make_gnutls_peer();
  std::vector<Contender> contenders;
  contenders.push_back({.name = "libtrust, first pass", .peer = first.get(), .expected = fleet.trusted, .begin = [&] {
                          first_links = LinkCache(LinkCache::kForOneRun, LinkCache::new_key());
                        }});
  contenders.push_back({.name = "libtrust, re-audit", .peer = again.get(), .expected = fleet.trusted});
  for (Peer* peer : {botan.get(), openssl.get(), gnutls.get()})
    contenders.push_back({.name = peer->name(), .peer = peer, .expected = fleet.well_formed});
  const ChainInput anchor = read_anchor(kTrust + "/root.pem", kAt);
  for (const Contender& contender : contenders) contender.peer->trust(anchor);
  for (const std::string& chain : fleet.chains) again->judge_pem(chain);  // the earlier audit

  for (int round = 0; round < rounds; ++round) pass(contenders, fleet);
  std::printf("%zu devices, %d rounds in turns, one thread; processor time from PEM text to the answer\n",
              fleet.chains.size(), rounds);
  std::printf("%-24s %14s %18s\n", "", "us a device", "checks a device");
  std::vector<double> us;
  for (const Contender& contender : contenders) {
    us.push_back(median(contender.us));
    std::printf("%-24s %14.0f", contender.name.c_str(), us.back());
    if (contender.peer->work())  // counts are far below 2^53
      std::printf(" %18.2f", static_cast<double>(contender.checks) / static_cast<double>(fleet.chains.size()));
    std::printf("\n");
  }
  print_target("first pass: OpenSSL's time to ours", us[3] / us[0], 1.4);
  print_target("first pass: GnuTLS's time to ours", us[4] / us[0], 1.0);
  print_target("re-audit: the best peer's time to ours", std::min({us[2], us[3], us[4]}) / us[1], 5);
}

Program batch(const std::string& input, std::vector<std::string> more) {
  Program program{.words = {ODCA_VERIFY, "batch", input, "--trust", kTrust, "--at", "2026-03-01T00:00:00Z"}};
  program.words.insert(program.words.end(), more.begin(), more.end());
  return program;
}

Ran checked(const Ran& ran) {
  if (ran.status != 0 && ran.status != 1)
    throw std::runtime_error("odca-verify batch: expected status 0 or 1, found " + std::to_string(ran.status));
  return ran;
}

void compare_cores(const Options& options, std::size_t devices) {
  std::vector<double> one;
  std::vector<double> two;
  for (int round = 0; round < options.rounds; ++round) {
    one.push_back(checked(run(batch(options.fleet, {"--jobs", "1"}))).wall_ms);
    two.push_back(checked(run(batch(options.fleet, {"--jobs", "2"}))).wall_ms);
  }
  const double seconds_1 = median(one) / 1e3;
  const double seconds_2 = median(two) / 1e3;
  const auto count = static_cast<double>(devices);  // far below 2^53
  std::printf("\nodca-verify batch, whole process, %u cores: --jobs 1 %.0f devices/s, --jobs 2 %.0f devices/s\n",
              std::thread::hardware_concurrency(), count / seconds_1, count / seconds_2);
  print_target("throughput of two cores to one", seconds_1 / seconds_2, 1.8);
}

/// MemoryRun is one way to run a long input.
struct MemoryRun {
  const char* name;
  std::vector<std::string> maker{};  ///< options of clones.py
  std::vector<std::string> batch{};  ///< options of odca-verify batch
};

/// measure_memory prints peaks, and the straight line through the first and the last length at a million devices.
void measure_memory(const Options& options) {
  const std::string cache = ODCA_BENCH_INPUTS "/fleet.links";
  const MemoryRun runs[] = {{"lines out", {}, {}},
                            {"summary", {}, {"--format", "summary"}},
                            {"summary, every ROM another", {"--distinct-roms"}, {"--format", "summary"}},
                            {"lines, link cache, every ROM another", {"--distinct-roms"}, {"--link-cache", cache}}};
  std::printf("\npeak memory of odca-verify batch, MiB\n%-38s", "devices");
  for (const std::size_t lines : options.lines) std::printf(" %10zu", lines);
  std::printf(" %12s\n", "a million");
  std::printf("%-38s %10.1f\n", "an empty program: counted in below", run({.words = {"/bin/true"}}).peak_mib);
  for (const MemoryRun& how : runs) {
    std::printf("%-38s", how.name);
    std::vector<double> peaks;
    for (const std::size_t lines : options.lines) {
      std::remove(cache.c_str());
      Program maker{
          .words = {ODCA_BENCH_PYTHON, kSource + "/bench/make/clones.py", options.fleet, std::to_string(lines)}};
      maker.words.insert(maker.words.end(), how.maker.begin(), how.maker.end());
      peaks.push_back(checked(run_piped(maker, batch("-", how.batch))).peak_mib);
      std::printf(" %10.1f", peaks.back());
      std::fflush(stdout);
    }
    const auto span = static_cast<double>(options.lines.back() - options.lines.front());  // far below 2^53
    const double slope = span > 0 ? (peaks.back() - peaks.front()) / span : 0;
    const double million = peaks.back() + slope * std::max(0.0, kMillion - static_cast<double>(options.lines.back()));
    std::printf(" %12.1f, target below %.0f: %s\n", million, kMostMib, million < kMostMib ? "met" : "NOT MET");
  }
  std::remove(cache.c_str());
  std::remove((cache + ".key").c_str());
}

std::vector<std::size_t> read_lengths(const std::string& text) {
  std::vector<std::size_t> lengths;
  std::istringstream in(text);
  for (std::string word; std::getline(in, word, ',');) lengths.push_back(std::stoul(word));
  if (lengths.empty() || !std::is_sorted(lengths.begin(), lengths.end()))
    throw std::runtime_error("expected rising numbers of lines, found '" + text + "'");
  return lengths;
}

Options read_options(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto next = [&]() -> const std::string& {
      if (i + 1 == words.size()) throw std::runtime_error("expected a value after '" + words[i] + "'");
      return words[++i];
    };
    if (words[i] == "--fleet") {
      options.fleet = next();
      options.expected = next();
    } else if (words[i] == "--rounds") {
      options.rounds = std::stoi(next());
    } else if (words[i] == "--lines") {
      options.lines = read_lengths(next());
    } else if (words[i] == "--skip-processes") {
      options.processes = false;
    } else {
      throw std::runtime_error("unknown argument '" + words[i] + "'");
    }
  }
  if (options.rounds < 1) throw std::runtime_error("expected at least one round");
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const Options options = read_options({argv + 1, argv + argc});
    if (options.processes) {  // first, while this process is small: what it holds is counted in for its children
      const Json expected = Json::parse(read_text(options.expected));
      compare_cores(options, expected.at("total"));
      measure_memory(options);
      std::printf("\n");
    }
    compare_with_peers(read_fleet(options), options.rounds);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_fleet: %s\n", error.what());
    return 2;
  }
}
