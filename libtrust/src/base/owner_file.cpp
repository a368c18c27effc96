#include "base/owner_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

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

Result<std::optional<OwnerFile>> OwnerFile::open(const std::filesystem::path& path, std::uint64_t max_bytes) {
  OwnerFile file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK), 0, path);
  if (file.descriptor_ < 0) {
    if (errno == ENOENT) return std::optional<OwnerFile>{};
    return io_error(path, "open");
  }
  struct stat about {};
  if (::fstat(file.descriptor_, &about) != 0) return io_error(path, "examine");
  ODCA_TRY(check_owner(path, about));
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
