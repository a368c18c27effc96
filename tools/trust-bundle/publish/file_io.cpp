// POSIX form.
#include "publish/file_io.h"

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

constexpr mode_t kNewMode = 0666;  // less the umask
constexpr mode_t kPermissions = 0777;
constexpr int kAttempts = 100;
constexpr std::size_t kBeginning = 256;

Error io_error(std::string_view what, const fs::path& path) {
  return failure(errno == ENOSPC || errno == EDQUOT ? "E_NOSPACE" : "E_IO",
                 cat("cannot ", what, ' ', quote(path.string()), ": ", std::strerror(errno)));
}

/// Fresh is a new file beside the one that it is to replace; removed unless it was put in place.
class Fresh {
 public:
  ~Fresh() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!name_.empty()) ::unlink(name_.c_str());
  }
  Fresh(const Fresh&) = delete;
  Fresh& operator=(const Fresh&) = delete;
  Fresh() = default;

  /// create_beside makes a file that is to be renamed over the target.
  Status create_beside(const fs::path& target) {
    for (int i = 0; i < kAttempts; ++i)
      if (create(cat(target.string(), ".", ::getpid(), "-", i, ".new"))) return {};
    return io_error("create a file beside", target);
  }
  /// create_itself makes the target, which must not be there.
  Status create_itself(const fs::path& target) {
    if (create(target.string())) return {};
    if (errno != EEXIST) return io_error("create", target);
    return failure("E_IO", cat("something stands at ", quote(target.string()), " already"), "choose another name");
  }
  Status fill(std::string_view content, const fs::path& target) const {
    while (!content.empty()) {
      const ssize_t written = ::write(descriptor_, content.data(), content.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return io_error("write", target);
      content.remove_prefix(static_cast<std::size_t>(written));  // positive
    }
    return {};
  }
  Status keep_mode(mode_t mode, const fs::path& target) const {
    if (::fchmod(descriptor_, mode & kPermissions) != 0) return io_error("set the mode of", target);
    return {};
  }
  /// put makes the content durable and gives the file the target's name.
  Status put(const fs::path& target) {
    if (::fsync(descriptor_) != 0) return io_error("flush", target);
    if (::close(std::exchange(descriptor_, -1)) != 0) return io_error("close", target);
    if (name_ != target.string() && ::rename(name_.c_str(), target.c_str()) != 0) return io_error("replace", target);
    name_.clear();
    return {};
  }

 private:
  bool create(std::string name) {
    descriptor_ = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kNewMode);
    if (descriptor_ >= 0) name_ = std::move(name);
    return descriptor_ >= 0;
  }

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

Status write_text(const fs::path& path, std::string_view content, Replace replace) {
  Fresh fresh;
  if (replace == Replace::refused) {
    ODCA_TRY(fresh.create_itself(path));
  } else {
    struct stat about {};
    const bool stands = ::lstat(path.c_str(), &about) == 0;
    if (!stands && errno != ENOENT) return io_error("examine", path);
    if (stands) ODCA_TRY(check_replaceable(path, about.st_mode));
    ODCA_TRY(fresh.create_beside(path));
    if (stands) ODCA_TRY(fresh.keep_mode(about.st_mode, path));
  }
  ODCA_TRY(fresh.fill(content, path));
  ODCA_TRY(fresh.put(path));
  return flush_folder(path);
}

}  // namespace odca::bundle_tool
