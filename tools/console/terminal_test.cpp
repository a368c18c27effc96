// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What programs do to themselves, tried in children.
#include "terminal.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <functional>

namespace odca::cli {
namespace {

/// holds runs a function in a child and tells whether it came back with true.
bool holds(const std::function<bool()>& claim) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(claim() ? 0 : 1);
  int status = -1;
  return ::waitpid(child, &status, 0) == child && status == 0;
}

TEST(Memory, IsKeptOutOfCoreDumpsAndFromOthers) {
  EXPECT_TRUE(holds([] {
    rlimit limit{};
    return keep_memory_private() && ::getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0 &&
           limit.rlim_max == 0 && ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
  }));
}
TEST(Streams, AFileAboveTheLimitIsAnErrorAndNotTheEnd) {
  EXPECT_TRUE(holds([] {
    prepare_streams();
    const rlimit small{.rlim_cur = 1, .rlim_max = 1};
    std::FILE* const file = std::tmpfile();
    if (file == nullptr || ::setrlimit(RLIMIT_FSIZE, &small) != 0) return false;
    return ::write(::fileno(file), "a", 1) == 1 && ::write(::fileno(file), "b", 1) == -1 && errno == EFBIG;
  }));
}

}  // namespace
}  // namespace odca::cli
