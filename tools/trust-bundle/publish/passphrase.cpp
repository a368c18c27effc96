// POSIX form: /dev/tty and descriptors.
#include "publish/passphrase.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "values.h"

namespace odca::bundle_tool {
namespace {

using bundle::failure;
using bundle::SecretLine;
using bundle::SecretText;

constexpr int kTerminal = -1;
constexpr unsigned kLargestDescriptor = 65535;

/// Signals that end or stop a program that is asking. The terminal must not stay mute after any of them.
constexpr std::array<int, 5> kSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

// A signal handler can reach nothing but this.
volatile std::sig_atomic_t caught = 0;
void remember(int number) { caught = number; }

/// read_octet returns 1, or 0 at the end, or -1 with errno.
ssize_t read_octet(int descriptor, char& c) {
  ssize_t got = ::read(descriptor, &c, 1);
  while (got < 0 && errno == EINTR && caught == 0) got = ::read(descriptor, &c, 1);
  return got;
}

Error too_long() { return failure("E_PASSPHRASE", cat("expected a passphrase of at most ", kMaxPassphrase, " bytes")); }

/// read_line reads up to the line feed, octet by octet, so that what follows is left for whoever reads next.
Status read_line(int descriptor, SecretLine& line) {
  line.clear();
  for (;;) {
    char c = 0;
    const ssize_t got = read_octet(descriptor, c);
    if (got < 0) return failure("E_PASSPHRASE", cat("the passphrase cannot be read: ", ::strerror(errno)));
    if (got == 0 || c == '\n') return {};
    if (!line.add(c)) return too_long();
  }
}

/// Terminal is /dev/tty.
class Terminal {
 public:
  Terminal() : descriptor_(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)) {}
  ~Terminal() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  bool open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  void say(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t written = ::write(descriptor_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return;                               // nobody listens; the answer will fail then
      text.remove_prefix(static_cast<std::size_t>(written));  // positive
    }
  }

 private:
  int descriptor_;
};

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

/// read_unseen asks and reads one line without echo; when a signal comes, `line` is not to be used and `caught` is set.
/// The echo ends before the question is seen, so that nobody answers too early.
Status read_unseen(const Terminal& terminal, std::string_view question, SecretLine& line) {
  const Unseen unseen(terminal.descriptor());
  if (!unseen.muted())
    return failure("E_PASSPHRASE", "the terminal cannot be made to hide what is typed", "give --passphrase-fd");
  terminal.say(question);
  unseen.wait();
  if (caught != 0) return {};
  return read_line(terminal.descriptor(), line);
}

Status ask_unseen(const Terminal& terminal, std::string_view question, SecretLine& line) {
  for (;;) {
    ODCA_TRY(read_unseen(terminal, question, line));
    if (caught == 0) return {};
    // The terminal is as it was; now the signal does what it would have done.
    line.clear();
    terminal.say("\n");
    const int number = std::exchange(caught, 0);
    static_cast<void>(std::raise(number));
    if (number != SIGTSTP) return failure("E_PASSPHRASE", "interrupted");
  }
}

/// typed_in is the line without what editors put around it: a byte order mark, and carriage returns at its end.
std::string_view typed_in(std::string_view line) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  while (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

Result<SecretText> secret_of(const SecretLine& line) {
  const std::string_view text = typed_in(line.view());
  if (text.empty()) return failure("E_PASSPHRASE", "the passphrase is empty");
  return SecretText(text);
}

}  // namespace

Result<Passphrases> Passphrases::of(std::string_view option, const std::optional<std::string>& descriptor) {
  if (!descriptor) return Passphrases(std::string(option), kTerminal);
  auto number = cli::read_number(option, *descriptor, kLargestDescriptor);
  if (!number) return std::move(number).error();
  const int open = static_cast<int>(*number);  // at most kLargestDescriptor
  if (::fcntl(open, F_GETFD) < 0)
    return cli::usage_error(cat(option, ": descriptor ", open, " is not open"),
                            cat("in a shell: ", option, " 3 3<FILE"));
  return Passphrases(std::string(option), open);
}

Result<SecretText> Passphrases::known(std::string_view what) const {
  SecretLine line(kMaxPassphrase);
  if (descriptor_ != kTerminal) {
    ODCA_TRY(read_line(descriptor_, line));
    return secret_of(line);
  }
  const Terminal terminal;
  if (!terminal.open())
    return failure("E_PASSPHRASE", cat("there is no terminal to ask for the passphrase of ", what),
                   cat("give it with ", option_));
  ODCA_TRY(ask_unseen(terminal, cat("passphrase of ", what, ": "), line));
  return secret_of(line);
}

Result<SecretText> Passphrases::fresh(std::string_view what) const {
  if (descriptor_ != kTerminal) return known(what);
  const Terminal terminal;
  if (!terminal.open())
    return failure("E_PASSPHRASE", cat("there is no terminal to ask for a passphrase for ", what),
                   cat("give it with ", option_));
  SecretLine first(kMaxPassphrase);
  ODCA_TRY(ask_unseen(terminal, cat("new passphrase for ", what, ": "), first));
  ODCA_TRY_ASSIGN(SecretText secret, secret_of(first));
  SecretLine second(kMaxPassphrase);
  ODCA_TRY(ask_unseen(terminal, "the same again: ", second));
  if (typed_in(second.view()) != secret.view()) return failure("E_PASSPHRASE", "the two passphrases are not the same");
  return secret;
}

Result<Reply> ask_yes(std::string_view text) {
  const Terminal terminal;
  if (!terminal.open()) return Reply::nobody;
  // What was typed ahead answers nothing. It is thrown away once all that is agreed to has been shown, and before the
  // last line asks, so that no answer to that is lost.
  const std::size_t question = text.rfind('\n') + 1;  // npos + 1 is 0
  terminal.say(text.substr(0, question));
  if (::tcflush(terminal.descriptor(), TCIFLUSH) != 0)
    return failure("E_IO", cat("what was typed ahead cannot be thrown away: ", ::strerror(errno)));
  terminal.say(text.substr(question));
  SecretLine line(kMaxPassphrase);
  ODCA_TRY(read_line(terminal.descriptor(), line));
  return typed_in(line.view()) == "yes" ? Reply::yes : Reply::no;
}

}  // namespace odca::bundle_tool
