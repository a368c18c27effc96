// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "os/file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "os/calls_posix.h"
#include "os/owner.h"

namespace odca {
namespace {

constexpr long kPipeMagic = 0x50495045;  // PIPEFS_MAGIC of linux/magic.h: pipes without a name

FileKind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::file;
  if (S_ISDIR(mode)) return FileKind::folder;
  if (S_ISLNK(mode)) return FileKind::link;
  if (S_ISCHR(mode)) return FileKind::character_device;
  return S_ISFIFO(mode) ? FileKind::named_pipe : FileKind::other;
}

std::size_t counted(ssize_t result, std::error_code& problem) {
  problem = result < 0 ? posix::last_problem() : std::error_code();
  return result < 0 ? 0 : static_cast<std::size_t>(result);  // not negative
}

std::error_code problem_of(int result) { return result < 0 ? posix::last_problem() : std::error_code(); }

/// wait_again takes back that reading and writing never wait, which is for opening alone.
int wait_again(int descriptor) {
  const int flags = ::fcntl(descriptor, F_GETFL);
  return flags < 0 ? flags : ::fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK);
}

}  // namespace

namespace posix {

FileFacts facts_of(const struct stat& about) {
  return {.kind = kind_of(about.st_mode),
          .owner = about.st_uid,
          .group = about.st_gid,
          .mode = about.st_mode & 07777U,
          .size = about.st_size > 0 ? static_cast<std::uint64_t>(about.st_size) : 0,  // positive
          .device = about.st_dev,
          .inode = about.st_ino};
}

bool open_facts(int descriptor, FileFacts& facts) {
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return false;
  facts = facts_of(about);
  struct statvfs place {};
  facts.read_only = ::fstatvfs(descriptor, &place) == 0 && (place.f_flag & ST_RDONLY) != 0;
  struct statfs system {};
  const bool nameless = ::fstatfs(descriptor, &system) == 0 && system.f_type == kPipeMagic;
  if (facts.kind == FileKind::named_pipe && nameless) facts.kind = FileKind::handed_over;
  return true;
}

int lock(int descriptor, Wait wait) {
  int result = 0;
  do {
    result = ::flock(descriptor, wait == Wait::yes ? LOCK_EX : LOCK_EX | LOCK_NB);
  } while (result != 0 && errno == EINTR && wait == Wait::yes);
  return result;
}

}  // namespace posix

FileFacts facts_of(const std::filesystem::path& path, Links links, std::error_code& problem) {
  struct stat about {};
  problem = problem_of(links == Links::follow ? ::stat(path.c_str(), &about) : ::lstat(path.c_str(), &about));
  return problem ? FileFacts{} : posix::facts_of(about);
}

unsigned current_user() { return ::geteuid(); }

OpenFile OpenFile::open(const std::filesystem::path& path, Access access, Links links, std::error_code& problem) {
  const int no_follow = links == Links::refuse ? O_NOFOLLOW : 0;
  const int how = access == Access::write ? O_RDWR | O_CREAT : O_RDONLY;
  OpenFile file(::open(path.c_str(), how | no_follow | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0600), Ours::yes, path);
  problem = problem_of(file.handle_);
  if (!problem && access == Access::write) problem = problem_of(wait_again(file.handle_));
  return file;
}

OpenFile OpenFile::standard_input() { return {STDIN_FILENO, Ours::no, "standard input"}; }
OpenFile OpenFile::standard_output() { return {STDOUT_FILENO, Ours::no, "standard output"}; }
OpenFile OpenFile::standard_error() { return {STDERR_FILENO, Ours::no, "standard error"}; }

FileFacts OpenFile::facts(std::error_code& problem) const {
  FileFacts facts;
  problem = posix::open_facts(handle_, facts) ? std::error_code() : posix::last_problem();
  return facts;
}

std::size_t OpenFile::read_some(std::span<std::uint8_t> into, std::error_code& problem) const {
  return counted(::read(handle_, into.data(), into.size()), problem);
}

std::size_t OpenFile::read_some_at(std::uint64_t offset, std::span<std::uint8_t> into, std::error_code& problem) const {
  return counted(::pread(handle_, into.data(), into.size(), static_cast<off_t>(offset)), problem);  // in a file's size
}

std::size_t OpenFile::write_some(std::string_view content, std::error_code& problem) const {
  return counted(::write(handle_, content.data(), content.size()), problem);
}

bool OpenFile::is_ready(Access access, int milliseconds) const {
  const short wanted = access == Access::write ? POLLOUT : POLLIN;
  pollfd ready{.fd = handle_, .events = wanted, .revents = 0};
  return ::poll(&ready, 1, milliseconds) > 0;
}

std::error_code OpenFile::keep_first(std::uint64_t size) const {
  const auto end = static_cast<off_t>(size);  // of a part of the file
  return problem_of(::ftruncate(handle_, end) != 0 || ::lseek(handle_, end, SEEK_SET) < 0 ? -1 : 0);
}

std::error_code OpenFile::set_mode(unsigned mode) const { return problem_of(::fchmod(handle_, mode)); }

std::error_code OpenFile::lock(Wait wait) const { return problem_of(posix::lock(handle_, wait)); }

std::error_code OpenFile::wait_for_content() const { return problem_of(wait_again(handle_)); }

std::error_code OpenFile::close() {
  const int handle = std::exchange(handle_, kClosed);
  return problem_of(handle == kClosed || ours_ == Ours::no ? 0 : ::close(handle));
}

}  // namespace odca
