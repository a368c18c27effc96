#include "base/owner_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/text.h"

namespace odca {
namespace {

/// Descriptor closes a file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  bool open() const { return number_ >= 0; }
  /// close tells whether the kernel reported a late write error.
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

Error io_error(const std::filesystem::path& path, std::string_view what) {
  return {.code = Errc::io, .message = cat("cannot ", what, ' ', quote(path.string()), ": ", std::strerror(errno))};
}

Status check_owner(const std::filesystem::path& path, const struct stat& about) {
  if (!S_ISREG(about.st_mode))
    return Error{.code = Errc::permission, .message = cat(quote(path.string()), " is not a regular file")};
  if (about.st_uid != ::geteuid() || (about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return Error{.code = Errc::permission,
                 .message = cat(quote(path.string()), " is not for its owner alone"),
                 .hint = "expected mode 0600 and your own user; remove the file if you did not put it there"};
  return {};
}

Status write_all(int descriptor, ByteView content, const std::filesystem::path& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return io_error(path, "write");
    content = content.subspan(static_cast<std::size_t>(written));  // positive
  }
  return {};
}

Status flush_folder(const std::filesystem::path& folder) {
  const Descriptor descriptor(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.open() || ::fsync(descriptor.number()) != 0) return io_error(folder, "flush the folder");
  return {};
}

}  // namespace

Result<std::optional<Bytes>> read_owner_file(const std::filesystem::path& path, std::size_t max_bytes) {
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!descriptor.open()) {
    if (errno == ENOENT) return std::optional<Bytes>{};
    return io_error(path, "open");
  }
  struct stat about {};
  if (::fstat(descriptor.number(), &about) != 0) return io_error(path, "examine");
  ODCA_TRY(check_owner(path, about));
  const auto size = static_cast<std::uint64_t>(about.st_size);  // a regular file's size is not negative
  if (size > max_bytes)
    return Error{.code = Errc::limit,
                 .message = cat(quote(path.string()), " has ", size, " bytes, expected at most ", max_bytes)};
  Bytes content(static_cast<std::size_t>(size));  // at most max_bytes
  std::size_t have = 0;
  while (have < content.size()) {
    const ssize_t got = ::read(descriptor.number(), content.data() + have, content.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error(path, "read");
    if (got == 0) break;
    have += static_cast<std::size_t>(got);  // positive
  }
  content.resize(have);
  return std::optional<Bytes>{std::move(content)};
}

Status write_owner_file(const std::filesystem::path& path, ByteView content) {
  // A name that nothing bears: neither another thread's file nor what a crash left behind is in the way.
  std::string fresh = path.string() + ".XXXXXX";
  Descriptor descriptor(::mkostemp(fresh.data(), O_CLOEXEC));  // O_EXCL, mode 0600
  if (!descriptor.open()) return io_error(fresh, "create");
  Status written = write_all(descriptor.number(), content, fresh);
  if (written && ::fsync(descriptor.number()) != 0) written = io_error(fresh, "flush");
  if (!descriptor.close() && written) written = io_error(fresh, "close");
  if (written && ::rename(fresh.c_str(), path.c_str()) != 0) written = io_error(path, "rename to");
  if (!written) {
    ::unlink(fresh.c_str());
    return written;
  }
  return flush_folder(path.parent_path());
}

}  // namespace odca
