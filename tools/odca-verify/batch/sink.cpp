#include "batch/sink.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/text.h"
#include "batch/run_header.h"

namespace odca::batch {
namespace {

constexpr std::size_t kBlock = 4096;  // PIPE_BUF: when poll() finds room, this much goes into a pipe without waiting

Error io_error(const std::string& label, std::string_view what) {
  return {.code = Errc::io,
          .message = cat("cannot ", what, ' ', quote(label), ": ", std::strerror(errno)),
          .hint = "check the folder's rights and the space on the disk"};
}

Error foreign(const std::string& label, std::uint64_t line) {
  return {.code = Errc::usage,
          .message = cat("line ", line, " of ", quote(label), " was not written by odca-verify batch"),
          .hint = "--resume continues a file that an earlier run of the same inputs left behind; it is left as it was"};
}

Error another_question(const std::string& label, std::string_view what) {
  return {.code = Errc::usage,
          .message = cat(quote(label), " holds the verdicts of another question: ", what),
          .hint = "continue with the options and files of that run, or start anew with another file"};
}

/// A line of ours holds an id, a message and findings; text without a line feed beyond this is none of ours.
constexpr std::size_t kMaxLine = std::size_t{1} << 20U;

std::string start_of_line(std::uint64_t number) {
  return cat("{\"schema\":\"odca-batch/1\",\"number\":", number, ",\"id\":\"");
}

/// begins_alike tells whether one of the two begins like the other.
bool begins_alike(std::string_view one, std::string_view other) {
  const std::size_t size = std::min(one.size(), other.size());
  return one.substr(0, size) == other.substr(0, size);
}

/// count_line reads the verdict out of one line of ours; a line that is none of ours cannot be continued.
Status count_line(std::string_view line, const std::string& label, Kept& kept) {
  const auto verdict = [&](std::string_view name) {  // quotes inside texts are escaped, so this is the member
    return line.find(cat("\"verdict\":\"", name, '"')) != std::string_view::npos;
  };
  const bool rejected = verdict("rejected");
  const bool unreadable = verdict("unreadable");
  if (!line.starts_with(start_of_line(kept.lines)) || !line.ends_with("}\n") ||
      (!rejected && !unreadable && !verdict("trusted")))
    return foreign(label, kept.lines + 2);  // behind the first line
  ++kept.lines;
  kept.not_trusted += rejected ? 1 : 0;
  kept.unreadable += unreadable ? 1 : 0;
  return {};
}

Result<std::string> id_of(const std::string& line, const std::string& label, std::uint64_t number) {
  const nlohmann::json object = nlohmann::json::parse(line, nullptr, false);
  if (!object.is_object() || !object.contains("id") || !object["id"].is_string()) return foreign(label, number);
  return object["id"].get<std::string>();
}

/// check_start holds the beginning of a file to the first line that this run would write.
Status check_start(std::string_view line, std::string_view first, const std::string& label) {
  if (line.ends_with('\n') ? line == first : begins_alike(line, first)) return {};
  if (is_header(line)) {
    if (!line.ends_with('\n')) return another_question(label, "its first line was cut off");
    return another_question(label, cat("not the same: ", difference(first, line)));
  }
  if (begins_alike(line, start_of_line(0)) && line.size() > 1)
    return another_question(label, "no first line says what was asked, as in files of earlier versions");
  return foreign(label, 1);
}

}  // namespace

bool Sink::File::close() {
  const int number = std::exchange(number_, -1);
  return number <= STDERR_FILENO || ::close(number) == 0;
}

Sink::~Sink() {
  if (file_.number() >= 0) static_cast<void>(flush());  // whole lines, when the run ends with an error
}

Sink Sink::to_stdout(const std::atomic<bool>* stop) {
  Sink sink(File(STDOUT_FILENO), "standard output", stop);
  sink.seen_at_once_ = ::isatty(STDOUT_FILENO) == 1;
  return sink;
}

/// open opens for writing without emptying, and keeps a second run from writing to the same file. Devices such as
/// /dev/null are taken as they are.
Result<Sink> Sink::open(const std::string& path) {
  Sink sink(File(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600)), path, nullptr);
  const int descriptor = sink.file_.number();
  if (descriptor < 0) return io_error(path, "open");
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return io_error(path, "examine");
  if (::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) & ~O_NONBLOCK) != 0) return io_error(path, "open");
  if (S_ISCHR(about.st_mode)) return sink;
  if (!S_ISREG(about.st_mode))
    return Error{.code = Errc::usage,
                 .message = cat(quote(path), " is not a regular file"),
                 .hint = "leave --output out to write to standard output, and send that where it shall go"};
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return Error{.code = Errc::usage,
                 .message = cat("another run is writing to ", quote(path)),
                 .hint = "wait for it, or name another file"};
  }
  return sink;
}

