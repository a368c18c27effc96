// The only file of this module that calls POSIX.
#include "state/real_file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/path_walk.h"
#include "base/text.h"
#include "bundle/reason.h"

namespace odca::state {
namespace {

Fault fault_of(int number) {
  switch (number) {
    case EINTR:
      return Fault::interrupted;
    case ENOENT:
      return Fault::absent;
    case EEXIST:
      return Fault::exists;
    case ELOOP:
      return Fault::symlink;
    case ENOTDIR:
      return Fault::not_directory;
    case EACCES:
    case EPERM:
      return Fault::access;
    case EROFS:
      return Fault::read_only;
    case ENOSPC:
    case EDQUOT:
      return Fault::no_space;
    case EFBIG:
      return Fault::too_large;
    case EXDEV:
      return Fault::cross_device;
    case EAGAIN:
      return Fault::busy;
    case EIO:
      return Fault::io;
    default:
      return Fault::other;
  }
}

template <class Number>
Call<Number> call(Number result) {
  if (result < 0) return {.value = {}, .fault = fault_of(errno)};
  return {.value = result, .fault = Fault::none};
}
Call<std::size_t> counted(ssize_t result) {
  if (result < 0) return {.value = 0, .fault = fault_of(errno)};
  return {.value = static_cast<std::size_t>(result), .fault = Fault::none};  // not negative
}
Fault fault_of_call(int result) { return result == 0 ? Fault::none : fault_of(errno); }

FileFacts facts_of(const struct stat& about) {
  FileFacts facts;
  if (S_ISREG(about.st_mode)) facts.kind = FileFacts::Kind::regular;
  if (S_ISDIR(about.st_mode)) facts.kind = FileFacts::Kind::directory;
  if (S_ISLNK(about.st_mode)) facts.kind = FileFacts::Kind::symlink;
  facts.mode = about.st_mode & 07777U;
  facts.owner = about.st_uid;
  facts.size = about.st_size > 0 ? static_cast<std::uint64_t>(about.st_size) : 0;  // positive
  return facts;
}

class RealFileSystem final : public FileSystem {
 public:
  Call<Handle> open_path(const std::string& path, Links links) override {
    const int no_follow = links == Links::refuse ? O_NOFOLLOW : 0;
    const auto opened = call(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | no_follow));
    if (opened.fault == Fault::not_directory) return {.value = {}, .fault = link_or_not(AT_FDCWD, path)};
    return opened;
  }
  Call<Handle> open_directory(Handle at, const std::string& name) override {
    const auto opened = call(::openat(at, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (opened.fault == Fault::not_directory) return {.value = {}, .fault = link_or_not(at, name)};
    return opened;
  }
  Call<Handle> open_to_read(Handle at, const std::string& name) override {
    return call(::openat(at, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  }
  Call<Handle> create(Handle at, const std::string& name) override {
    return call(::openat(at, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  }
  Call<Handle> open_to_append(Handle at, const std::string& name) override {
    return call(
        ::openat(at, name.c_str(), O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0600));
  }
  Call<std::size_t> read(Handle file, std::uint64_t offset, std::span<char> into) override {
    return counted(::pread(file, into.data(), into.size(), static_cast<off_t>(offset)));  // below a file's size
  }
  Call<std::size_t> write(Handle file, std::string_view content) override {
    return counted(::write(file, content.data(), content.size()));
  }
  Fault sync(Handle handle) override { return fault_of_call(::fsync(handle)); }
  Fault set_mode(Handle handle, unsigned mode) override { return fault_of_call(::fchmod(handle, mode)); }
  Fault close(Handle handle) override { return fault_of_call(::close(handle)); }
  Fault make_directory(Handle at, const std::string& name) override {
    return fault_of_call(::mkdirat(at, name.c_str(), 0755));
  }
  Fault rename(Handle at, const std::string& from, const std::string& to) override {
    return fault_of_call(::renameat(at, from.c_str(), at, to.c_str()));
  }
  Fault remove(Handle at, const std::string& name) override { return fault_of_call(::unlinkat(at, name.c_str(), 0)); }
  Call<std::vector<std::string>> list(Handle directory) override;
  Call<FileFacts> facts(Handle handle) override {
    struct stat about {};
    if (::fstat(handle, &about) != 0) return {.value = {}, .fault = fault_of(errno)};
    FileFacts facts = facts_of(about);
    struct statvfs place {};
    facts.read_only = ::fstatvfs(handle, &place) == 0 && (place.f_flag & ST_RDONLY) != 0;
    return {.value = facts, .fault = Fault::none};
  }
  Call<FileFacts> facts_at(Handle at, const std::string& name) override {
    struct stat about {};
    if (::fstatat(at, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0) return {.value = {}, .fault = fault_of(errno)};
    return {.value = facts_of(about), .fault = Fault::none};
  }
  Fault lock(Handle file) override { return fault_of_call(::flock(file, LOCK_EX | LOCK_NB)); }
  void name_holder(Handle file) override {
    const std::string number = std::to_string(::getpid());
    // Whoever waits reads it for a message; that it cannot be written changes nothing.
    if (::ftruncate(file, 0) != 0 || ::write(file, number.data(), number.size()) < 0) return;
  }
  void pause() override {
    const timespec span{.tv_sec = 0, .tv_nsec = kPauseMilliseconds * 1'000'000L};
    ::nanosleep(&span, nullptr);
  }
  unsigned user() override { return ::geteuid(); }
  Status check_place(const std::string& path) override;
  Fault may_change(const std::string& path) override;
  Call<std::uint64_t> free_bytes(const std::string& path) override;

 private:
  /// A link where a directory is due is said to be "not a directory" by Linux.
  Fault link_or_not(Handle at, const std::string& name) {
    const auto about = facts_at(at, name);
    const bool link = about.fault == Fault::none && about.value.kind == FileFacts::Kind::symlink;
    return link ? Fault::symlink : Fault::not_directory;
  }
};

Call<std::vector<std::string>> RealFileSystem::list(Handle directory) {
  // A description of its own, so that the position of the caller's handle does not matter.
  const int own = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (own < 0) return {.value = {}, .fault = fault_of(errno)};
  DIR* const stream = ::fdopendir(own);
  if (stream == nullptr) {
    const Fault fault = fault_of(errno);
    ::close(own);
    return {.value = {}, .fault = fault};
  }
  Call<std::vector<std::string>> found;
  errno = 0;
  while (const dirent* const entry = ::readdir(stream)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") found.value.emplace_back(name);
    errno = 0;
  }
  if (errno != 0) found.fault = fault_of(errno);
  ::closedir(stream);
  return found;
}

Status RealFileSystem::check_place(const std::string& path) {
  const auto walk = walk_path(path);
  if (!walk) {
    const bool denied = walk.error().code == Errc::permission;
    return bundle::failure(denied ? "E_STATE_PERM" : "E_IO", walk.error().message, walk.error().hint);
  }
  const auto weakness = weakness_of(*walk, Contents::of_a_folder);
  // The directory itself is judged by the handle that is then used.
  if (!weakness || (weakness->is_end && weakness->part.kind == PathPart::Kind::folder)) return {};
  const Error error = weakness_error(*weakness, path, Contents::of_a_folder);
  // A copy of a state directory is none: it has a floor and a ledger of its own.
  const bool foreign = weakness->kind == PathWeakness::Kind::foreign;
  return bundle::failure(
      "E_STATE_PERM", error.message,
      foreign ? "name a directory of your own by --state, in folders of your own or of root's" : error.hint);
}

Fault RealFileSystem::may_change(const std::string& path) {
  const auto walk = walk_path(path);
  if (!walk) return walk.error().code == Errc::permission ? Fault::access : Fault::io;
  for (auto part = walk->parts.rbegin(); part != walk->parts.rend(); ++part)
    if (part->kind == PathPart::Kind::folder)
      return fault_of_call(::faccessat(AT_FDCWD, part->path.c_str(), W_OK | X_OK, AT_EACCESS));
  return Fault::absent;
}

Call<std::uint64_t> RealFileSystem::free_bytes(const std::string& path) {
  const auto walk = walk_path(path);
  if (!walk) return {.value = 0, .fault = Fault::io};
  for (auto part = walk->parts.rbegin(); part != walk->parts.rend(); ++part) {
    if (part->kind != PathPart::Kind::folder) continue;
    struct statvfs about {};
    if (::statvfs(part->path.c_str(), &about) != 0) return {.value = 0, .fault = fault_of(errno)};
    const std::uint64_t blocks = ::geteuid() == 0 ? about.f_bfree : about.f_bavail;
    return {.value = blocks * about.f_frsize, .fault = Fault::none};
  }
  return {.value = 0, .fault = Fault::absent};
}

/// read_all reads from a descriptor to its end, or one step beyond what is allowed.
Result<std::string> read_all(int descriptor, std::size_t max_bytes, const std::string& name) {
  constexpr std::size_t kStep = std::size_t{64} << 10U;
  std::string content;
  Fault fault = Fault::none;
  while (content.size() <= max_bytes) {
    const std::size_t before = content.size();
    content.resize(before + kStep);
    const auto got = counted(::read(descriptor, content.data() + before, kStep));
    content.resize(before + got.value);
    if (got.fault == Fault::interrupted) continue;
    fault = got.fault;
    if (fault != Fault::none || got.value == 0) break;
  }
  if (fault != Fault::none) return bundle::failure("E_IO", cat("cannot read ", quote(name), ": ", to_string(fault)));
  if (content.size() > max_bytes)
    return bundle::failure("E_LIMIT", cat(quote(name), " has more than ", max_bytes, " bytes"));
  return content;
}

}  // namespace

std::unique_ptr<FileSystem> real_file_system() { return std::make_unique<RealFileSystem>(); }

Result<std::string> read_bundle_file(const std::string& path, std::size_t max_bytes) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  constexpr std::string_view kGiveAFile = "give a file; a bundle from a pipe is read with '-'";
  if (descriptor < 0 && errno == ENXIO)
    return bundle::failure("E_IO", cat(quote(path), " is a socket, and not a regular file"), std::string(kGiveAFile));
  if (descriptor < 0)
    return bundle::failure("E_IO", cat("cannot read ", quote(path), ": ", to_string(fault_of(errno))));
  struct stat about {};
  Result<std::string> content =
      bundle::failure("E_IO", cat(quote(path), " is not a regular file"), std::string(kGiveAFile));
  if (::fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode)) content = read_all(descriptor, max_bytes, path);
  ::close(descriptor);
  return content;
}

Result<std::string> read_bundle_stdin(std::size_t max_bytes) {
  return read_all(STDIN_FILENO, max_bytes, "standard input");
}

}  // namespace odca::state
