// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "dialogue.h"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace odca::cli {
namespace {

/// Signals that end or stop a program that is asking. The terminal must not stay mute after any of them.
constexpr std::array<int, 5> kSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

// A signal handler can reach nothing but this.
volatile std::sig_atomic_t caught = 0;
void remember(int number) { caught = number; }

std::error_code last_problem() { return {errno, std::generic_category()}; }

/// read_octet returns 1, or 0 at the end, or -1 with errno.
ssize_t read_octet(int descriptor, char& c) {
  ssize_t got = ::read(descriptor, &c, 1);
  while (got < 0 && errno == EINTR && caught == 0) got = ::read(descriptor, &c, 1);
  return got;
}

/// Unseen turns the echo of a terminal off while it lives, and holds signals back until somebody waits for them.
class Unseen {
 public:
  explicit Unseen(int descriptor) : descriptor_(descriptor) {
    caught = 0;
    sigset_t held{};
    sigemptyset(&held);
    for (const int number : kSignals) sigaddset(&held, number);
    sigprocmask(SIG_BLOCK, &held, &mask_);
    for (std::size_t i = 0; i < kSignals.size(); ++i) handle(kSignals[i], before_[i]);
    muted_ = ::tcgetattr(descriptor_, &settings_) == 0;
    if (!muted_) return;
    termios silent = settings_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent.c_lflag |= static_cast<tcflag_t>(ECHONL | ICANON | ISIG);
    muted_ = ::tcsetattr(descriptor_, TCSAFLUSH, &silent) == 0;
  }
  ~Unseen() {
    if (muted_) static_cast<void>(::tcsetattr(descriptor_, TCSAFLUSH, &settings_));
    for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before_[i], nullptr);
    sigprocmask(SIG_SETMASK, &mask_, nullptr);
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

  bool muted() const { return muted_; }
  /// wait returns when there is something to read, or when a signal came, which `caught` then tells.
  void wait() const {
    pollfd wanted{.fd = descriptor_, .events = POLLIN, .revents = 0};
    static_cast<void>(::ppoll(&wanted, 1, nullptr, &mask_));
  }

 private:
  /// handle leaves alone what is ignored: nohup and shells mean it.
  static void handle(int number, struct sigaction& before) {
    sigaction(number, nullptr, &before);
    if (before.sa_handler == SIG_IGN) return;
    struct sigaction action {};
    action.sa_handler = remember;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, nullptr);
  }

  int descriptor_;
  bool muted_ = false;
  termios settings_{};
  sigset_t mask_{};
  std::array<struct sigaction, kSignals.size()> before_{};
};

}  // namespace

bool is_open(int descriptor) { return ::fcntl(descriptor, F_GETFD) >= 0; }

std::error_code read_line(int descriptor, const LineTaker& line) {
  line.clear();
  for (;;) {
    char c = 0;
    const ssize_t got = read_octet(descriptor, c);
    if (got < 0) return last_problem();
    if (got == 0 || c == '\n') return {};
    if (!line.add(c)) return std::make_error_code(std::errc::value_too_large);
  }
}

std::optional<Dialogue> Dialogue::open() {
  const int descriptor = ::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (descriptor < 0) return std::nullopt;
  return Dialogue(descriptor);
}

Dialogue::~Dialogue() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Dialogue::say(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;                               // nobody listens; the answer will fail then
    text.remove_prefix(static_cast<std::size_t>(written));  // positive
  }
}

std::error_code Dialogue::unseen_answer(std::string_view question, const LineTaker& line) const {
  for (;;) {
    {
      const Unseen unseen(descriptor_);
      if (!unseen.muted()) return std::make_error_code(std::errc::inappropriate_io_control_operation);
      say(question);  // after the echo ended, so that nobody answers too early
      unseen.wait();
      const std::error_code problem = caught != 0 ? std::error_code() : read_line(descriptor_, line);
      if (caught == 0 || problem) return problem;
    }
    // The terminal is as it was; now the signal does what it would have done.
    line.clear();
    say("\n");
    const int number = std::exchange(caught, 0);
    static_cast<void>(std::raise(number));
    if (number != SIGTSTP) return std::make_error_code(std::errc::interrupted);
  }
}

std::error_code Dialogue::forget_typed() const {
  return ::tcflush(descriptor_, TCIFLUSH) == 0 ? std::error_code() : last_problem();
}

}  // namespace odca::cli
