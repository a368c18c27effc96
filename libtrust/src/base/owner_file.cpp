#include "base/owner_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/path_walk.h"
#include "base/text.h"

namespace odca {
namespace {

constexpr std::size_t kBlock = std::size_t{64} << 10U;

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

bool is_read_only(int descriptor) {
  struct statvfs about {};
  return ::fstatvfs(descriptor, &about) == 0 && (about.f_flag & ST_RDONLY) != 0;
}

std::string copy_of(const std::filesystem::path& path) {
  return cat("install -m 600 ", shell_word(path.string()), ' ', shell_word(path.filename().string() + ".copy"),
             ", and name the copy");
}

/// opening_error: a link is refused, since who changes it chooses the file; the file itself can be named.
Error opening_error(const std::filesystem::path& path) {
  std::error_code failed;
  const bool link = errno == ELOOP && std::filesystem::is_symlink(path, failed);
  if (!link) return io_error(path, "open");
  const std::filesystem::path file = std::filesystem::canonical(path, failed);
  return {.code = Errc::permission,
          .message = cat(quote(path.string()), " is a link, expected the file itself"),
          .hint = failed ? std::string("it leads nowhere") : cat("name the file that it leads to: ", shell_word(file.string()))};
}

Status check_owner(const std::filesystem::path& path, int descriptor, const struct stat& about) {
  if (!S_ISREG(about.st_mode))
    return Error{.code = Errc::permission, .message = cat(quote(path.string()), " is not a regular file")};
  if (about.st_uid != ::geteuid())
    return Error{.code = Errc::permission,
                 .message = cat(quote(path.string()), " is not for its owner alone: it belongs to user ", about.st_uid,
                                ", and this is user ", ::geteuid()),
                 .hint = cat("run as that user; or, where it was put there for you, take a copy: ", copy_of(path))};
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return Error{.code = Errc::permission,
                 .message = cat(quote(path.string()), " is not for its owner alone: it has mode ",
                                octal_mode(about.st_mode & 07777U), ", expected 0600"),
                 .hint = is_read_only(descriptor)
                             ? cat("mount it with mode 0400 (defaultMode: 0400 of a Kubernetes secret), or take a "
                                   "copy: ",
                                   copy_of(path))
                             : cat("chmod 600 ", shell_word(path.string()))};
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

Result<std::optional<OwnerFile>> OwnerFile::open(const std::filesystem::path& path, std::uint64_t max_bytes) {
  OwnerFile file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK), 0, path);
  if (file.descriptor_ < 0) {
    if (errno == ENOENT) return std::optional<OwnerFile>{};
    return opening_error(path);
  }
  struct stat about {};
  if (::fstat(file.descriptor_, &about) != 0) return io_error(path, "examine");
  ODCA_TRY(check_owner(path, file.descriptor_, about));
  file.size_ = static_cast<std::uint64_t>(about.st_size);  // a regular file's size is not negative
  if (file.size_ > max_bytes)
    return Error{.code = Errc::limit,
                 .message = cat(quote(path.string()), " has ", file.size_, " bytes, expected at most ", max_bytes)};
  return std::optional<OwnerFile>{std::move(file)};
}

OwnerFile::OwnerFile(OwnerFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_), path_(std::move(other.path_)) {}

OwnerFile& OwnerFile::operator=(OwnerFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  std::swap(path_, other.path_);
  return *this;
}

OwnerFile::~OwnerFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Status OwnerFile::read(std::uint64_t offset, std::uint64_t count, const std::function<void(ByteView)>& take) const {
  Bytes block(static_cast<std::size_t>(std::min<std::uint64_t>(count, kBlock)));  // at most kBlock
  while (count > 0) {
    const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(count, block.size()));  // likewise
    std::size_t have = 0;
    while (have < wanted) {
      const ssize_t got =
          ::pread(descriptor_, block.data() + have, wanted - have, static_cast<off_t>(offset + have));  // a file's size
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return io_error(path_, "read");
      if (got == 0)
        return Error{.code = Errc::io, .message = cat(quote(path_.string()), " became shorter while it was read")};
      have += static_cast<std::size_t>(got);  // positive
    }
    take(ByteView(block).subspan(0, wanted));
    offset += wanted;
    count -= wanted;
  }
  return {};
}

Result<std::optional<Bytes>> read_owner_file(const std::filesystem::path& path, std::size_t max_bytes) {
  ODCA_TRY_ASSIGN(const std::optional<OwnerFile> file, OwnerFile::open(path, max_bytes));
  if (!file) return std::optional<Bytes>{};
  Bytes content;
  content.reserve(static_cast<std::size_t>(file->size()));  // at most max_bytes
  ODCA_TRY(
      file->read(0, file->size(), [&](ByteView block) { content.insert(content.end(), block.begin(), block.end()); }));
  return std::optional<Bytes>{std::move(content)};
}

Status write_owner_file(const std::filesystem::path& path, ByteView content) {
  return write_owner_file(path, [&](const Append& append) { return append(content); });
}

Status write_owner_file(const std::filesystem::path& path, const std::function<Status(const Append&)>& produce) {
  // A name that nothing bears: neither another thread's file nor what a crash left behind is in the way.
  std::string fresh = path.string() + ".XXXXXX";
  Descriptor descriptor(::mkostemp(fresh.data(), O_CLOEXEC));  // O_EXCL, mode 0600
  if (!descriptor.open()) return io_error(fresh, "create");
  Status written = produce([&](ByteView part) { return write_all(descriptor.number(), part, fresh); });
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
