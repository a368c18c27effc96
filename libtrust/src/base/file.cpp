#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

#include "base/text.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr long kPipeMagic = 0x50495045;  // PIPEFS_MAGIC of linux/magic.h: pipes without a name

Error unreadable(const fs::path& path, int number) {
  const std::error_code why(number, std::generic_category());
  const bool denied = why == std::errc::permission_denied || why == std::errc::operation_not_permitted;
  return {.code = denied ? Errc::permission : Errc::io,
          .message = cat("cannot read ", quote(path.string()), ": ", why.message()),
          .hint = denied ? "grant this user the right to read it" : "check the name",
          .reason = "unreadable-file"};
}

Error not_a_file(const fs::path& path, std::string_view what, std::string_view hint) {
  return {.code = Errc::io,
          .message = cat("cannot read ", quote(path.string()), ": it is ", what, ", expected a file"),
          .hint = std::string(hint),
          .reason = "not-a-file"};
}

/// is_handed_over: a pipe without a name was opened by who runs the program; a named one may have no writer for ever.
bool is_handed_over(int descriptor) {
  struct statfs about {};
  return ::fstatfs(descriptor, &about) == 0 && about.f_type == kPipeMagic;
}

Status check_kind(const fs::path& path, int descriptor, const struct stat& about) {
  if (S_ISREG(about.st_mode)) return {};
  if (S_ISDIR(about.st_mode)) return not_a_file(path, "a folder", "name a file inside it");
  if (!S_ISFIFO(about.st_mode))
    return not_a_file(path, "a device", "name a file; '-' is standard input where a command says so");
  if (!is_handed_over(descriptor))
    return not_a_file(path, "a named pipe",
                      "nothing may ever be written to it; save the content to a file, or pipe it to '-' where a "
                      "command reads standard input");
  // Its writer is at work: reading waits for it as any program does behind a '|'.
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags < 0 || ::fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK) != 0) return unreadable(path, errno);
  return {};
}

}  // namespace

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<OpenFile> OpenFile::open(const fs::path& path) {
  OpenFile file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY), path);
  if (file.descriptor_ < 0) {
    if (errno == ENXIO) return not_a_file(path, "a socket", "name a file");
    return unreadable(path, errno);
  }
  struct stat about {};
  if (::fstat(file.descriptor_, &about) != 0) return unreadable(path, errno);
  ODCA_TRY(check_kind(path, file.descriptor_, about));
  file.device_ = about.st_dev;
  file.inode_ = about.st_ino;
  return file;
}

Result<Bytes> OpenFile::read(std::size_t max_bytes) const {
  constexpr std::size_t kStep = 64 * 1024;
  Bytes content;
  while (content.size() <= max_bytes) {
    const std::size_t before = content.size();
    // `before` is at most max_bytes, so the difference cannot wrap; one byte more tells "exactly full" from "too big".
    const std::size_t room = max_bytes - before;
    const std::size_t step = room < kStep ? room + 1 : kStep;
    content.resize(before + step);
    const ssize_t got = ::read(descriptor_, content.data() + before, step);
    const int problem = errno;
    content.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));  // positive
    if (got == 0) return content;
    if (got < 0 && problem != EINTR) return unreadable(path_, problem);
  }
  return Error{.code = Errc::limit,
               .message = cat(quote(path_.string()), " is larger than ", max_bytes, " bytes"),
               .hint = "give a smaller file, or raise the limit if the file is genuine",
               .reason = "too-big"};
}

Result<Bytes> read_file(const fs::path& path, std::size_t max_bytes) {
  ODCA_TRY_ASSIGN(const OpenFile file, OpenFile::open(path));
  return file.read(max_bytes);
}

}  // namespace odca
