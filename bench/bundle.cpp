// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What bundles cost: verification against the size of a bundle and with the most certificates and CRLs that it may
// have, how hostile files of 4 MiB end, an installation with the time of its flushes apart, and loading at start-up.
// Prints how each stands to its target (1.00 is the target, less is better) and judges nothing; it fails when an answer
// is wrong.
//
// Not with Google Benchmark: the memory of each job is measured too, in a child process of its own.
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <stdexcept>

#include "base/text.h"
#include "bundle_inputs.h"
#include "confined.h"
#include "installed/binding.h"
#include "median.h"
#include "os/test_passing_files.h"
#include "source/embedded_store.h"
#include "source/installed_trust.h"
#include "state/installer.h"

namespace {

using namespace odca;
using namespace odca::bench;
namespace fs = std::filesystem;

// Targets
constexpr double kHostileMs = 50;
constexpr double kHostileMib = 32;
constexpr double kInstallMs = 50;  // beside the flushes
constexpr double kStoreMs = 0.3;   // beside reading files
constexpr double kGrowth = 2;      // of the time per entry, from 1,000 entries to 20,000
constexpr Confinement kConfinement{.seconds = 20, .mib = 4096};

double wall_ms() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;  // exact at these sizes
}

Time now() { return *parse_time("2027-01-01T00:00:00Z"); }

/// cost_of verifies in a child. Throws when the answer is not the expected one.
Cost cost_of(const std::string& file, const RootOfTrust& root, bool expected) {
  const bundle::VerifyOptions options{.moment = bundle::Moment::install, .now = now()};
  const auto job = [&] { return Told{.answer = bundle::verify_bundle(file, root, {}, options).has_value()}; };
  const auto warm = [&] {
    static_cast<void>(bundle_of(10, false));
    ::malloc_trim(0);  // what making the inputs left over would hide what the job needs
  };
  const auto cost = run_confined(kConfinement, warm, job);
  if (!cost) throw std::runtime_error("a verification was ended by its limits");
  if (cost->told.answer != expected)
    throw std::runtime_error(expected ? describe(bundle::verify_bundle(file, root, {}, options).error())
                                      : "a hostile file was accepted");
  return *cost;
}

/// Worst keeps the largest ratio to a target.
class Worst {
 public:
  double add(double found, double target) {
    worst_ = std::max(worst_, found / target);
    return found / target;
  }
  double ratio() const { return worst_; }

 private:
  double worst_ = 0;
};

void sizes() {
  std::printf("%-12s %-8s %10s %10s %10s %12s\n", "deny entries", "anchors", "KiB", "ms", "MiB", "us an entry");
  double before = 0;
  Worst growth;
  for (const bool many_anchors : {false, true}) {
    for (const std::size_t deny : {10U, 100U, 1000U, 10'000U, 20'000U}) {
      const bundle::BundleSimulator bundle = bundle_of(deny, many_anchors);
      const std::string file = bundle.publish();
      const Cost cost = cost_of(file, bundle.root_of_trust(), true);
      const double each = cost.ms * 1e3 / static_cast<double>(deny);
      std::printf("%-12zu %-8s %10zu %10.2f %10.1f %12.2f\n", deny, many_anchors ? "256" : "few", file.size() / 1024,
                  cost.ms, cost.mib, each);
      std::fflush(stdout);
      if (deny == 1000) before = each;
      if (deny == 20'000) growth.add(each / before, kGrowth);
    }
  }
  std::printf("time of an entry among 20,000 to one among 1,000: %.2f of the target, %.0f\n", growth.ratio(), kGrowth);
}

void material() {
  std::printf("\n%-40s %10s %10s %10s\n", "verified", "KiB", "ms", "MiB");
  for (const Material& one : bundles_of_material()) {
    const std::string file = one.bundle.publish();
    const Cost cost = cost_of(file, one.bundle.root_of_trust(), true);
    std::printf("%-40s %10zu %10.2f %10.1f\n", one.family.c_str(), file.size() / 1024, cost.ms, cost.mib);
    std::fflush(stdout);
  }
}

void hostile() {
  std::printf("\n%-40s %10s %10s %10s %10s  %s\n", "hostile file", "KiB", "ms", "MiB", "to target", "refused as");
  const RootOfTrust root = bundle_of(0, false).root_of_trust();
  Worst time;
  Worst memory;
  for (const HostileFile& one : hostile_files()) {
    const Cost cost = cost_of(one.text, root, false);
    const auto refused = bundle::verify_bundle(one.text, root, {}, {.now = now()});
    const double ratio = std::max(time.add(cost.ms, kHostileMs), memory.add(cost.mib, kHostileMib));
    std::printf("%-40s %10zu %10.2f %10.1f %10.2f  %s\n", one.family.c_str(), one.text.size() / 1024, cost.ms, cost.mib,
                ratio, std::string(refused.error().reason).c_str());
    std::fflush(stdout);
  }
  std::printf("worst: %.2f of the target for time, %.0f ms; %.2f of that for memory, %.0f MiB\n", time.ratio(),
              kHostileMs, memory.ratio(), kHostileMib);
}

/// FlushTimer adds up what the flushes took.
class FlushTimer final : public PassingFiles {
 public:
  using PassingFiles::PassingFiles;
  double flushes_ms = 0;

  Fault sync(Handle handle) override {
    const double start = wall_ms();
    const Fault fault = PassingFiles::sync(handle);
    flushes_ms += wall_ms() - start;
    return fault;
  }
};

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "odca-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder");
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

