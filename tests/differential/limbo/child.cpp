// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>

#include "base/text.h"

namespace odca::limbo {
namespace {

using Clock = std::chrono::steady_clock;
using nlohmann::json;

constexpr int kThrew = 70;                        // the child's exit status when its judge threw: EX_SOFTWARE
constexpr std::size_t kMostAnswered = 1U << 20U;  // bytes; an answer has some hundred

std::string pack(const Answer& answer) {
  const json packed{{"outcome", static_cast<int>(answer.outcome)},
                    {"code", answer.code},
                    {"detail", answer.detail},
                    {"cert", answer.cert},
                    {"warnings", answer.warnings},
                    {"us", answer.us},
                    {"signature_checks", answer.signature_checks},
                    {"steps", answer.steps}};
  return packed.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// unpack returns nothing for a text that is not the whole of an answer, or one that no judge can give.
std::optional<Answer> unpack(const std::string& text) {
  const json packed = json::parse(text, nullptr, false);
  if (packed.is_discarded()) return {};
  Answer answer{.code = packed.at("code"),
                .detail = packed.at("detail"),
                .cert = packed.at("cert"),
                .warnings = packed.at("warnings"),
                .us = packed.at("us"),
                .signature_checks = packed.at("signature_checks"),
                .steps = packed.at("steps")};
  const int outcome = packed.at("outcome");
  for (const Outcome one : {Outcome::skipped, Outcome::refused, Outcome::accepted})
    if (static_cast<int>(one) == outcome) answer.outcome = one;
  if (answer.outcome == Outcome::crash) return {};
  return answer;
}

void write_all(int to, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(to, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) _exit(kThrew);
    text.remove_prefix(static_cast<std::size_t>(written));  // positive
  }
}

/// processor_us is the processor time of this process, so that a busy machine does not matter.
std::uint64_t processor_us() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000U + static_cast<std::uint64_t>(now.tv_nsec) / 1'000U;
}

std::string judged(const Judge& judge, const Case& asked) {
  const std::uint64_t start = processor_us();
  Answer answer = judge.ask(asked);
  answer.us = processor_us() - start;
  return pack(answer);
}

/// answer_and_exit is all that the child does. _exit, not exit: what the parent has buffered is the parent's.
[[noreturn]] void answer_and_exit(const Judge& judge, const Case& asked, int to) {
  try {
    write_all(to, judged(judge, asked));
  } catch (const std::exception& thrown) {
    write_all(to, cat("threw: ", thrown.what()));
    _exit(kThrew);
  } catch (...) {
    _exit(kThrew);
  }
  _exit(0);
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

/// Child is reaped when it goes out of scope, by force if need be.
class Child {
 public:
  explicit Child(pid_t id) : id_(id) {}
  ~Child() {
    if (!reaped_) stop();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  void stop() {
    kill(id_, SIGKILL);
    reap(0);
  }
  /// ended returns the status once the child has ended, waiting until the deadline.
  std::optional<int> ended(Clock::time_point deadline) {
    while (!reap(WNOHANG)) {
      if (Clock::now() >= deadline) return {};
      poll(nullptr, 0, 1);
    }
    return status_;
  }

 private:
  bool reap(int options) {
    pid_t got = 0;
    do got = waitpid(id_, &status_, options);
    while (got < 0 && errno == EINTR);
    if (got < 0) throw std::runtime_error(cat("cannot wait for a child: ", std::strerror(errno)));
    reaped_ = got == id_;
    return reaped_;
  }

  pid_t id_;
  int status_ = 0;
  bool reaped_ = false;
};

/// read_until returns what was written until the other end closed; nothing when that takes until the deadline.
std::optional<std::string> read_until(Clock::time_point deadline, int from) {
  std::string text;
  std::array<char, 4096> buffer{};
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return {};
    pollfd ready{.fd = from, .events = POLLIN, .revents = 0};
    constexpr std::int64_t kMostWaited = 60'000;  // poll takes an int
    if (poll(&ready, 1, static_cast<int>(std::min<std::int64_t>(left, kMostWaited))) <= 0) continue;
    const ssize_t got = read(from, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));  // positive
    if (text.size() > kMostAnswered) return text;
  }
}

Answer answer_from(int status, const std::string& text) {
  const auto crash = [](std::string detail) {
    return Answer{.outcome = Outcome::crash, .code = "crash", .detail = std::move(detail)};
  };
  if (WIFSIGNALED(status)) return crash(cat("ended by signal ", WTERMSIG(status)));
  if (!WIFEXITED(status)) return crash("ended in no known way");
  if (WEXITSTATUS(status) == kThrew) return crash(text.empty() ? "threw" : text);
  if (WEXITSTATUS(status) != 0) return crash(cat("exit status ", WEXITSTATUS(status)));
  try {
    if (std::optional<Answer> answer = unpack(text)) return *std::move(answer);
  } catch (const json::exception&) {
    return crash("the answer is not one that a judge gives");
  }
  return crash("ended without a whole answer");
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::crash:
      return "CRASH";
    case Outcome::hang:
      return "HANG";
    case Outcome::skipped:
      return "SKIPPED";
    case Outcome::refused:
      return "FAILURE";
    case Outcome::accepted:
      return "SUCCESS";
  }
  return "CRASH";
}

Answer ask_in_child(const Judge& judge, const Case& asked, std::chrono::milliseconds limit) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error(cat("cannot make a pipe: ", std::strerror(errno)));
  Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  const Clock::time_point deadline = Clock::now() + limit;
  const pid_t id = fork();
  if (id < 0) throw std::runtime_error(cat("cannot make a child: ", std::strerror(errno)));
  if (id == 0) answer_and_exit(judge, asked, writing.number());
  Child child(id);
  writing.close();
  const std::optional<std::string> text = read_until(deadline, reading.number());
  reading.close();
  const std::optional<int> status = text ? child.ended(deadline) : std::nullopt;
  if (status) return answer_from(*status, *text);
  child.stop();
  return {.outcome = Outcome::hang,
          .code = "hang",
          .detail = cat("no answer within ", limit.count(), " ms"),
          .us = static_cast<std::uint64_t>(std::chrono::microseconds(limit).count())};  // options allow none below 0
}

}  // namespace odca::limbo
