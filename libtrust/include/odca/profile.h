// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What kind of chain a path is, what part each certificate plays in it, and what they say of the device.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "odca/bytes.h"

namespace odca {

/// ProfileKind is a shape of chain; `none` where there is no certificate to judge.
enum class ProfileKind { none, odca, dice, lone, rfc5280 };
std::string_view to_string(ProfileKind profile);

/// CertificateRole is what place and name make of a certificate; `ca` is any that is no level of the ODCA hierarchy.
enum class CertificateRole { ca, leaf, app_ca, kernel_ca, rom_ca, issuing_ca, intermediate };
std::string_view to_string(CertificateRole role);

/// DeviceIdentity is what the certificates of an Intel device say it is. They prove it where the verdict is a yes; of a
/// rejected path it is what the path claims. Members are empty where no certificate says so.
struct DeviceIdentity {
  std::string platform{};                       ///< "LNL"
  std::string device_class{};                   ///< "P", "E", "T" or "D"
  std::string issuing_ca{};                     ///< organizational unit of the product issuing CA
  std::optional<unsigned> generation{};         ///< of the device's own names, 1 or 2
  std::string kernel_svn{};                     ///< security version number of the firmware's kernel
  std::string app_svn{};                        ///< and of the application
  std::optional<Fingerprint> rom_sha256{};      ///< of the ROM certificate
  std::optional<Fingerprint> rom_tbs_sha256{};  ///< of its signed part, which no other form of the signature changes
  std::optional<Fingerprint> leaf_sha256{};
  std::optional<Fingerprint> leaf_spki_sha256{};
};

}  // namespace odca