/// Installed is the median of several installations into fresh directories, and of loading each.
void installation() {
  constexpr int kRuns = 9;
  const bundle::BundleSimulator bundle = bundle_of(10, false);
  const std::string file = bundle.publish();
  const auto files = real_file_system();
  const Folder folder;
  std::vector<double> work;
  std::vector<double> flushes;
  std::vector<double> loads;
  for (int i = 0; i < kRuns; ++i) {
    FlushTimer timed(*files);
    state::Setting setting =
        bound_setting(timed, folder / std::to_string(i),
                      {.root = {.text = bundle.root_of_trust().text, .origin = "the benchmark"}, .now = now()});
    setting.embedded_version = 0;
    double start = wall_ms();
    const auto report = state::install(setting, file, {});
    if (!report) throw std::runtime_error(describe(report.error()));
    work.push_back(wall_ms() - start - timed.flushes_ms);
    flushes.push_back(timed.flushes_ms);
    start = wall_ms();
    if (!state::load(setting).bundle) throw std::runtime_error("what was installed does not load");
    loads.push_back(wall_ms() - start);
  }
  std::printf("\ninstallation of %zu KiB: %.2f ms, and %.2f ms for its flushes; loading it at start-up: %.2f ms\n",
              file.size() / 1024, median(work), median(flushes), median(loads));
  std::printf("installation: %.2f of the target, %.0f ms\n", median(work) / kInstallMs, kInstallMs);
}

/// best is the shortest of many runs, in milliseconds.
template <class Work>
double best(Work work) {
  constexpr int kRuns = 200;
  double shortest = wall_ms() + 1;
  for (int i = 0; i < kRuns; ++i) {
    const double start = wall_ms();
    work();
    shortest = std::min(shortest, wall_ms() - start);
  }
  return shortest;
}

/// store_loading is what a start costs beside reading and verifying files: the merge of what is installed with the
/// compiled-in store, and the store that verdicts ask. The first look at the compiled-in store, once for each process,
/// reads its text.
void store_loading(double first_look) {
  std::printf("\ncompiled-in store, read once: %.3f ms\n", first_look);
  const std::uint64_t ours = embedded_store().preamble.version;
  for (const auto& [name, version] :
       {std::pair{"newer", ours + 1}, {"of the same version", ours}, {"older", ours - 1}}) {
    bundle::StoreDocument store = embedded_store();
    store.preamble.version = version;
    if (version != ours) store.sha256.reset();
    const bundle::Accepted accepted = bundle::accept({}, store);
    const double cost = best([&] {
      SourceContext context;
      context.installed = std::make_shared<const InstalledTrust>(merged_with_embedded(accepted));
      if (!TrustStore::load({}, context)) throw std::runtime_error("the store does not load");
    });
    std::printf("merge and TrustStore::load with a bundle that is %s: %.3f ms, %.2f of the target, %.1f ms\n", name,
                cost, cost / kStoreMs, kStoreMs);
  }
  const double bare = best([] {
    if (!TrustStore::load({}, {})) throw std::runtime_error("the store does not load");
  });
  std::printf("TrustStore::load with nothing installed: %.3f ms\n", bare);
}

}  // namespace

int main() {
  try {
    const double start = wall_ms();
    embedded_store();
    store_loading(wall_ms() - start);
    sizes();
    material();
    hostile();
    installation();
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_bundle: %s\n", error.what());
    return 2;
  }
}