namespace {

/// make_private takes the file from everybody else, after it is known to be ours or empty.
Status make_private(int descriptor, const std::string& label) {
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return io_error(label, "examine");
  if (!S_ISREG(about.st_mode) || (about.st_mode & (S_IRWXG | S_IRWXO)) == 0) return {};
  if (::fchmod(descriptor, 0600) == 0) return {};
  return Error{
      .code = Errc::permission,
      .message = cat("others may read ", quote(label), ", and it cannot be made private: ", std::strerror(errno)),
      .hint = "verdicts name devices; name a file of your own"};
}

}  // namespace

Result<Sink> Sink::create(const std::string& path, std::string_view first) {
  ODCA_TRY_ASSIGN(Sink sink, open(path));
  struct stat about {};
  if (::fstat(sink.file_.number(), &about) != 0) return io_error(path, "examine");
  if (S_ISREG(about.st_mode) && about.st_size != 0) {
    return Error{.code = Errc::usage,
                 .message = cat(quote(path), " exists already"),
                 .hint = "continue it with --resume, or name another file"};
  }
  ODCA_TRY(make_private(sink.file_.number(), path));
  ODCA_TRY(sink.write(first));
  return sink;
}

Result<Sink> Sink::resume(const std::string& path, std::string_view first) {
  ODCA_TRY_ASSIGN(Sink sink, open(path));
  ODCA_TRY(sink.read_kept(first));
  return sink;
}

Status Sink::read_kept(std::string_view first) {
  const int descriptor = file_.number();
  std::string line, last;
  std::vector<char> block(std::size_t{1} << 16U);
  off_t end_of_whole_lines = 0;
  const auto is_ours_so_far = [&]() -> Status {  // nothing is cut off before it is known to be ours
    if (line.size() > kMaxLine) return foreign(label_, end_of_whole_lines == 0 ? 1 : kept_.lines + 2);
    if (end_of_whole_lines == 0) return check_start(line, first, label_);
    return begins_alike(line, start_of_line(kept_.lines)) ? Status{} : foreign(label_, kept_.lines + 2);
  };
  while (true) {
    const ssize_t got = ::read(descriptor, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error(label_, "read");
    if (got == 0) break;
    std::string_view rest(block.data(), static_cast<std::size_t>(got));  // positive
    while (!rest.empty()) {
      const std::size_t feed = rest.find('\n');
      line += rest.substr(0, feed == std::string_view::npos ? feed : feed + 1);
      ODCA_TRY(is_ours_so_far());
      if (feed == std::string_view::npos) break;
      rest.remove_prefix(feed + 1);
      if (end_of_whole_lines != 0) ODCA_TRY(count_line(line, label_, kept_));
      end_of_whole_lines += static_cast<off_t>(line.size());  // the file's own size fits
      last = std::exchange(line, {});
    }
  }
  if (kept_.lines > 0) {
    ODCA_TRY_ASSIGN(kept_.last_id, id_of(last, label_, kept_.lines + 1));
  }
  ODCA_TRY(make_private(descriptor, label_));
  if (::ftruncate(descriptor, end_of_whole_lines) != 0) return io_error(label_, "cut");
  if (::lseek(descriptor, end_of_whole_lines, SEEK_SET) < 0) return io_error(label_, "continue");
  return end_of_whole_lines == 0 ? write(first) : Status{};
}

Status Sink::write(std::string_view text) {
  buffer_ += text;
  return buffer_.size() < kBlock && !seen_at_once_ ? Status{} : flush();
}

/// wait returns when the next block can be written. Whoever reads standard output may have stopped doing so.
Status Sink::wait() {
  constexpr int kLook = 100;  // milliseconds
  constexpr unsigned kLooks = 100;
  while (stop_ != nullptr) {
    pollfd ready{.fd = file_.number(), .events = POLLOUT, .revents = 0};
    if (::poll(&ready, 1, kLook) > 0) break;
    if (!stop_->load()) continue;
    if (++looks_ > kLooks)
      return Error{.code = Errc::io,
                   .message = cat("stopped, and ", label_, " takes nothing more"),
                   .hint = "what was written until then is whole but for its last line"};
  }
  looks_ = 0;
  return {};
}

Status Sink::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    ODCA_TRY(wait());
    const ssize_t written = ::write(file_.number(), rest.data(), std::min(rest.size(), kBlock));
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (written < 0) return io_error(label_, "write to");
    rest.remove_prefix(static_cast<std::size_t>(written));  // not negative
  }
  buffer_.clear();
  return {};
}

Status Sink::close() {
  ODCA_TRY(flush());
  if (!file_.close()) return io_error(label_, "write to");
  return {};
}

}  // namespace odca::batch
