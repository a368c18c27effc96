// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The FileSystem of this machine.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "os/calls_posix.h"
#include "os/file_system.h"
#include "os/owner.h"
#include "os/path_walk.h"

namespace odca {
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

/// link_or_not: a link where a directory is due is said to be "not a directory" by Linux.
Fault link_or_not(int at, const std::string& name) {
  struct stat about {};
  const bool link = ::fstatat(at, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(about.st_mode);
  return link ? Fault::symlink : Fault::not_directory;
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
  Call<Handle> create(Handle at, const std::string& name, Rights rights) override {
    const mode_t mode = rights == Rights::owner_alone ? 0600 : 0666;
    return call(::openat(at, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
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
  Fault link(Handle at, const std::string& from, const std::string& to) override {
    if (::linkat(at, from.c_str(), at, to.c_str(), 0) == 0) return Fault::none;
    // Linux says EPERM of a file system without links, FUSE also others.
    const bool unknown = errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK;
    return unknown ? Fault::unsupported : fault_of(errno);
  }
  Fault remove(Handle at, const std::string& name) override { return fault_of_call(::unlinkat(at, name.c_str(), 0)); }
  Call<std::vector<std::string>> list(Handle directory) override;
  Call<FileFacts> facts(Handle handle) override {
    FileFacts facts;
    const bool known = posix::open_facts(handle, facts);
    return {.value = facts, .fault = known ? Fault::none : fault_of(errno)};
  }
  Call<FileFacts> facts_at(Handle at, const std::string& name) override {
    struct stat about {};
    if (::fstatat(at, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0) return {.value = {}, .fault = fault_of(errno)};
    return {.value = posix::facts_of(about), .fault = Fault::none};
  }
  Fault lock(Handle file) override { return fault_of_call(posix::lock(file, Wait::no)); }
  void name_holder(Handle file) override {
    const std::string number = std::to_string(::getpid());
    // A waiting process reads it for a message; that it cannot be written changes nothing.
    if (::ftruncate(file, 0) != 0 || ::write(file, number.data(), number.size()) < 0) return;
  }
  void pause() override {
    const timespec span{.tv_sec = 0, .tv_nsec = kPauseMilliseconds * 1'000'000L};
    ::nanosleep(&span, nullptr);
  }
  unsigned user() override { return current_user(); }
  Status check_place(const std::string& path) override {
    ODCA_TRY_ASSIGN(const PathWalk walk, walk_path(path));
    const auto weakness = weakness_of(walk, Contents::of_a_folder);
    if (!weakness || (weakness->is_end && weakness->part.kind == FileKind::folder)) return {};
    return weakness_error(*weakness, path, Contents::of_a_folder);
  }
  Fault may_change(const std::string& path) override;
  Call<std::uint64_t> free_bytes(const std::string& path) override;
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

Fault RealFileSystem::may_change(const std::string& path) {
  const auto walk = walk_path(path);
  if (!walk) return walk.error().code == Errc::permission ? Fault::access : Fault::io;
  for (auto part = walk->parts.rbegin(); part != walk->parts.rend(); ++part)
    if (part->kind == FileKind::folder)
      return fault_of_call(::faccessat(AT_FDCWD, part->path.c_str(), W_OK | X_OK, AT_EACCESS));
  return Fault::absent;
}

Call<std::uint64_t> RealFileSystem::free_bytes(const std::string& path) {
  const auto walk = walk_path(path);
  if (!walk) return {.value = 0, .fault = Fault::io};
  for (auto part = walk->parts.rbegin(); part != walk->parts.rend(); ++part) {
    if (part->kind != FileKind::folder) continue;
    struct statvfs about {};
    if (::statvfs(part->path.c_str(), &about) != 0) return {.value = 0, .fault = fault_of(errno)};
    const std::uint64_t blocks = current_user() == 0 ? about.f_bfree : about.f_bavail;
    return {.value = blocks * about.f_frsize, .fault = Fault::none};
  }
  return {.value = 0, .fault = Fault::absent};
}

}  // namespace

std::unique_ptr<FileSystem> real_file_system() { return std::make_unique<RealFileSystem>(); }

}  // namespace odca
