// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Source "system": the roots that the operating system ships, and the machine's own anchor folder.
#include <set>
#include <string>
#include <system_error>

#include "base/text.h"
#include "source/folder.h"
#include "source/material.h"
#include "source/os_store.h"
#include "source/sources.h"
#include "source/trust_file.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMachineFolder = "etc/odca-trust/anchors";
constexpr std::string_view kTrustFileName = "trust.yaml";

Status add_os_roots(const fs::path& store, Roles roles, SourceContents& contents) {
  auto material = read_material(store);
  if (!material) {
    Error error = std::move(material).error();
    // The advice of the certificate reader is to the owner of a file; this one belongs to the operating system.
    if (error.code == Errc::syntax)
      error.hint =
          "a store is loaded whole or not at all; have the operating system drop this root, or choose the "
          "source 'embedded' or 'custom'";
    return error;
  }
  std::set<Fingerprint> seen;
  const Origin origin{.kind = OriginKind::system, .where = store.string(), .os_store = true};
  for (const Certificate& certificate : material->certificates)
    if (seen.insert(certificate->sha256).second)
      contents.anchors.push_back(anchor_from_certificate(certificate, roles, origin));
  for (const Crl& crl : material->crls) contents.crls.push_back({crl, origin});
  contents.versions.push_back(cat("system ", store.string()));
  return {};
}

Status add_machine_folder(const fs::path& folder, const OsRoots& os, SourceContents& contents) {
  ODCA_TRY_ASSIGN(const bool found, is_there(folder));
  if (!found) return {};
  ODCA_TRY_ASSIGN(SourceContents machine, load_operator_folder(folder, OriginKind::system, os));
  for (TrustAnchor& anchor : machine.anchors) contents.anchors.push_back(std::move(anchor));
  contents.intermediates = std::move(machine.intermediates);
  for (StoredCrl& crl : machine.crls) contents.crls.push_back(std::move(crl));
  contents.denied = std::move(machine.denied);
  contents.versions.push_back(cat("system ", folder.string()));
  return {};
}

}  // namespace

Result<std::vector<DenyEntry>> machine_denied(const SourceContext& context) {
  const fs::path file = context.root / kMachineFolder / kTrustFileName;
  ODCA_TRY_ASSIGN(const bool found, is_there(file));
  if (!found) return std::vector<DenyEntry>{};
  ODCA_TRY_ASSIGN(TrustFile trust, read_trust_file(file, OriginKind::system));
  return std::move(trust.denied);
}

Result<SourceContents> load_system(const TrustChoice& choice, const SourceContext& context) {
  const Roles roles = roles_of_os_roots(choice);
  ODCA_TRY_ASSIGN(const fs::path store, find_os_store(context.root));
  SourceContents contents;
  ODCA_TRY(add_os_roots(store, roles, contents));
  ODCA_TRY(add_machine_folder(context.root / kMachineFolder, {context.root, roles}, contents));
  return contents;
}

}  // namespace odca
