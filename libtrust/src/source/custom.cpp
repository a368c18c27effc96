// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Source "custom": the file or folder that the policy (or --trust PATH) names, and nothing besides.
#include <system_error>

#include "base/text.h"
#include "source/folder.h"
#include "source/material.h"
#include "source/os_store.h"
#include "source/sources.h"
#include "source/store_contents.h"

namespace odca {
namespace {

/// load_file: a bundle brings its own constraints and deny entries, and must be verified; no trust file beside it
/// counts.
Result<SourceContents> load_file(const std::filesystem::path& path, const OsRoots& os, const SourceContext& context) {
  ODCA_TRY_ASSIGN(const TrustedFile file, read_trust_content(path));
  if (looks_like_bundle(file.content)) return load_bundle_file(file.content, path, context);
  return load_operator_file(file, OriginKind::custom, os);
}

}  // namespace

Result<SourceContents> load_custom(const TrustChoice& choice, const SourceContext& context) {
  namespace fs = std::filesystem;
  if (choice.path.empty())
    return Error{.code = Errc::usage,
                 .message = "missing path of trust source 'custom'",
                 .hint = "set trust.path in the policy, or give --trust PATH",
                 .reason = "no-path"};
  const fs::path path = choice.path.is_relative() ? context.policy_dir / choice.path : choice.path;
  std::error_code code;
  const fs::file_status status = fs::status(path, code);
  if (status.type() == fs::file_type::not_found)
    return Error{.code = Errc::io,
                 .message = cat("missing trust path ", quote(path.string())),
                 .hint = choice.path.is_relative() ? "a relative path starts at the folder of the policy file"
                                                   : "check the path",
                 .reason = "not-found"};
  if (code)
    return Error{.code = code == std::errc::permission_denied ? Errc::permission : Errc::io,
                 .message = cat("cannot examine ", quote(path.string()), ": ", code.message()),
                 .hint = "check the path and its permissions",
                 .reason = "io"};
  const bool folder = status.type() == fs::file_type::directory;
  const OsRoots os{context.root, roles_of_os_roots(choice)};
  ODCA_TRY_ASSIGN(SourceContents contents,
                  folder ? load_operator_folder(path, OriginKind::custom, os) : load_file(path, os, context));
  if (contents.anchors.empty())
    return Error{.code = Errc::usage,
                 .message = cat("expected at least one trust anchor in ", quote(path.string()), ", found none"),
                 .hint = "add a certificate, or one with 'use: anchor'; nothing could be trusted",
                 .reason = "no-anchor"};
  contents.versions.insert(contents.versions.begin(), cat("custom ", path.string()));
  return contents;
}

}  // namespace odca
