// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A bundle as the TUF repository that it is (TUF 1.0, 3 and 6.2: consistent snapshots).
#include "base/text.h"
#include "bundle/bundle_file.h"
#include "bundle/verify.h"
#include "exchange/export.h"
#include "odca/digest.h"

namespace odca::bundle_tool {
namespace {

using bundle::Value;

std::string versioned(std::uint64_t version, std::string_view name) { return cat(version, '.', name, ".json"); }

TufFile metadata(std::string name, const Value& envelope) {
  return {.folder = TufFile::Folder::metadata, .name = std::move(name), .content = std::string(envelope.text())};
}

}  // namespace

Result<std::vector<TufFile>> tuf_repository(std::string_view file) {
  ODCA_TRY_ASSIGN(const bundle::BundleFile bundle, bundle::BundleFile::read(file));
  const bundle::BundleView& view = bundle.view();
  const Value whole = bundle.document().root();
  std::vector<TufFile> files;
  std::size_t next = 0;
  for (const Value& root : whole.find("roots")->items())
    files.push_back(metadata(versioned(view.roots[next++].header.version, "root"), root));
  files.push_back(metadata("timestamp.json", *whole.find("timestamp")));
  files.push_back(metadata(versioned(view.snapshot.header.version, "snapshot"), *whole.find("snapshot")));
  files.push_back(metadata(versioned(view.targets.header.version, "targets"), *whole.find("targets")));
  files.push_back({.folder = TufFile::Folder::targets,
                   .name = cat(to_hex(sha256(as_bytes(view.store_text))), '.', bundle::kTargetName),
                   .content = std::string(view.store_text)});
  return files;
}

}  // namespace odca::bundle_tool
