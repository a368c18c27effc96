// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "source/os_store.h"

#include <algorithm>
#include <string_view>
#include <system_error>

#include "base/text.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

struct OsStore {
  std::string_view path;  ///< below the root
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

// Folders in which everything is of the store: what it is made of, and what is made of it.
constexpr std::string_view kOsFolders[] = {
    "etc/ssl/certs",
    "usr/share/ca-certificates",
    "etc/pki/ca-trust/extracted",
    "etc/pki/tls/certs",
    "etc/ca-certificates/extracted",
    "var/lib/ca-certificates",
    "usr/share/pki/trust",
    "usr/share/pki/ca-trust-source",
    "usr/lib/ssl/certs",
    "usr/share/certs/trusted",
    "usr/share/ca-certs",
};

Error no_store(const fs::path& root) {
  std::string places;
  for (const OsStore& store : kOsStores) places += cat(places.empty() ? "" : ", ", quote((root / store.path).string()));
  return {.code = Errc::io,
          .message = cat("no certificate store of the operating system, looked for ", places),
          .hint = "install the package ca-certificates, or choose the source 'embedded'",
          .reason = "no-os-store"};
}

/// real_name is the name without links, or as it is where that cannot be found out.
fs::path real_name(const fs::path& path) {
  std::error_code code;
  fs::path real = fs::canonical(path, code);
  return code ? fs::absolute(path, code).lexically_normal() : real;
}

bool lies_in(const fs::path& path, const fs::path& folder) {
  const auto [end, _] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end == folder.end();
}

}  // namespace

Result<bool> is_there(const fs::path& path) {
  std::error_code code;
  const fs::file_status there = fs::symlink_status(path, code);
  if (there.type() == fs::file_type::not_found) return false;
  if (!code && fs::exists(path, code)) return true;
  if (!code) code = std::make_error_code(std::errc::no_such_file_or_directory);  // a link that leads nowhere
  return Error{.code = Errc::io,
               .message = cat("cannot examine ", quote(path.string()), ": ", code.message()),
               .hint = "check the path and its permissions",
               .reason = "io"};
}

Result<fs::path> find_os_store(const fs::path& root) {
  for (const OsStore& store : kOsStores) {
    const fs::path path = root / store.path;
    ODCA_TRY_ASSIGN(const bool found, is_there(path));
    if (found) return path;
  }
  return no_store(root);
}

bool is_of_os_store(const fs::path& path, const fs::path& root) {
  const fs::path real = real_name(path);
  for (const std::string_view folder : kOsFolders) {
    std::error_code code;
    // The folder itself may be a link: what it leads to counts as well as its name.
    if (fs::exists(root / folder, code) && lies_in(real, real_name(root / folder))) return true;
  }
  return std::any_of(std::begin(kOsStores), std::end(kOsStores), [&](const OsStore& store) {
    std::error_code code;
    return fs::equivalent(path, root / store.path, code) && !code;
  });
}

Roles roles_of_os_roots(const TrustChoice& choice) {
  Roles roles{AnchorRole::enterprise, AnchorRole::rfc5280};
  for (const SystemRole role : choice.system_roles) {
    switch (role) {
      case SystemRole::odca:
        roles.insert(AnchorRole::odca);
        break;
      case SystemRole::dice:
        roles.insert(AnchorRole::dice);
        break;
      case SystemRole::lab:
        roles.insert(AnchorRole::lab);
        break;
    }
  }
  return roles;
}

}  // namespace odca
