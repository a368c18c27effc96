// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "os/owner_file.h"

#include <algorithm>

#include "base/text.h"
#include "os/owner.h"
#include "os/path_walk.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlock = std::size_t{64} << 10U;

Error io_error(const fs::path& path, std::string_view what, const std::error_code& problem) {
  const bool denied = problem == std::errc::permission_denied;
  return {.code = denied ? Errc::permission : Errc::io,
          .message = cat("cannot ", what, ' ', quote(path.string()), ": ", problem.message()),
          .hint = denied ? "run as the user who owns it" : "check the path and the disk"};
}

std::string copy_of(const fs::path& path) {
  return cat("install -m 600 ", shell_word(path.string()), ' ', shell_word(path.filename().string() + ".copy"),
             ", and name the copy");
}

/// opening_error: a link is refused, since who changes it chooses the file; the file itself can be named.
Error opening_error(const fs::path& path, const std::error_code& problem) {
  std::error_code failed;
  const bool link = problem == std::errc::too_many_symbolic_link_levels && fs::is_symlink(path, failed);
  if (!link) return io_error(path, "open", problem);
  const fs::path file = fs::canonical(path, failed);
  return {.code = Errc::permission,
          .message = cat(quote(path.string()), " is a link, expected the file itself"),
          .hint = failed ? std::string("name the file itself; the link leads nowhere")
                         : cat("name the file that it leads to: ", shell_word(file.string()))};
}

Status check_private(const fs::path& path, const FileFacts& facts) {
  if (facts.kind != FileKind::file)
    return Error{.code = Errc::permission,
                 .message = cat(quote(path.string()), " is not a regular file"),
                 .hint = "name a regular file"};
  if (facts.owner != current_user())
    return Error{.code = Errc::permission,
                 .message = cat(quote(path.string()), " is not for its owner alone: it belongs to user ", facts.owner,
                                ", and this is user ", current_user()),
                 .hint = cat("run as that user; or, if it was put there for you, take a copy: ", copy_of(path))};
  if (others_have_rights(facts))
    return Error{.code = Errc::permission,
                 .message = cat(quote(path.string()), " is not for its owner alone: it has mode ",
                                octal_mode(facts.mode), ", expected 0600"),
                 .hint = facts.read_only
                             ? cat("mount it with mode 0400 (defaultMode: 0400 of a Kubernetes secret), or take a "
                                   "copy: ",
                                   copy_of(path))
                             : cat("chmod 600 ", shell_word(path.string()))};
  return {};
}

}  // namespace

Result<std::optional<OwnerFile>> OwnerFile::open(const fs::path& path, std::uint64_t max_bytes) {
  std::error_code problem;
  OpenFile file = OpenFile::open(path, Access::read, Links::refuse, problem);
  if (problem == std::errc::no_such_file_or_directory) return std::optional<OwnerFile>{};
  if (problem) return opening_error(path, problem);
  const FileFacts facts = file.facts(problem);
  if (problem) return io_error(path, "examine", problem);
  ODCA_TRY(check_private(path, facts));
  if (facts.size > max_bytes)
    return Error{.code = Errc::limit,
                 .message = cat(quote(path.string()), " has ", facts.size, " bytes, expected at most ", max_bytes),
                 .hint = "check that it is the file you mean"};
  return std::optional<OwnerFile>{OwnerFile(std::move(file), facts.size)};
}

Status OwnerFile::read(std::uint64_t offset, std::uint64_t count, const std::function<void(ByteView)>& take) const {
  Bytes block;
  while (count > 0) {
    block.resize(static_cast<std::size_t>(std::min<std::uint64_t>(count, kBlock)));  // at most kBlock
    std::error_code problem;
    const std::size_t got = file_.read_at(offset, block, problem);
    if (problem) return io_error(file_.path(), "read", problem);
    if (got < block.size())
      return Error{.code = Errc::io,
                   .message = cat(quote(file_.path().string()), " became shorter while it was read"),
                   .hint = "try again when nothing writes to it"};
    take(block);
    offset += got;
    count -= got;
  }
  return {};
}

Result<std::optional<Bytes>> read_owner_file(const fs::path& path, std::size_t max_bytes) {
  ODCA_TRY_ASSIGN(const std::optional<OwnerFile> file, OwnerFile::open(path, max_bytes));
  if (!file) return std::optional<Bytes>{};
  Bytes content;
  content.reserve(static_cast<std::size_t>(file->size()));  // at most max_bytes
  ODCA_TRY(
      file->read(0, file->size(), [&](ByteView block) { content.insert(content.end(), block.begin(), block.end()); }));
  return std::optional<Bytes>{std::move(content)};
}

}  // namespace odca
