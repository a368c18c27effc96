// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "installed/root_file.h"

#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/text.h"
#include "bundle/bundle_file.h"
#include "bundle/reason.h"
#include "bundle/root_chain.h"
#include "bundle/tuf.h"
#include "bundle/verify.h"
#include "os/file.h"
#include "os/path_walk.h"
#include "source/trust_yaml.h"
#include "yaml/yaml.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxRootBytes = std::size_t{512} << 10U;  // as much as TUF clients take

fs::path limits_beside(fs::path name) { return name.replace_extension(".yaml"); }

/// with_limits are the files that must be copied together.
std::vector<fs::path> with_limits(const fs::path& root) {
  std::error_code problem;
  const fs::path limits = limits_beside(root);
  if (fs::symlink_status(limits, problem).type() == fs::file_type::not_found) return {};
  return {limits};
}

/// check_sources refuses only what every user may change: a tree of sources has the owner that a checkout gave it.
Status check_sources(const PathWalk& walk, const fs::path& path) {
  for (const PathPart& part : walk.parts) {
    const bool is_sticky_folder = part.kind == PathPart::Kind::folder && (part.mode & 01000U) != 0;
    if (part.kind == PathPart::Kind::link || is_sticky_folder || (part.mode & 0002U) == 0) continue;
    const bool is_end = &part == &walk.parts.back();
    return weakness_error({.kind = PathWeakness::Kind::everybody, .part = part, .is_end = is_end}, path,
                          Contents::of_a_file);
  }
  return {};
}

Result<TrustedFile> read_in(const fs::path& path, RootPlace place, std::size_t max_bytes,
                            const std::vector<fs::path>& companions) {
  if (place == RootPlace::machine) return read_trusted_file(path, max_bytes, companions);
  ODCA_TRY_ASSIGN(Bytes content, read_file(path, max_bytes));
  ODCA_TRY_ASSIGN(PathWalk walk, walk_path(path));
  ODCA_TRY(check_sources(walk, path));
  return TrustedFile{.content = std::move(content), .names = std::move(walk.names)};
}

/// read_decisive reads a file that decides what is trusted.
Result<TrustedFile> read_decisive(const fs::path& path, RootPlace place, std::size_t max_bytes,
                                  const std::vector<fs::path>& companions = {}) {
  auto file = read_in(path, place, max_bytes, companions);
  if (!file) return bundle::failure("E_IO", describe(file.error()), file.error().hint);
  return file;
}

/// check_root refuses a root document that could never verify anything, at once and not at the first bundle.
Status check_root(const std::string& text) {
  ODCA_TRY_ASSIGN(const bundle::RootFile root, bundle::RootFile::read(text, "root of trust"));
  std::vector<bundle::SignatureVerdict> verdicts;
  return bundle::check_root_signatures({*root}, verdicts);
}

Result<Roles> parse_limits(std::string_view text, const std::string& name) {
  ODCA_TRY_ASSIGN(const yaml::Node root, yaml::parse(text, name));
  ODCA_TRY_ASSIGN(const yaml::Fields fields, yaml::Fields::of(root, {"roles"}));
  ODCA_TRY_ASSIGN(const yaml::Node* roles, fields.require("roles"));
  return read_roles(*roles);
}

/// read_limits gives nothing only when there is certainly no such file.
Result<std::optional<Roles>> read_limits(const fs::path& path, RootPlace place) {
  std::error_code problem;
  if (fs::symlink_status(path, problem).type() == fs::file_type::not_found) return std::optional<Roles>();
  ODCA_TRY_ASSIGN(const TrustedFile file, read_decisive(path, place, yaml::kMaxBytes));
  auto roles = parse_limits(as_text(file.content), path.string());
  if (!roles) return bundle::failure("E_SCHEMA", describe(roles.error()), roles.error().hint);
  return std::optional(*roles);
}

/// limits_of looks beside each name that the root file has: a link to it must not lose them.
Result<std::optional<Roles>> limits_of(const std::vector<fs::path>& names, RootPlace place) {
  std::optional<Roles> limits;
  fs::path found_at;
  for (const fs::path& name : names) {
    const fs::path path = limits_beside(name);
    ODCA_TRY_ASSIGN(const std::optional<Roles> here, read_limits(path, place));
    if (!here) continue;
    if (limits && *limits != *here)
      return bundle::failure(
          "E_SCHEMA",
          cat(quote(found_at.string()), " and ", quote(path.string()), " limit one root of trust to different roles"),
          "make them the same, or remove the one that is wrong");
    limits = here;
    found_at = path;
  }
  return limits;
}

}  // namespace

Result<RootOfTrust> read_root_file(const fs::path& path, RootPlace place) {
  RootOfTrust root{.origin = path.string()};
  ODCA_TRY_ASSIGN(const TrustedFile file, read_decisive(path, place, kMaxRootBytes, with_limits(path)));
  root.text = std::string(as_text(file.content));
  if (root.text.ends_with('\n')) root.text.pop_back();  // editors and heredocs add one
  if (Status status = check_root(root.text); !status) return std::move(status).error().in(path.string());
  ODCA_TRY_ASSIGN(root.only, limits_of(file.names, place));
  return root;
}

}  // namespace odca
