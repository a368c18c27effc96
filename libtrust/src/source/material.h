// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// One file of trust material, read whole or refused. Unlike a dump, where hostile input is the normal case, everything
// in it must be a certificate or CRL that we can read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "odca/certificate.h"
#include "odca/crl.h"
#include "odca/result.h"
#include "os/path_walk.h"

namespace odca {

/// Bounds of what an operator or an operating system puts there. Debian's bundle has 0.2 MB and 140 certificates.
inline constexpr std::size_t kMaxTrustFile = 8U << 20U;
inline constexpr std::size_t kMaxTrustCrl = 1U << 20U;
inline constexpr std::size_t kMaxTrustCertificates = 4096;

struct Material {
  std::vector<Certificate> certificates{};
  std::vector<Crl> crls{};
};

/// read_trust_content reads a file of trust material whole: at most kMaxTrustFile, where nobody
/// but root and the user of this program may change or exchange it.
Result<TrustedFile> read_trust_content(const std::filesystem::path& file);
/// material_of is read_material() for content that was read before.
Result<Material> material_of(ByteView content, const std::filesystem::path& file, const ParseLimits& limits = {});
/// read_material reads PEM (any text between the blocks) or DER, one value or several. Private keys, blocks of another
/// kind, unreadable certificates and an empty file are errors that name the file and the place in it, and so
/// is a place that another may change. `limits` is for the certificates.
Result<Material> read_material(const std::filesystem::path& file, const ParseLimits& limits = {});

}  // namespace odca
