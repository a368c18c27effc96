// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "source/folder.h"

#include <algorithm>
#include <system_error>
#include <vector>

#include "base/text.h"
#include "os/path_walk.h"
#include "source/material.h"
#include "source/os_store.h"
#include "source/trust_rows.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMountData = "..data/";
constexpr std::size_t kMaxFiles = 1024;
constexpr std::size_t kMaxDepth = 8;

/// limits_for: in an operating system's store one date is read that is refused elsewhere (docs/trust-sources.md).
ParseLimits limits_for(bool of_os_store) {
  return {.early_generalized_time = of_os_store ? EarlyGeneralizedTime::tolerated : EarlyGeneralizedTime::refused};
}

/// load reads the certificates of a file, which its place may make those of an operating system's store.
Result<LoadedFile> load(const TrustedFile& file, const OsRoots& os) {
  const fs::path& path = file.names.front();
  const bool of_os_store = is_of_os_store(path, os.root);
  ODCA_TRY_ASSIGN(Material material, material_of(file.content, path, limits_for(of_os_store)));
  return LoadedFile{.names = file.names, .material = std::move(material), .of_os_store = of_os_store};
}

Error io_error(const fs::path& path, const std::error_code& code) {
  const bool denied = code == std::errc::permission_denied;
  return {.code = denied ? Errc::permission : Errc::io,
          .message = cat("cannot read ", quote(path.string()), ": ", code.message()),
          .hint = denied ? "run as a user who may read it, or change its permissions" : "check the path and the disk",
          .reason = "io"};
}

Error not_a_file(const fs::path& path, const fs::file_status& status) {
  const bool folder = status.type() == fs::file_type::directory;
  return {.code = Errc::usage,
          .message = cat("expected only files in a trust folder, found ", folder ? "the folder " : "",
                         quote(path.string()), folder ? "" : ", which is no regular file"),
          .hint = folder ? cat("folders are not searched below themselves; name this one alone (--trust ",
                               shell_word(path.string()), "), or one file, or put the files beside each other")
                         : std::string("move it out of the folder"),
          .reason = "not-a-file"};
}

Error misplaced_trust_file(const fs::path& folder, const fs::path& path) {
  return {.code = Errc::usage,
          .message = cat("expected the trust file of a folder to be ", quote((folder / kTrustFile).string()),
                         ", found ", quote(path.string())),
          .hint = "put its entries into 'trust.yaml', with 'file' or 'sha256' in each",
          .reason = "trust-file-name"};
}

/// Files collects the names of the files in a folder.
class Files {
 public:
  explicit Files(bool of_os_store) : of_os_store_(of_os_store) {}
  Status add(const fs::path& folder) {
    std::error_code code;
    fs::directory_iterator entries(folder, code);
    if (code) return io_error(folder, code);
    for (; entries != fs::directory_iterator(); entries.increment(code)) ODCA_TRY(add(*entries));
    if (code) return io_error(folder, code);
    return {};
  }
  std::vector<fs::path> take() && {
    std::sort(files_.begin(), files_.end());
    return std::move(files_);
  }

 private:
  Status add(const fs::directory_entry& entry) {
    // What a mount, an editor or a version control keeps for itself: no material.
    if (entry.path().filename().string().starts_with('.')) return {};
    std::error_code code;
    const fs::file_status status = entry.status(code);  // follows a link
    if (code) return io_error(entry.path(), code);
    if (status.type() == fs::file_type::directory && is_of_a_mount(entry.path())) return add_below(entry.path());
    // An operating system keeps its certificates in other forms below its store (java/cacerts).
    if (status.type() == fs::file_type::directory && of_os_store_) return {};
    if (status.type() != fs::file_type::regular) return not_a_file(entry.path(), status);
    if (files_.size() == kMaxFiles)
      return Error{.code = Errc::limit,
                   .message = cat("expected at most ", kMaxFiles, " files in ",
                                  quote(entry.path().parent_path().string()), ", found more"),
                   .reason = "files"};
    files_.push_back(entry.path());
    return {};
  }

