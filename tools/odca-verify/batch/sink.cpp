#include "batch/sink.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/text.h"

namespace odca::batch {
namespace {

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

/// A line of ours holds an id, a message and findings; text without a line feed beyond this is none of ours.
constexpr std::size_t kMaxLine = std::size_t{1} << 20U;

std::string start_of_line(std::uint64_t number) {
  return cat("{\"schema\":\"odca-batch/1\",\"number\":", number, ",\"id\":\"");
}

/// starts_alike tells whether `line` may be, or become, line `number` of ours.
bool starts_alike(std::string_view line, std::uint64_t number) {
  const std::string start = start_of_line(number);
  return line.starts_with(std::string_view(start).substr(0, std::min(line.size(), start.size())));
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
    return foreign(label, kept.lines + 1);
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

/// open_file opens for writing without emptying, and keeps a second run from writing to the same file.
Result<std::FILE*> open_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) return io_error(path, "open");
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(descriptor);
    return Error{.code = Errc::usage,
                 .message = cat("another run is writing to ", quote(path)),
                 .hint = "wait for it, or name another file"};
  }
  std::FILE* file = ::fdopen(descriptor, "r+b");
  if (file != nullptr) return file;
  ::close(descriptor);
  return io_error(path, "open");
}

}  // namespace

Sink Sink::to_stdout() { return Sink({stdout, {}}, "standard output"); }

Result<Sink> Sink::create(const std::string& path) {
  ODCA_TRY_ASSIGN(std::FILE* const file, open_file(path));
  Sink sink({file, {}}, path);
  struct stat about {};
  if (::fstat(::fileno(file), &about) != 0) return io_error(path, "examine");
  if (S_ISREG(about.st_mode) && about.st_size != 0) {
    return Error{.code = Errc::usage,
                 .message = cat(quote(path), " exists already"),
                 .hint = "continue it with --resume, or name another file"};
  }
  return sink;
}

Result<Sink> Sink::resume(const std::string& path) {
  ODCA_TRY_ASSIGN(std::FILE* const file, open_file(path));
  Sink sink({file, {}}, path);
  std::string line;
  std::string last;
  std::vector<char> block(std::size_t{1} << 16U);
  off_t end_of_whole_lines = 0;
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), file)) {
    std::string_view rest(block.data(), got);
    while (!rest.empty()) {
      const std::size_t feed = rest.find('\n');
      line += rest.substr(0, feed == std::string_view::npos ? feed : feed + 1);
      // Nothing is cut off before it is known to be ours.
      if (!starts_alike(line, sink.kept_.lines) || line.size() > kMaxLine) return foreign(path, sink.kept_.lines + 1);
      if (feed == std::string_view::npos) break;
      rest.remove_prefix(feed + 1);
      ODCA_TRY(count_line(line, path, sink.kept_));
      end_of_whole_lines += static_cast<off_t>(line.size());  // the file's own size fits
      last = std::exchange(line, {});
    }
  }
  if (std::ferror(file) != 0) return io_error(path, "read");
  if (!last.empty()) {
    ODCA_TRY_ASSIGN(sink.kept_.last_id, id_of(last, path, sink.kept_.lines));
  }
  if (::ftruncate(::fileno(file), end_of_whole_lines) != 0) return io_error(path, "cut");
  if (::fseeko(file, end_of_whole_lines, SEEK_SET) != 0) return io_error(path, "continue");
  return sink;
}

Status Sink::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) return io_error(label_, "write to");
  return {};
}

Status Sink::close() {
  if (std::fflush(file_.get()) != 0) return io_error(label_, "write to");
  file_.reset();
  return {};
}

}  // namespace odca::batch
