// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "signals.h"

#include <semaphore.h>
#include <signal.h>

#include <atomic>

namespace odca::cli {
namespace {

std::atomic<bool> asked{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // the handler may touch nothing else
sem_t came;                                             // any thread may be the one that the signal interrupts

void note(int) {
  asked.store(true);
  ::sem_post(&came);
}

}  // namespace

void hear_requests_to_end() {
  ::sem_init(&came, 0, 0);
  struct sigaction action {};
  action.sa_handler = note;
  sigemptyset(&action.sa_mask);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    ::sigaction(number, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(number, &action, nullptr);  // nohup has ignored it for us
  }
}

bool asked_to_end() { return asked.load(); }

void wait_for_request_to_end() {
  while (!asked.load()) ::sem_wait(&came);
}

}  // namespace odca::cli
