// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Whose is what a path names? A walk over every name that the path passes through: each folder from the root on, each
// link, the folders through which the link leads, and the file itself. A user who may replace one of them chooses what
// is read in the end. Policies, trust material, roots of trust, their companions and state directories use this one
// walk.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "odca/bytes.h"
#include "odca/result.h"
#include "os/facts.h"

namespace odca {

/// PathPart is one name on the way, as it is itself: of a link, the link.
struct PathPart : FileFacts {
  using Kind = FileKind;
  std::filesystem::path path{};  ///< absolute, and without links before its last part
};

/// PathLookup is what a walk asks of the operating system; tests put a made-up one in its place.
class PathLookup {
 public:
  virtual ~PathLookup() = default;
  /// look gives nothing when there is no such name. Errc::permission or Errc::io when that cannot be told.
  virtual Result<std::optional<PathPart>> look(const std::filesystem::path& path) const = 0;
  virtual Result<std::filesystem::path> target(const std::filesystem::path& link) const = 0;
  /// behind is what a link of /proc leads to when that has no name: a pipe, or a file that was removed. Nothing for any
  /// other link.
  virtual std::optional<PathPart> behind(const std::filesystem::path& link) const = 0;
  /// is_read_only: mounted so that nobody may write here, whatever the mode says.
  virtual bool is_read_only(const std::filesystem::path& path) const = 0;
  /// is_private_group: the group is the one of `user` alone (its name, no further member), and no access list lets in
  /// anybody else.
  virtual bool is_private_group(const PathPart& part, unsigned user) const = 0;
  virtual unsigned user() const = 0;  ///< whose rights this program has
  virtual Result<std::filesystem::path> current_folder() const = 0;
};
const PathLookup& real_paths();

struct PathWalk {
  std::vector<PathPart> parts{};  ///< in the order in which they are passed
  /// names are those of what the path names: the path as given, and after each link at its end what that points to.
  std::vector<std::filesystem::path> names{};
  std::optional<PathPart> end{};                  ///< what the path names in the end
  std::optional<std::filesystem::path> absent{};  ///< the first name that is not there; then there is no end
};

/// walk_path follows a path as the kernel does, with as many links. A name that is not there ends it without an error.
Result<PathWalk> walk_path(const std::filesystem::path& path, const PathLookup& lookup = real_paths());

/// Contents says what of the end of a path is used: a folder whose list of names counts must not take new ones from
/// others; a sticky one does.
enum class Contents { of_a_file, of_a_folder };

/// PathWeakness is the first name on the way that another may change or exchange.
struct PathWeakness {
  enum class Kind { foreign, everybody, group };
  Kind kind = Kind::foreign;
  PathPart part{};
  bool is_end = false;
};
/// weakness_of is nothing when every name belongs to root or to the user of this program, and nobody else may write to
/// it. What is mounted read-only nobody may write to. In a sticky folder only the owner of an entry may exchange it. A
/// group counts as others, unless it is the private group of the owner or of the user (umask 002 with a group for each
/// user).
std::optional<PathWeakness> weakness_of(const PathWalk& walk, Contents contents,
                                        const PathLookup& lookup = real_paths());

/// weakness_error says whose it is, what was expected and what mends it: Errc::permission, reason "owner",
/// "world-writable" or "group-writable". `path` is what was named; `companions` are files that must be copied with it.
Error weakness_error(const PathWeakness& weakness, const std::filesystem::path& path, Contents contents,
                     const std::vector<std::filesystem::path>& companions = {},
                     const PathLookup& lookup = real_paths());

/// require_trusted_path walks, and fails where there is no end or a weakness.
Result<PathWalk> require_trusted_path(const std::filesystem::path& path, Contents contents,
                                      const std::vector<std::filesystem::path>& companions = {});

/// TrustedFile is the content of a file that decides what is trusted, and its names.
struct TrustedFile {
  Bytes content{};
  std::vector<std::filesystem::path> names{};
};
/// read_trusted_file opens the file, walks its path, and sees that both are the same file before anything is read. A
/// pipe that a shell handed over has no name; it was opened by who runs the program.
Result<TrustedFile> read_trusted_file(const std::filesystem::path& path, std::size_t max_bytes,
                                      const std::vector<std::filesystem::path>& companions = {});

/// octal_mode writes permission bits as chmod reads them: "0644".
std::string octal_mode(unsigned mode);

/// shell_word writes a text so that a shell reads it as one word, for commands in hints.
std::string shell_word(const std::string& text);

}  // namespace odca
