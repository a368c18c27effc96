#include "base/trustworthy_place.h"

#include <system_error>

#include "base/text.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

Result<fs::perms> permissions_of(const fs::path& path) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (!failed) return status.permissions();
  return Error{.code = Errc::io,
               .message = cat("cannot look at ", quote(path.string()), ": ", failed.message()),
               .reason = "io"};
}

bool has(fs::perms permissions, fs::perms wanted) { return (permissions & wanted) != fs::perms::none; }

Error world_writable(std::string message, const fs::path& culprit) {
  return {.code = Errc::permission,
          .message = std::move(message),
          .hint = cat("chmod o-w ", culprit.string()),
          .reason = "world-writable"};
}

/// check_above: in a folder that is writable for all but sticky, as /tmp is, nobody can exchange another's file.
Status check_above(const fs::path& path) {
  for (fs::path above = path.parent_path();; above = above.parent_path()) {
    ODCA_TRY_ASSIGN(const fs::perms permissions, permissions_of(above));
    if (has(permissions, fs::perms::others_write) && !has(permissions, fs::perms::sticky_bit))
      return world_writable(
          cat(quote(path.string()), " can be exchanged by every user of this machine, who may write to ",
              quote(above.string())),
          above);
    if (above == above.parent_path()) return {};
  }
}

}  // namespace

Status require_trustworthy_place(const fs::path& path) {
  ODCA_TRY_ASSIGN(const fs::perms permissions, permissions_of(path));
  if (has(permissions, fs::perms::others_write))
    return world_writable(cat(quote(path.string()), " can be changed by every user of this machine"), path);
  std::error_code failed;
  const fs::path absolute = fs::absolute(path, failed);
  if (failed)
    return Error{
        .code = Errc::io, .message = cat("cannot find ", quote(path.string()), ": ", failed.message()), .reason = "io"};
  ODCA_TRY(check_above(absolute));
  const fs::path resolved = fs::canonical(absolute, failed);
  if (failed) return {};  // a pipe that a shell handed over has no place; it was opened by who runs the program
  return check_above(resolved);
}

}  // namespace odca
