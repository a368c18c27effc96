#include "base/file.h"

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

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed))
    return Error{.code = Errc::io,
                 .message = cat("cannot read ", quote(path.string()), ": it is a folder, expected a file"),
                 .hint = "name a file inside it",
                 .reason = "unreadable-file"};
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
  if (!file) return unreadable(path, {errno, std::generic_category()});

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
