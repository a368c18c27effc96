// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What is said of a place that another may change, and the command that mends it for the one who reads it.
#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "os/path_walk.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+,:@%";
// Folders that everybody may write to by their purpose: taking that right away would break the machine.
constexpr std::array<std::string_view, 4> kShared{"/tmp", "/var/tmp", "/dev/shm", "/run/lock"};
// Folders in which everything is root's to give.
constexpr std::array<std::string_view, 5> kSystem{"/etc", "/usr", "/var/lib/amt-trust", "/opt", "/boot"};

std::string user_name(unsigned id) { return id == 0 ? std::string("root") : cat("user ", id); }

/// copy_command makes a copy that belongs to who runs it, in a folder of theirs.
std::string copy_command(const fs::path& path, Contents contents, const std::vector<fs::path>& companions,
                         unsigned user) {
  const std::string place = user == 0 ? "/etc/odca-trust" : "~/odca-trust";
  if (contents == Contents::of_a_folder) {
    fs::path name = path.lexically_normal();
    if (name.filename().empty()) name = name.parent_path();
    const std::string last = name.filename() == "." || name.filename() == ".." ? "copy" : name.filename().string();
    return cat("install -D -m 0644 -t ", place, '/', shell_word(last), ' ', shell_word(path.string()), "/*");
  }
  std::string command = cat("install -D -m 0644 -t ", place, ' ', shell_word(path.string()));
  for (const fs::path& companion : companions) command += cat(' ', shell_word(companion.string()));
  return command;
}

std::string hint_to_copy(const fs::path& path, Contents contents, const std::vector<fs::path>& companions,
                         unsigned user) {
  return cat("read what is in it, then name a copy of your own: ", copy_command(path, contents, companions, user));
}

bool is_shared(const fs::path& path) { return std::find(kShared.begin(), kShared.end(), path) != kShared.end(); }

/// is_of_the_system: a path that belongs to root by its purpose. A home, or a folder of a project, does not.
bool is_of_the_system(const fs::path& path) {
  return std::any_of(kSystem.begin(), kSystem.end(), [&](std::string_view folder) {
    return path == folder || path.string().starts_with(cat(folder, '/'));
  });
}

std::string hint_to_close(const PathWeakness& weakness, unsigned user) {
  const fs::path& path = weakness.part.path;
  const std::string command = cat(is_shared(path) ? "chmod +t " : "chmod go-w ", shell_word(path.string()));
  return user == 0 || user == weakness.part.owner ? command : cat("have root do: ", command);
}

/// hint_for is a command that the reader can carry out. Nobody is told to take a home from its owner.
std::string hint_for(const PathWeakness& weakness, const std::string& copy, unsigned user) {
  const PathPart& part = weakness.part;
  if (weakness.kind == PathWeakness::Kind::foreign) {
    if (user != 0 || !is_of_the_system(part.path)) return copy;
    const std::string_view how = part.kind == PathPart::Kind::folder ? "chown -hR root " : "chown -h root ";
    return cat("read what is in it, then: ", how, shell_word(part.path.string()));
  }
  if (is_shared(part.path) && weakness.is_end) return copy;
  std::string hint = hint_to_close(weakness, user);
  if (user != 0 && user != part.owner) hint += cat("; or ", copy);  // without root's help
  return hint;
}

std::string who_may_write(const PathWeakness& weakness) {
  return weakness.kind == PathWeakness::Kind::everybody ? std::string("every user of this machine")
                                                        : cat("everybody in group ", weakness.part.group);
}

ReasonId reason_of(PathWeakness::Kind kind) {
  switch (kind) {
    case PathWeakness::Kind::foreign:
      return "owner";
    case PathWeakness::Kind::everybody:
      return "world-writable";
    case PathWeakness::Kind::group:
      return "group-writable";
  }
  return "owner";
}

/// consequence tells what the weakness means for the file that was named.
std::string consequence(const PathWeakness& weakness, const fs::path& path) {
  return weakness.is_end ? std::string(" can change it") : cat(" can exchange ", quote(path.string()));
}

}  // namespace

std::string octal_mode(unsigned mode) {
  std::string text = "0";
  for (const unsigned shift : {9U, 6U, 3U, 0U})
    if (const unsigned digit = mode >> shift & 7U; shift != 9U || digit != 0) text += cat(digit);
  return text;
}

std::string shell_word(const std::string& text) {
  const bool plain = !text.empty() && text.find_first_not_of(kPlain) == std::string::npos && text.front() != '-';
  if (plain) return text;
  std::string word = text.starts_with('-') ? "./'" : "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

Error weakness_error(const PathWeakness& weakness, const fs::path& path, Contents contents,
                     const std::vector<fs::path>& companions, const PathLookup& lookup) {
  const PathPart& part = weakness.part;
  const bool link = part.kind == PathPart::Kind::link;
  std::string expected = cat("expected root", lookup.user() == 0 ? "" : cat(" or ", user_name(lookup.user())));
  if (weakness.kind != PathWeakness::Kind::foreign) expected = "expected a mode in which only its owner writes";
  const std::string who =
      weakness.kind == PathWeakness::Kind::foreign ? std::string("its owner") : who_may_write(weakness);
  Error error{.code = Errc::permission, .reason = reason_of(weakness.kind)};
  error.message = cat(link ? "the link " : "", quote(part.path.string()), " belongs to ", user_name(part.owner),
                      link ? std::string() : cat(" and has mode ", octal_mode(part.mode)), ", ", expected, ": ", who,
                      consequence(weakness, path));
  error.hint = hint_for(weakness, hint_to_copy(path, contents, companions, lookup.user()), lookup.user());
  return error;
}

}  // namespace odca
