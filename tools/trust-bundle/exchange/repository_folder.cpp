// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "exchange/repository_folder.h"

#include "base/text.h"
#include "bundle/reason.h"
#include "os/file_system.h"
#include "state/directory.h"

namespace odca::bundle_tool {
namespace {

using state::Directory;

constexpr std::string_view kTemporary = ".new-export";
constexpr unsigned kMode = 0644;

/// plain gives the errors of the state directory, which this is not, the class of any file.
Error plain(const Error& error) {
  if (!error.reason.text().starts_with("E_STATE_")) return error;
  return bundle::failure("E_IO", describe(error));
}
Status plain(const Status& status) { return status ? Status{} : Status(plain(status.error())); }

Status put_in_place(const Directory& folder, const std::string& name, std::string_view content) {
  return plain(folder.replace(std::string(kTemporary), name, content, kMode));
}

/// fill_folder writes the repository's files; timestamp.json is what a client reads first, and is written last.
Status fill_folder(const Directory& folder, const Directory& targets, const std::vector<TufFile>& files) {
  for (const bool first : {false, true}) {
    for (const TufFile& file : files) {
      if ((file.name == "timestamp.json") != first) continue;
      ODCA_TRY(put_in_place(file.folder == TufFile::Folder::targets ? targets : folder, file.name, file.content));
    }
    ODCA_TRY(plain(targets.sync()));
    ODCA_TRY(plain(folder.sync()));
  }
  return {};
}

}  // namespace

Status write_repository(const std::string& path, const std::vector<TufFile>& files) {
  if (path.empty()) return bundle::failure("E_USAGE", "empty value of option '--tuf'");
  const auto system = real_file_system();
  auto folder = Directory::open_or_make(*system, path);
  if (!folder) return plain(folder.error());
  auto present = folder->list();
  if (!present) return plain(present.error());
  if (!present->empty())
    return bundle::failure("E_IO", cat("the folder ", quote(path), " is not empty"), "name a new or an empty folder");
  auto targets = folder->child_or_make("targets");
  if (!targets) return plain(targets.error());
  return fill_folder(*folder, *targets, files);
}

}  // namespace odca::bundle_tool
