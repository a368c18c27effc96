// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The PathLookup of this machine, by POSIX and Linux calls.
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <sys/xattr.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/text.h"
#include "os/file.h"
#include "os/owner.h"
#include "os/path_walk.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr long kProcMagic = 0x9fa0;  // PROC_SUPER_MAGIC of linux/magic.h
constexpr std::size_t kMaxAccounts = std::size_t{16} << 20U;

Error look_error(const fs::path& path, const std::error_code& problem) {
  const bool denied = problem == std::errc::permission_denied || problem == std::errc::operation_not_permitted;
  return {.code = denied ? Errc::permission : Errc::io,
          .message = cat("cannot examine ", quote(path.string()), ": ", problem.message()),
          .hint = denied ? "run as a user who may read it, or change its permissions" : "check the name",
          .reason = "io"};
}

/// fields_of takes a line of /etc/passwd or /etc/group apart.
std::vector<std::string_view> fields_of(std::string_view line, char between) {
  std::vector<std::string_view> fields;
  for (std::size_t end = line.find(between); end != std::string_view::npos; end = line.find(between)) {
    fields.push_back(line.substr(0, end));
    line.remove_prefix(end + 1);
  }
  fields.push_back(line);
  return fields;
}

/// lines_of reads one of the two. A directory service that knows further users and groups is not asked: that would be a
/// look at the network.
std::vector<std::vector<std::string>> lines_of(const char* path) {
  std::vector<std::vector<std::string>> lines;
  const auto content = read_file(path, kMaxAccounts);
  if (!content) return lines;
  for (const std::string_view line : fields_of(as_text(*content), '\n')) {
    const auto fields = fields_of(line, ':');
    if (fields.size() >= 4) lines.emplace_back(fields.begin(), fields.end());
  }
  return lines;
}

/// Account is a user with a name, for whom alone a group may be.
struct Account {
  std::string id{};
  std::string name{};
  bool alone = true;  ///< no other user has the group as the primary one
};

Account account_of(unsigned user, const std::string& group) {
  Account account{.id = std::to_string(user)};
  for (const std::vector<std::string>& line : lines_of("/etc/passwd")) {
    if (line[2] == account.id && account.name.empty()) account.name = line[0];
    if (line[2] != account.id && line[3] == group) account.alone = false;
  }
  return account;
}

/// has_access_list: rights beside owner, group and others; the group's bits are then only their upper bound.
bool has_access_list(const fs::path& path) {
  const ssize_t size = ::lgetxattr(path.c_str(), "system.posix_acl_access", nullptr, 0);
  return size >= 0 || (errno != ENODATA && errno != EOPNOTSUPP);
}

/// is_of: a line of /etc/group is about the group of that name, with no other member.
bool is_of(const std::vector<std::string>& line, const std::string& name) {
  return line[0] == name && (line[3].empty() || line[3] == name);
}

class RealPaths final : public PathLookup {
 public:
  Result<std::optional<PathPart>> look(const fs::path& path) const override {
    std::error_code problem;
    const FileFacts facts = facts_of(path, Links::refuse, problem);
    if (problem == std::errc::no_such_file_or_directory) return std::optional<PathPart>();
    if (problem) return look_error(path, problem);
    return std::optional(PathPart{facts, path});
  }

  Result<fs::path> target(const fs::path& link) const override {
    std::error_code failed;
    fs::path target = fs::read_symlink(link, failed);
    if (failed) return look_error(link, failed);
    return target;
  }

  std::optional<PathPart> behind(const fs::path& link) const override {
    struct statfs place {};
    if (::statfs(link.parent_path().c_str(), &place) != 0 || place.f_type != kProcMagic) return {};
    std::error_code failed;
    const FileFacts facts = facts_of(link, Links::follow, failed);
    if (failed) return {};
    const fs::path target = fs::read_symlink(link, failed);
    const fs::path name = target.is_absolute() ? target : link.parent_path() / target;
    const FileFacts named = failed ? FileFacts{} : facts_of(name, Links::follow, failed);
    if (!failed && is_same_file(named, facts)) return {};
    return PathPart{facts, link};
  }

  bool is_read_only(const fs::path& path) const override {
    struct statvfs about {};
    return ::statvfs(path.c_str(), &about) == 0 && (about.f_flag & ST_RDONLY) != 0;
  }

  bool is_private_group(const PathPart& part, unsigned user) const override {
    if (user == 0 || has_access_list(part.path)) return false;
    const std::string group = std::to_string(part.group);
    const Account account = account_of(user, group);
    if (account.name.empty() || !account.alone) return false;
    bool found = false;
    for (const std::vector<std::string>& line : lines_of("/etc/group")) {
      if (line[2] != group) continue;
      if (!is_of(line, account.name)) return false;
      found = true;
    }
    return found;
  }

  unsigned user() const override { return current_user(); }

  Result<fs::path> current_folder() const override {
    std::error_code failed;
    fs::path folder = fs::current_path(failed);
    if (failed) return look_error(".", failed);
    return folder;
  }
};

}  // namespace

const PathLookup& real_paths() {
  static const RealPaths paths;
  return paths;
}

}  // namespace odca
