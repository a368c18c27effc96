#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "base/text.h"

namespace odca {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

Error unreadable(const std::filesystem::path& path, std::error_code why) {
  const bool denied = why == std::errc::permission_denied || why == std::errc::operation_not_permitted;
  return {.code = denied ? Errc::permission : Errc::io,
          .message = cat("cannot read ", quote(path.string()), ": ", why.message()),
          .hint = denied ? "grant this user the right to read it" : "check the name",
          .reason = "unreadable-file"};
}

Error no_file(const std::filesystem::path& path) {
  return {.code = Errc::io,
          .message = cat("cannot read ", quote(path.string()), ": it is a pipe, a socket or a device, expected a file"),
          .hint = "save what it gives in a file, and name that; where '-' is taken, pass it by standard input",
          .reason = "unreadable-file"};
}

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed))
    return Error{.code = Errc::io,
                 .message = cat("cannot read ", quote(path.string()), ": it is a folder, expected a file"),
                 .hint = "name a file inside it",
                 .reason = "unreadable-file"};
  // Nothing is waited for: neither for the other end of a pipe nor for what a device may send.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0 && errno != ENXIO) return unreadable(path, {errno, std::generic_category()});
  struct stat about {};
  const bool regular = descriptor >= 0 && ::fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode);
  const std::unique_ptr<std::FILE, Close> file(regular ? ::fdopen(descriptor, "rb") : nullptr);
  if (!file) {
    if (descriptor >= 0) ::close(descriptor);
    return no_file(path);
  }

  constexpr std::size_t kStep = 64 * 1024;
  Bytes content;
  while (content.size() <= max_bytes) {
    const std::size_t before = content.size();
    // `before` is at most max_bytes, so the difference cannot wrap; one byte more tells "exactly full" from "too big".
    const std::size_t room = max_bytes - before;
    const std::size_t step = room < kStep ? room + 1 : kStep;
    content.resize(before + step);
    const std::size_t got = std::fread(content.data() + before, 1, step, file.get());
    content.resize(before + got);
    if (got < step) {
      if (std::ferror(file.get()) != 0) return unreadable(path, {errno, std::generic_category()});
      return content;
    }
  }
  return Error{.code = Errc::limit,
               .message = cat(quote(path.string()), " is larger than ", max_bytes, " bytes"),
               .hint = "give a smaller file, or raise the limit if the file is genuine",
               .reason = "too-big"};
}

}  // namespace odca
