// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "source/trust_file.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "source/material.h"
#include "source/trust_yaml.h"

namespace odca {
namespace {

using yaml::Fields;
using yaml::Node;

Status read_selector(const Fields& fields, TrustFileRow& row) {
  const Node* const file = fields.find("file");
  const Node* const fingerprint = fields.find("sha256");
  if ((file == nullptr) == (fingerprint == nullptr))
    return fields.node().error(cat("expected either 'file' or 'sha256', found ", file == nullptr ? "neither" : "both"));
  if (fingerprint != nullptr) {
    ODCA_TRY_ASSIGN(row.sha256, fingerprint->as_hex32());
    return {};
  }
  ODCA_TRY_ASSIGN(row.file, file->as_line());
  if (row.file.find('/') != std::string::npos)
    return file->error("expected the name of a file beside this one, found a path " + file->describe());
  return {};
}

Status read_anchor_terms(const Fields& fields, TrustFileRow& row) {
  if (const Node* const roles = fields.find("roles")) {
    if (row.use == CertificateUse::intermediate) return roles->error("an intermediate has no roles");
    ODCA_TRY_ASSIGN(row.roles, read_roles(*roles));
  }
  if (const Node* const constraints = fields.find("constraints")) {
    if (row.use == CertificateUse::intermediate) return constraints->error("an intermediate has no constraints");
    ODCA_TRY_ASSIGN(row.constraints, read_constraints(*constraints));
  }
  return {};
}

Result<TrustFileRow> read_row(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"file", "sha256", "use", "roles", "constraints", "label",
                                                         "published_at", "checked_on"}));
  TrustFileRow row{.place = cat("line ", node.line())};
  ODCA_TRY(read_selector(fields, row));
  ODCA_TRY_ASSIGN(const Node* use, fields.require("use"));
  ODCA_TRY_ASSIGN(const std::size_t index, use->as_choice({"anchor", "intermediate"}));
  row.use = index == 0 ? CertificateUse::anchor : CertificateUse::intermediate;
  ODCA_TRY(read_anchor_terms(fields, row));
  if (const Node* const label = fields.find("label")) {
    ODCA_TRY_ASSIGN(row.label, label->as_line());
  }
  ODCA_TRY_ASSIGN(Provenance provenance, read_provenance(fields));
  if (!provenance.url.empty() || !provenance.retrieved.empty()) row.provenance.push_back(std::move(provenance));
  return row;
}

/// material_of lists the files that a trust file is about: a copy of it alone, which a refusal may advise, is about
/// nothing.
std::vector<std::filesystem::path> material_of(const std::filesystem::path& trust_file) {
  namespace fs = std::filesystem;
  constexpr std::size_t kMost = 32;  // in one line of a hint
  constexpr std::string_view kSuffix = ".trust.yaml";
  std::error_code code;
  const std::string name = trust_file.filename().string();
  if (name.ends_with(kSuffix)) {
    const std::string about = trust_file.string();
    return {fs::path(about.substr(0, about.size() - kSuffix.size()))};
  }
  std::vector<fs::path> files;
  const fs::path folder = trust_file.has_parent_path() ? trust_file.parent_path() : fs::path(".");
  for (fs::directory_iterator entry(folder, code); !code && entry != fs::directory_iterator(); entry.increment(code)) {
    const std::string other = entry->path().filename().string();
    if (files.size() < kMost && !other.starts_with('.') && other != name && entry->is_regular_file(code))
      files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

Result<TrustFile> parse_trust_file(std::string_view text, std::string path, OriginKind origin_kind) {
  ODCA_TRY_ASSIGN(const Node root, yaml::parse(text, path));
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(root, {"certificates", "deny"}));
  TrustFile file{.path = std::move(path)};
  if (const Node* const certificates = fields.find("certificates")) {
    ODCA_TRY_ASSIGN(const std::span<const Node> items, certificates->as_sequence());
    for (const Node& item : items) {
      ODCA_TRY_ASSIGN(TrustFileRow row, read_row(item));
      file.rows.push_back(std::move(row));
    }
  }
  if (const Node* const deny = fields.find("deny")) {
    ODCA_TRY_ASSIGN(file.denied, read_deny_entries(*deny, {.kind = origin_kind, .where = file.path}));
  }
  return file;
}

Result<TrustFile> read_trust_file(const std::filesystem::path& path, OriginKind origin_kind) {
  ODCA_TRY_ASSIGN(const TrustedFile file, read_trusted_file(path, yaml::kMaxBytes, material_of(path)));
  return parse_trust_file(as_text(file.content), path.string(), origin_kind);
}

}  // namespace odca