  /// is_of_a_mount: Kubernetes shows the items of a ConfigMap or Secret that have a path of several names as links to
  /// folders below "..data". What is in such a folder was put there with the rest.
  bool is_of_a_mount(const fs::path& folder) const {
    std::error_code code;
    if (fs::is_symlink(folder, code)) return fs::read_symlink(folder, code).string().starts_with(kMountData);
    return depth_ > 0;
  }
  Status add_below(const fs::path& folder) {
    ODCA_TRY(require_trusted_path(folder, Contents::of_a_folder));
    if (depth_ == kMaxDepth)
      return Error{.code = Errc::limit,
                   .message = cat("expected at most ", kMaxDepth, " folders in each other, found more in ",
                                  quote(folder.string())),
                   .reason = "files"};
    ++depth_;
    Status added = add(folder);
    --depth_;
    return added;
  }

  bool of_os_store_;
  std::vector<fs::path> files_{};
  std::size_t depth_ = 0;
};

Result<std::vector<fs::path>> files_of(const fs::path& folder, const OsRoots& os) {
  Files files(is_of_os_store(folder, os.root));
  ODCA_TRY(files.add(folder));
  return std::move(files).take();
}

/// files_beside counts what else the folder of a name holds, as far as it can be looked at, where it has a trust file.
std::size_t files_beside(const fs::path& file) {
  std::size_t count = 0;
  std::error_code code;
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  if (!fs::exists(folder / kTrustFile, code)) return 0;
  for (fs::directory_iterator entry(folder, code); !code && entry != fs::directory_iterator(); entry.increment(code)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with('.') && name != kTrustFile && name != file.filename().string()) ++count;
  }
  return count;
}

/// left_out says what is lost by naming one file, by a link or without, of a folder that has a trust file; empty where
/// nothing is.
std::string left_out(const std::vector<fs::path>& names, const TrustRows& rows) {
  const std::optional<std::size_t> entries = rows.of_others();
  std::size_t files = 0;
  for (const fs::path& name : names) files += entries ? files_beside(name) : 0;
  if (!entries || (*entries == 0 && files == 0)) return {};
  return cat("one file of its folder: the others (", files, ") and the entries about them in its ", kTrustFile, " (",
             *entries, ") do not count");
}

}  // namespace

Result<SourceContents> load_operator_file(const TrustedFile& file, OriginKind source, const OsRoots& os) {
  TrustRows rows({}, source, os);
  ODCA_TRY_ASSIGN(const LoadedFile loaded, load(file, os));
  ODCA_TRY(rows.add(loaded));
  std::string lost = left_out(loaded.names, rows);
  ODCA_TRY_ASSIGN(SourceContents contents, std::move(rows).finish());
  if (!lost.empty()) contents.versions.push_back(std::move(lost));
  return contents;
}

Result<SourceContents> load_operator_folder(const fs::path& given, OriginKind source, const OsRoots& os) {
  const fs::path folder = given.has_filename() || !given.has_parent_path() ? given : given.parent_path();
  ODCA_TRY(require_trusted_path(folder, Contents::of_a_folder));
  ODCA_TRY_ASSIGN(const std::vector<fs::path> paths, files_of(folder, os));
  TrustRows rows(folder, source, os);
  for (const fs::path& path : paths) {
    const std::string name = path.filename().string();
    if (path == folder / kTrustFile) continue;
    if (name == kTrustFile || name.ends_with(kTrustSuffix)) return misplaced_trust_file(folder, path);
    ODCA_TRY_ASSIGN(const TrustedFile file, read_trust_content(path));
    ODCA_TRY_ASSIGN(const LoadedFile loaded, load(file, os));
    ODCA_TRY(rows.add(loaded));
  }
  return std::move(rows).finish();
}

}  // namespace odca
