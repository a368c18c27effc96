// POSIX form.
#include "files/file_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "bundle/reason.h"
#include "odca/bytes.h"

namespace odca::bundle_tool {
namespace {

namespace fs = std::filesystem;
using bundle::failure;

constexpr mode_t kPermissions = 0777;
constexpr int kAttempts = 100;
constexpr std::size_t kBeginning = 256;

Error io_error(std::string_view what, const fs::path& path) {
  return failure(errno == ENOSPC || errno == EDQUOT ? "E_NOSPACE" : "E_IO",
                 cat("cannot ", what, ' ', quote(path.string()), ": ", std::strerror(errno)),
                 errno == EROFS ? "the disk is mounted read-only; name a place that can be written to" : "");
}

mode_t mode_of(Rights rights) { return rights == Rights::owner_alone ? 0600 : 0666; }  // less the umask

Error taken(const fs::path& target) {
  return failure("E_IO", cat("something stands at ", quote(target.string()), " already"), "choose another name");
}

/// links_unknown tells from errno whether it is the file system that has no links: Linux says EPERM, FUSE also others.
bool links_unknown() { return errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK; }

/// Fresh is a new file; removed unless it was put in its place.
class Fresh {
 public:
  ~Fresh() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!name_.empty()) ::unlink(name_.c_str());
  }
  Fresh(const Fresh&) = delete;
  Fresh& operator=(const Fresh&) = delete;
  explicit Fresh(const fs::path& target) : target_(target) {}

  /// create_beside makes a file that is to get the target's name.
  Status create_beside(Rights rights) {
    for (int i = 0; i < kAttempts; ++i)
      if (create(cat(target_.string(), ".", ::getpid(), "-", i, ".new"), rights)) return {};
    return io_error("create a file beside", target_);
  }
  /// create_itself makes the target, which must not be there.
  Status create_itself(Rights rights) {
    if (create(target_.string(), rights)) return {};
    return errno == EEXIST ? taken(target_) : io_error("create", target_);
  }
  Status keep_mode(mode_t mode) const {
    if (::fchmod(descriptor_, mode & kPermissions) != 0) return io_error("set the mode of", target_);
    return {};
  }
  /// fill makes the content durable.
  Status fill(std::string_view content) {
    while (!content.empty()) {
      const ssize_t written = ::write(descriptor_, content.data(), content.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return io_error("write", target_);
      content.remove_prefix(static_cast<std::size_t>(written));  // positive
    }
    if (::fsync(descriptor_) != 0) return io_error("flush", target_);
    if (::close(std::exchange(descriptor_, -1)) != 0) return io_error("close", target_);
    return {};
  }

  // What becomes of a filled file:

  Status replace_target() {
    if (::rename(name_.c_str(), target_.c_str()) != 0) return io_error("replace", target_);
    name_.clear();
    return {};
  }
  /// link_target leaves the name beside to the destructor. False: the file system has no links.
  Result<bool> link_target(Link link) const {
    if (link(name_.c_str(), target_.c_str()) == 0) return true;
    if (links_unknown()) return false;
    return errno == EEXIST ? taken(target_) : io_error("create", target_);
  }
  void keep() { name_.clear(); }

 private:
  bool create(std::string name, Rights rights) {
    descriptor_ = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_of(rights));
    if (descriptor_ >= 0) name_ = std::move(name);
    return descriptor_ >= 0;
  }

  fs::path target_;
  int descriptor_ = -1;
  std::string name_{};
};

Status flush_folder(const fs::path& target) {
  const fs::path parent = target.parent_path();
  const int descriptor = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool flushed = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int problem = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!flushed)
    return failure("E_DURABILITY",
                   cat("the folder of ", quote(target.string()), " cannot be flushed: ", std::strerror(problem)));
  return {};
}

/// is_key_file knows the key files of this program and those of minisign by how they begin.
bool is_key_file(std::string_view beginning) {
  if (beginning.starts_with(R"({"ciphertext":)") || beginning.starts_with(R"({"format":"amt-bundle-key/)")) return true;
  const std::string_view line = beginning.substr(0, beginning.find('\n'));
  return line.starts_with("untrusted comment:") && line.find("secret key") != std::string_view::npos;
}

/// refuse_key_file: whatever a command is told, it does not destroy a key.
Status refuse_key_file(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return io_error("look into", path);
  char beginning[kBeginning];
  const ssize_t got = ::read(descriptor, beginning, sizeof beginning);
  ::close(descriptor);
  if (got < 0) return io_error("look into", path);
  if (!is_key_file({beginning, static_cast<std::size_t>(got)})) return {};  // not negative
  return failure("E_IO", cat(quote(path.string()), " is a key file"),
                 "a key file is never written over; choose another name");
}

Status check_replaceable(const fs::path& path, mode_t mode) {
  if (!S_ISREG(mode))
    return failure("E_IO", cat(quote(path.string()), " is not a regular file"),
                   "name a file; '-' is standard output where a command says so");
  return refuse_key_file(path);
}

}  // namespace

Result<std::string> read_text(const fs::path& path, std::size_t max_bytes) {
  ODCA_TRY_ASSIGN(const Bytes content, read_file(path, max_bytes));
  return std::string(as_text(content));
}

int link_file(const char* file, const char* name) { return ::link(file, name); }

Status write_text(const fs::path& path, std::string_view content, Replace replace) {
  if (replace == Replace::refused) return write_new(path, content, Rights::usual);
  struct stat about {};
  const bool stands = ::lstat(path.c_str(), &about) == 0;
  if (!stands && errno != ENOENT) return io_error("examine", path);
  if (stands) ODCA_TRY(check_replaceable(path, about.st_mode));
  {
    Fresh fresh(path);
    ODCA_TRY(fresh.create_beside(Rights::usual));
    if (stands) ODCA_TRY(fresh.keep_mode(about.st_mode));
    ODCA_TRY(fresh.fill(content));
    ODCA_TRY(fresh.replace_target());
  }
  return flush_folder(path);
}

Status write_new(const fs::path& path, std::string_view content, Rights rights, Link link) {
  bool linked = false;
  {
    Fresh beside(path);
    ODCA_TRY(beside.create_beside(rights));
    ODCA_TRY(beside.fill(content));
    ODCA_TRY_ASSIGN(linked, beside.link_target(link));
  }
  if (!linked) {
    Fresh itself(path);
    ODCA_TRY(itself.create_itself(rights));
    ODCA_TRY(itself.fill(content));
    itself.keep();
  }
  return flush_folder(path);
}

}  // namespace odca::bundle_tool
