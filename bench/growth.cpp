// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// How the cost of hostile or large certificate sets grows: for libtrust with its default limits, and for the validators
// that others use. Every judgement, from PEM text to yes or no, runs in a process of its own that is ended after five
// seconds; what it took is processor time, the median of nine runs where they are short, and growth
// of memory. Ends with status 1 when libtrust needs 100 ms or 64 MB
// anywhere.
//
// Not with Google Benchmark: one run can take minutes or all memory, which has to be met from outside.
//
//   bench_growth [FOLDER [FAMILY…]]        FOLDER as bench/make/growth.py writes it
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "confined.h"
#include "peers/peer.h"

namespace {

using namespace odca::bench;

constexpr double kMostMs = 100;
constexpr double kMostMib = 64;
constexpr Confinement kConfinement{.seconds = 5, .mib = 4096};

struct Case {
  std::string family{};
  std::string size{};
  std::string file{};
  std::string answer{};  ///< of a validator without limits
};

std::vector<Case> read_cases(const std::string& folder, const std::set<std::string>& families) {
  std::istringstream lines(read_text(folder + "/cases.txt"));
  std::vector<Case> cases;
  for (Case one; lines >> one.family >> one.size >> one.file >> one.answer;)
    if (families.empty() || families.contains(one.family)) cases.push_back(one);
  if (cases.empty()) throw std::runtime_error("expected cases in '" + folder + "/cases.txt', found none");
  return cases;
}

/// Contender is one validator, and the family in which it was ended last: larger sizes of it are not tried.
struct Contender {
  std::unique_ptr<Peer> peer{};
  std::string stalled{};
};

class Growth {
 public:
  explicit Growth(const std::string& folder)
      : folder_(folder),
        input_(read_anchor(folder + "/anchor.pem", kAt)),
        warm_(read_text(folder + "/straight-3.pem")) {
    contenders_.push_back({.peer = make_odca_peer(odca::Purpose::rfc5280)});
    contenders_.push_back({.peer = make_botan_peer()});
    contenders_.push_back({.peer = make_openssl_peer()});
    contenders_.push_back({.peer = make_gnutls_peer()});
    for (const Contender& contender : contenders_) contender.peer->trust(input_);
  }

  void print_head() const {
    std::printf("%-19s %7s %8s | %s: checks, steps", "family", "size", "KiB", contenders_[0].peer->name().c_str());
    for (const Contender& contender : contenders_) std::printf(" | %s: ms, MiB", contender.peer->name().c_str());
    std::printf(" | within %.0f ms, %.0f MB\n", kMostMs, kMostMib);
  }

  /// judge prints one row and tells whether libtrust kept within its bounds.
  bool judge(const Case& one) {
    const std::string text = read_text(folder_ + "/" + one.file);
    trust_lists_of(one);
    std::vector<std::optional<Cost>> costs;
    for (Contender& contender : contenders_) costs.push_back(cost_of(contender, one, text));
    const std::optional<Cost>& ours = costs[0];
    const bool within = ours && ours->ms < kMostMs && ours->mib < kMostMib;
    std::printf("%-19s %7s %8zu |", one.family.c_str(), one.size.c_str(), text.size() / 1024);
    if (ours) std::printf(" %3zu %3zu", ours->told.checks, ours->told.steps);
    for (const auto& cost : costs) print(cost);
    std::printf(" | %s\n", within ? "yes" : "NO");
    std::fflush(stdout);
    return within;
  }

 private:
  /// trust_lists_of puts the CRLs beside a case into the trust source, whose reading is not the cost of an input.
  void trust_lists_of(const Case& one) {
    const std::string file = folder_ + "/" + one.file + ".store";
    const bool any = std::filesystem::exists(file);
    if (!any && input_.crls.empty()) return;
    input_.crls = any ? read_lists(file) : std::vector<odca::Bytes>{};
    contenders_[0].peer->trust(input_);
  }

  std::optional<Cost> cost_of(Contender& contender, const Case& one, const std::string& text) const {
    if (contender.stalled == one.family) return {};
    Peer& peer = *contender.peer;
    const auto warm = [&] {  // what a library does once is not the cost of this input
      if (!peer.judge_pem(warm_)) throw std::runtime_error(peer.name() + " refuses the chain to warm up with");
    };
    const auto job = [&] {
      const bool answer = peer.judge_pem(text);
      const Work work = peer.work().value_or(Work{});
      return Told{.answer = answer, .checks = work.signature_checks, .steps = work.search_steps};
    };
    std::optional<Cost> cost = run_confined(kConfinement, warm, job);
    if (!cost) contender.stalled = one.family;
    if (cost && cost->told.answer && one.answer == "rejected")
      throw std::runtime_error(peer.name() + " accepts '" + one.file + "', which nobody signed");
    // What is signed and yet against RFC 5280, other validators may pass over.
    if (cost && cost->told.answer && one.answer == "improper" && &contender == contenders_.data())
      throw std::runtime_error(peer.name() + " accepts '" + one.file + "', which is against RFC 5280");
    return cost;
  }

  static void print(const std::optional<Cost>& cost) {
    if (!cost) return void(std::printf(" | %-21s", "> 5 s or > 4 GiB"));
    std::printf(" | %8.2f %5.1f %-6s", cost->ms, cost->mib, cost->told.answer ? "yes" : "no");
  }

  std::string folder_;
  ChainInput input_;
  std::string warm_;
  std::vector<Contender> contenders_{};
};

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::string folder = argc > 1 ? argv[1] : ODCA_BENCH_INPUTS "/growth";
    const std::set<std::string> families(argv + std::min(argc, 2), argv + argc);
    const std::vector<Case> cases = read_cases(folder, families);
    Growth growth(folder);
    growth.print_head();
    bool within = true;
    for (const Case& one : cases) within = growth.judge(one) && within;
    std::printf("target: libtrust under %.0f ms and %.0f MB everywhere: %s\n", kMostMs, kMostMib,
                within ? "met" : "NOT MET");
    return within ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_growth: %s\n", error.what());
    return 2;
  }
}
