// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "os/path_walk.h"

#include <algorithm>
#include <deque>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "os/file.h"
#include "os/owner.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxLinks = 40;  // as many as Linux follows
constexpr int kMaxTries = 3;
constexpr unsigned kSticky = 01000;
constexpr unsigned kOthersWrite = 0002;

/// Walker goes from name to name. `here_` is where it is: a folder, and no link on the way to it.
class Walker {
 public:
  explicit Walker(const PathLookup& lookup) : lookup_(lookup) {}

  Result<PathWalk> walk(const fs::path& path) {
    walk_.names.push_back(path);
    ODCA_TRY(start_at(path));
    while (!ahead_.empty() && !walk_.absent && !nameless_) ODCA_TRY(step());
    if (!walk_.absent && !nameless_) walk_.end = walk_.parts.back();
    return std::move(walk_);
  }

 private:
  /// start_at puts the names of a path before those that are still to be passed.
  Status start_at(const fs::path& path) {
    std::vector<fs::path> names;
    if (path.is_relative() && here_.empty()) {
      ODCA_TRY_ASSIGN(const fs::path folder, lookup_.current_folder());
      names.assign(folder.begin(), folder.end());
    }
    names.insert(names.end(), path.begin(), path.end());
    ahead_.insert(ahead_.begin(), names.begin(), names.end());
    return {};
  }

  Status step() {
    const fs::path name = ahead_.front();
    ahead_.pop_front();
    if (name.empty() || name == ".") return {};
    if (name == "..") {
      here_ = here_.parent_path();
      return note(here_);
    }
    return pass(name.is_absolute() ? name : here_ / name);
  }

  Status note(const fs::path& path) {
    ODCA_TRY_ASSIGN(std::optional<PathPart> part, lookup_.look(path));
    if (part) walk_.parts.push_back(*std::move(part));
    return {};
  }

  Status pass(const fs::path& path) {
    ODCA_TRY_ASSIGN(const std::optional<PathPart> part, lookup_.look(path));
    if (!part) {
      walk_.absent = path;
      return {};
    }
    walk_.parts.push_back(*part);
    if (part->kind == PathPart::Kind::link) return follow(path);
    here_ = path;
    return {};
  }

  bool at_end() const {
    return std::all_of(ahead_.begin(), ahead_.end(), [](const fs::path& name) { return name.empty() || name == "."; });
  }

  Status follow(const fs::path& link) {
    if (++links_ > kMaxLinks)
      return Error{.code = Errc::io,
                   .message = cat("cannot follow ", quote(walk_.names.front().string()),
                                  ": it is a chain of more than ", kMaxLinks, " links"),
                   .hint = cat("check where ", quote(link.string()), " leads: it may lead to itself"),
                   .reason = "io"};
    if (auto nameless = lookup_.behind(link)) {
      walk_.parts.push_back(*nameless);
      walk_.end = *std::move(nameless);
      nameless_ = true;
      return {};
    }
    ODCA_TRY_ASSIGN(const fs::path target, lookup_.target(link));
    if (at_end()) walk_.names.push_back(walk_.names.back().parent_path() / target);
    return start_at(target);
  }

  const PathLookup& lookup_;
  PathWalk walk_{};
  fs::path here_{};
  std::deque<fs::path> ahead_{};
  std::size_t links_ = 0;
  bool nameless_ = false;
};

bool is_private(const PathPart& part, const PathLookup& lookup) {
  return lookup.is_private_group(part, part.owner) || lookup.is_private_group(part, lookup.user());
}

/// weakness_in judges one name. A link has no mode of its own.
std::optional<PathWeakness::Kind> weakness_in(const PathPart& part, bool counts_names, const PathLookup& lookup) {
  if (!is_trusted_owner(part.owner, lookup.user())) return PathWeakness::Kind::foreign;
  if (!others_may_write(part) || part.kind == PathPart::Kind::link) return {};
  if (part.kind == PathPart::Kind::folder && (part.mode & kSticky) != 0 && !counts_names) return {};
  if ((part.mode & kOthersWrite) == 0 && is_private(part, lookup)) return {};
  if (lookup.is_read_only(part.path)) return {};
  return (part.mode & kOthersWrite) != 0 ? PathWeakness::Kind::everybody : PathWeakness::Kind::group;
}

Error not_there(const fs::path& path, const fs::path& absent) {
  const bool itself = path == absent || fs::path(path).lexically_normal() == absent;
  return {.code = Errc::io,
          .message = cat("cannot read ", quote(path.string()), ": ",
                         itself ? "no such file" : cat("missing ", quote(absent.string()))),
          .hint = "check the name",
          .reason = "io"};
}

}  // namespace

Result<PathWalk> walk_path(const fs::path& path, const PathLookup& lookup) { return Walker(lookup).walk(path); }

std::optional<PathWeakness> weakness_of(const PathWalk& walk, Contents contents, const PathLookup& lookup) {
  for (std::size_t i = 0; i < walk.parts.size(); ++i) {
    const PathPart& part = walk.parts[i];
    const bool is_end = walk.end && i + 1 == walk.parts.size();
    const bool counts_names = is_end && contents == Contents::of_a_folder;
    if (const auto kind = weakness_in(part, counts_names, lookup))
      return PathWeakness{.kind = *kind, .part = part, .is_end = is_end};
  }
  return {};
}

Result<PathWalk> require_trusted_path(const fs::path& path, Contents contents,
                                      const std::vector<fs::path>& companions) {
  ODCA_TRY_ASSIGN(PathWalk walk, walk_path(path));
  if (walk.absent) return not_there(path, *walk.absent);
  if (const auto weakness = weakness_of(walk, contents)) return weakness_error(*weakness, path, contents, companions);
  return walk;
}

Result<TrustedFile> read_trusted_file(const fs::path& path, std::size_t max_bytes,
                                      const std::vector<fs::path>& companions) {
  // A mount that is brought up to date exchanges a link once, not again and again.
  for (int tries = 0; tries < kMaxTries; ++tries) {
    ODCA_TRY_ASSIGN(const OpenFile file, OpenFile::open_to_read(path));
    ODCA_TRY_ASSIGN(PathWalk walk, require_trusted_path(path, Contents::of_a_file, companions));
    std::error_code unknown;
    if (!is_same_file(*walk.end, file.facts(unknown)) || unknown) continue;
    ODCA_TRY_ASSIGN(Bytes content, file.read(max_bytes));
    return TrustedFile{.content = std::move(content), .names = std::move(walk.names)};
  }
  return Error{.code = Errc::io,
               .message = cat(quote(path.string()), " was replaced while it was read"),
               .hint = "try again when nobody writes to it",
               .reason = "io"};
}

}  // namespace odca
