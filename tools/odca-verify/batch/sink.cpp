#include "batch/sink.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "base/text.h"

namespace odca::batch {
namespace {

Error io_error(const std::string& label, std::string_view what) {
  return {.code = Errc::io,
          .message = cat("cannot ", what, ' ', quote(label), ": ", std::strerror(errno)),
          .hint = "check the folder's rights and the space on the disk"};
}

/// count_line reads the verdict out of one line of ours; a line that is none of ours cannot be continued.
Status count_line(std::string_view line, const std::string& label, Kept& kept) {
  constexpr std::string_view kStart = "{\"schema\":\"odca-batch/1\",";
  if (!line.starts_with(kStart)) {
    return Error{.code = Errc::usage,
                 .message = cat("line ", kept.lines + 1, " of ", quote(label), " was not written by odca-verify batch"),
                 .hint = "--resume continues a file that an earlier run of the same inputs left behind"};
  }
  ++kept.lines;
  if (line.find("\"verdict\":\"rejected\"") != std::string_view::npos) ++kept.not_trusted;
  if (line.find("\"verdict\":\"unreadable\"") != std::string_view::npos) ++kept.unreadable;
  return {};
}

}  // namespace

Sink Sink::to_stdout() { return Sink({stdout, {}}, "standard output"); }

Result<Sink> Sink::create(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored) && std::filesystem::file_size(path, ignored) != 0) {
    return Error{.code = Errc::usage,
                 .message = cat(quote(path), " exists already"),
                 .hint = "continue it with --resume, or name another file"};
  }
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return io_error(path, "create");
  return Sink({file, {}}, path);
}

Result<Sink> Sink::resume(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return create(path);
  std::FILE* file = std::fopen(path.c_str(), "r+b");
  if (file == nullptr) return io_error(path, "open");
  Sink sink({file, {}}, path);
  std::string line;
  std::vector<char> block(std::size_t{1} << 16U);
  long end_of_whole_lines = 0;
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), file)) {
    for (std::size_t i = 0; i < got; ++i) {
      line.push_back(block[i]);
      if (block[i] != '\n') continue;
      ODCA_TRY(count_line(line, path, sink.kept_));
      end_of_whole_lines += static_cast<long>(line.size());  // the file's own size fits a long
      line.clear();
    }
  }
  if (std::ferror(file) != 0) return io_error(path, "read");
  if (::ftruncate(::fileno(file), end_of_whole_lines) != 0) return io_error(path, "cut");
  if (std::fseek(file, end_of_whole_lines, SEEK_SET) != 0) return io_error(path, "continue");
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
