// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "confined.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <exception>
#include <fstream>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "median.h"

namespace odca::bench {
namespace {

constexpr std::size_t kRuns = 9;  // of what is short
constexpr double kShortMs = 200;  // what takes longer is run once
constexpr int kOutOfMemory = 3;   // exit status of a child

/// now_ms is the processor time of this thread. That of the process moves in ticks of 4 ms under RLIMIT_CPU.
double now_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;  // exact at these sizes
}

/// status_mib reads one line of /proc/self/status (proc(5)): "VmHWM" is the peak of resident memory, "VmRSS" now.
double status_mib(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(key + ":")) return std::stod(line.substr(key.size() + 1)) / 1024;
  throw std::runtime_error("/proc/self/status has no " + key);
}

/// forget_peak makes the present memory the peak (proc(5), clear_refs).
void forget_peak() {
  std::ofstream clear("/proc/self/clear_refs");
  clear << "5" << std::flush;
  if (!clear) throw std::runtime_error("cannot write /proc/self/clear_refs");
}

Cost measure(const std::function<Told()>& job) {
  forget_peak();
  const double before = status_mib("VmRSS");
  double start = now_ms();
  const Told told = job();
  std::vector<double> times{now_ms() - start};
  Cost cost{.mib = status_mib("VmHWM") - before, .told = told};
  while (times[0] < kShortMs && times.size() < kRuns) {
    start = now_ms();
    if (job().answer != told.answer) throw std::runtime_error("the answer changed");
    times.push_back(now_ms() - start);
  }
  cost.ms = median(times);
  return cost;
}

void limit(int resource, rlim_t value) {
  const rlimit limits{.rlim_cur = value, .rlim_max = value};
  if (setrlimit(static_cast<__rlimit_resource>(resource), &limits) != 0)  // glibc's own enumeration in C++
    throw std::runtime_error("cannot set a limit");
}

[[noreturn]] void be_child(int report, const Confinement& limits, const std::function<void()>& prepare,
                           const std::function<Told()>& job) {
  int status = EXIT_FAILURE;
  try {
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_AS, rlim_t{limits.mib} << 20U);
    limit(RLIMIT_CPU, limits.seconds);
    prepare();
    const Cost cost = measure(job);
    if (write(report, &cost, sizeof cost) == static_cast<ssize_t>(sizeof cost)) status = 0;  // smaller than a pipe
  } catch (const std::bad_alloc&) {
    status = kOutOfMemory;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
  }
  _exit(status);
}

}  // namespace

std::optional<Cost> run_confined(const Confinement& limits, const std::function<void()>& prepare,
                                 const std::function<Told()>& job) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error(std::string("cannot make a pipe: ") + std::strerror(errno));
  const pid_t pid = fork();
  if (pid < 0) throw std::runtime_error(std::string("cannot fork: ") + std::strerror(errno));
  if (pid == 0) be_child(ends[1], limits, prepare, job);
  close(ends[1]);
  Cost cost;
  const bool whole = read(ends[0], &cost, sizeof cost) == static_cast<ssize_t>(sizeof cost);  // written in one piece
  close(ends[0]);
  int status = 0;
  waitpid(pid, &status, 0);
  // The kernel ends a process at its limit of processor time by SIGKILL when both limits are the same (setrlimit(2)).
  if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGXCPU)) return {};
  if (WIFEXITED(status) && WEXITSTATUS(status) == kOutOfMemory) return {};
  if (!whole || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error("a judgement ended with neither an answer nor a limit");
  return cost;
}

}  // namespace odca::bench
