// Source "system": the roots that the operating system ships, and the machine's own anchor folder.
#include <set>
#include <string>
#include <system_error>

#include "base/text.h"
#include "source/folder.h"
#include "source/material.h"
#include "source/sources.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

struct OsStore {
  std::string_view path;  ///< below SourceContext::root
  std::string_view systems;
};

// The first that exists is the store; the others are other names of it or do not exist on the same system.
constexpr OsStore kOsStores[] = {
    {"etc/ssl/certs/ca-certificates.crt", "Debian, Ubuntu, Arch, Gentoo, Alpine"},
    {"etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "Fedora, Red Hat"},
    {"etc/pki/tls/certs/ca-bundle.crt", "older Fedora and Red Hat"},
    {"var/lib/ca-certificates/ca-bundle.pem", "SUSE"},
    {"etc/ssl/ca-bundle.pem", "older SUSE"},
    {"etc/ssl/cert.pem", "Alpine without ca-certificates"},
};

constexpr std::string_view kMachineFolder = "etc/odca-trust/anchors";

Error no_store(const SourceContext& context) {
  std::string places;
  for (const OsStore& store : kOsStores)
    places += cat(places.empty() ? "" : ", ", quote((context.root / store.path).string()));
  return {.code = Errc::io,
          .message = cat("no certificate store of the operating system, looked for ", places),
          .hint = "install the package ca-certificates, or choose the source 'embedded'",
          .reason = "no-os-store"};
}

/// is_there is false for what is not there; what cannot be looked at is an error.
Result<bool> is_there(const fs::path& path) {
  std::error_code code;
  const fs::file_status there = fs::symlink_status(path, code);
  if (there.type() == fs::file_type::not_found) return false;
  if (!code && fs::exists(path, code)) return true;
  if (!code) code = std::make_error_code(std::errc::no_such_file_or_directory);  // a link that leads nowhere
  return Error{
      .code = Errc::io, .message = cat("cannot look at ", quote(path.string()), ": ", code.message()), .reason = "io"};
}

Result<fs::path> find_store(const SourceContext& context) {
  for (const OsStore& store : kOsStores) {
    const fs::path path = context.root / store.path;
    ODCA_TRY_ASSIGN(const bool found, is_there(path));
    if (found) return path;
  }
  return no_store(context);
}

/// roles_of_os_roots are those of any public root, and what the policy adds by name.
Result<Roles> roles_of_os_roots(const TrustChoice& choice) {
  Roles roles{AnchorRole::enterprise, AnchorRole::rfc5280};
  for (const std::string& name : choice.system_roles) {
    const auto role = anchor_role_from(name);
    if (!role)
      return Error{.code = Errc::usage,
                   .message = cat("expected a role, found ", quote(name)),
                   .hint = "roles are odca, dice, enterprise, lab, rfc5280",
                   .reason = "unknown-role"};
    roles.insert(*role);
  }
  return roles;
}

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
  const Origin origin{.source = "system", .where = store.string(), .os_store = true};
  for (const Certificate& certificate : material->certificates)
    if (seen.insert(certificate->sha256).second)
      contents.anchors.push_back(anchor_from_certificate(certificate, roles, origin));
  for (const Crl& crl : material->crls) contents.crls.push_back({crl, origin});
  contents.versions.push_back(cat("system ", store.string()));
  return {};
}

Status add_machine_folder(const fs::path& folder, SourceContents& contents) {
  ODCA_TRY_ASSIGN(const bool found, is_there(folder));
  if (!found) return {};
  ODCA_TRY_ASSIGN(SourceContents machine, load_operator_folder(folder, "system"));
  for (TrustAnchor& anchor : machine.anchors) contents.anchors.push_back(std::move(anchor));
  contents.intermediates = std::move(machine.intermediates);
  for (StoredCrl& crl : machine.crls) contents.crls.push_back(std::move(crl));
  contents.denied = std::move(machine.denied);
  contents.versions.push_back(cat("system ", folder.string()));
  return {};
}

}  // namespace

Result<SourceContents> load_system(const TrustChoice& choice, const SourceContext& context) {
  ODCA_TRY_ASSIGN(const Roles roles, roles_of_os_roots(choice));
  ODCA_TRY_ASSIGN(const fs::path store, find_store(context));
  SourceContents contents;
  ODCA_TRY(add_os_roots(store, roles, contents));
  ODCA_TRY(add_machine_folder(context.root / kMachineFolder, contents));
  return contents;
}

}  // namespace odca
