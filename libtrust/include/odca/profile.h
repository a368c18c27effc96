// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The kind of a chain, the roles of its certificates, and the device that they identify.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "odca/bytes.h"

namespace odca {

/// ProfileKind is the kind of a chain; `none` without a certificate to judge.
enum class ProfileKind { none, odca, dice, lone, rfc5280 };
std::string_view to_string(ProfileKind profile);

/// CertificateRole is the level of a certificate in the ODCA hierarchy, by place or name; `ca` is any other CA.
enum class CertificateRole { ca, leaf, app_ca, kernel_ca, rom_ca, issuing_ca, intermediate };
std::string_view to_string(CertificateRole role);

/// DeviceIdentity is read from the certificates of an Intel device. It is proved if the verdict is trusted, and only
/// claimed if rejected. Members are empty where no certificate has them.
struct DeviceIdentity {
  std::string platform{};                   ///< "LNL"
  std::string device_class{};               ///< "P", "E", "T" or "D"
  std::string issuing_ca{};                 ///< organizational unit of the product issuing CA
  std::optional<unsigned> generation{};     ///< of the device's own names, 1 or 2
  std::string kernel_svn{};                 ///< security version number of the firmware's kernel
  std::string app_svn{};                    ///< of the application
  std::optional<Fingerprint> rom_sha256{};  ///< of the ROM certificate
  std::optional<Fingerprint>
      rom_tbs_sha256{};  ///< of its signed part, which is the same for both forms of an ECDSA signature
  std::optional<Fingerprint> leaf_sha256{};
  std::optional<Fingerprint> leaf_spki_sha256{};
};

}  // namespace odca
