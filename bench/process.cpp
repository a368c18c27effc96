// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <stdexcept>

extern char** environ;

namespace odca::bench {
namespace {

constexpr int kNone = -1;

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  /// put makes `fd` the open descriptor, or the file when there is none.
  void put(int fd, int open, const std::string& file, int flags) {
    if (open != kNone) {
      posix_spawn_file_actions_adddup2(&actions_, open, fd);
    } else {
      posix_spawn_file_actions_addopen(&actions_, fd, file.empty() ? "/dev/null" : file.c_str(), flags, 0644);
    }
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

struct Started {
  pid_t pid = 0;
  std::chrono::steady_clock::time_point at{};
};

Started start(const Program& program, int input, int output) {
  FileActions actions;
  actions.put(STDIN_FILENO, input, program.input, O_RDONLY);
  actions.put(STDOUT_FILENO, output, program.output, O_WRONLY | O_CREAT | O_TRUNC);
  std::vector<char*> words;
  for (const std::string& word : program.words) words.push_back(const_cast<char*>(word.c_str()));  // never written to
  words.push_back(nullptr);
  Started started{.at = std::chrono::steady_clock::now()};
  if (const int problem = posix_spawnp(&started.pid, words[0], actions.get(), nullptr, words.data(), environ))
    throw std::runtime_error("cannot start '" + program.words[0] + "': " + std::strerror(problem));
  return started;
}

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;  // exact at these sizes
}

Ran wait_for(const Started& started) {
  int status = 0;
  rusage usage{};
  if (wait4(started.pid, &status, 0, &usage) != started.pid)
    throw std::runtime_error(std::string("cannot wait for a program: ") + std::strerror(errno));
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - started.at;
  return {.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          .wall_ms = wall.count(),
          .cpu_ms = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
          .peak_mib = static_cast<double>(usage.ru_maxrss) / 1024};  // KiB on Linux
}

}  // namespace

Ran run(const Program& program) { return wait_for(start(program, kNone, kNone)); }

Ran run_piped(const Program& from, const Program& to) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error(std::string("cannot make a pipe: ") + std::strerror(errno));
  const Started writer = start(from, kNone, ends[1]);
  const Started reader = start(to, ends[0], kNone);
  close(ends[0]);
  close(ends[1]);
  const Ran measured = wait_for(reader);
  if (const Ran wrote = wait_for(writer); wrote.status != 0)
    throw std::runtime_error("'" + from.words[0] + "' ended with " + std::to_string(wrote.status));
  return measured;
}

}  // namespace odca::bench
