#include "base/owned_place.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include "base/text.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxLinks = 40;  // as many as Linux follows

Error io_error(const fs::path& path) {
  return {.code = Errc::io,
          .message = cat("cannot look at ", quote(path.string()), ": ", std::strerror(errno)),
          .reason = "io"};
}

std::string user(uid_t id) { return id == 0 ? std::string("root") : cat("user ", id); }

std::string octal(mode_t mode) {
  std::string text = "0";
  for (const unsigned shift : {9U, 6U, 3U, 0U})
    if (const unsigned digit = mode >> shift & 7U; shift != 9U || digit != 0) text += cat(digit);
  return text;
}

/// check_owned judges a file, link or folder. A link has no mode of its own; in a sticky folder nobody can exchange
/// what another has put there.
Status check_owned(const fs::path& path, const struct stat& about) {
  const bool foreign = about.st_uid != 0 && about.st_uid != ::geteuid();
  const bool is_sticky_folder = S_ISDIR(about.st_mode) && (about.st_mode & S_ISVTX) != 0;
  const bool shared = (about.st_mode & (S_IWGRP | S_IWOTH)) != 0 && !S_ISLNK(about.st_mode) && !is_sticky_folder;
  if (!foreign && !shared) return {};
  std::string expected = "root";
  if (::geteuid() != 0) expected += cat(" or ", user(::geteuid()));
  std::string hint = foreign ? cat(S_ISLNK(about.st_mode) ? "chown -h root " : "chown root ", path.string()) : "";
  if (shared) hint += cat(foreign ? " && " : "", "chmod go-w ", path.string());
  return Error{
      .code = Errc::permission,
      .message = cat(quote(path.string()), " belongs to ", user(about.st_uid), " and has mode ", octal(about.st_mode),
                     ", expected ", expected, S_ISLNK(about.st_mode) ? "" : ", and no others who may write to it"),
      .hint = std::move(hint),
      .reason = "owner"};
}

Result<fs::path> folder_of(const fs::path& path) {
  std::error_code failed;
  fs::path absolute = fs::absolute(path, failed);
  if (failed)
    return Error{
        .code = Errc::io, .message = cat("cannot find ", quote(path.string()), ": ", failed.message()), .reason = "io"};
  return absolute.parent_path();
}

}  // namespace

Result<std::vector<fs::path>> names_of(const fs::path& path) {
  std::error_code failed;
  std::vector<fs::path> names{path};
  while (names.size() <= kMaxLinks) {
    struct stat about {};
    if (::lstat(names.back().c_str(), &about) != 0) {
      // What /proc shows of a pipe, or of a file without a name, looks like a link but leads nowhere.
      if (errno != ENOENT || names.size() == 1 || ::stat(path.c_str(), &about) != 0) return io_error(names.back());
      names.pop_back();
      return names;
    }
    if (!S_ISLNK(about.st_mode)) return names;
    const fs::path target = fs::read_symlink(names.back(), failed);
    if (failed) return io_error(names.back());
    names.push_back(names.back().parent_path() / target);
  }
  errno = ELOOP;
  return io_error(path);
}

Status require_owned_place(const fs::path& path) {
  ODCA_TRY_ASSIGN(const std::vector<fs::path> names, names_of(path));
  for (const fs::path& name : names) {
    struct stat about {};
    if (::lstat(name.c_str(), &about) != 0) return io_error(name);
    ODCA_TRY(check_owned(name, about));
    ODCA_TRY_ASSIGN(const fs::path folder, folder_of(name));
    if (::stat(folder.c_str(), &about) != 0) return io_error(folder);
    ODCA_TRY(check_owned(folder, about));
  }
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return io_error(path);
  return check_owned(path, about);  // of what has no name
}

}  // namespace odca
