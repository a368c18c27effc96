// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The manifest: what a person writes to say what a bundle holds (docs/bundles.md). Strict YAML; the words for roles,
// constraints and deny entries are those of trust files (docs/trust-sources.md). Reading it opens no other file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bundle/store_document.h"
#include "odca/result.h"

namespace odca::bundle_tool {

inline constexpr std::string_view kManifestFormat = "amt-trust-manifest/1";
inline constexpr std::uint64_t kDefaultValidDays = 400;

/// ManifestProvenance is where something is published. `file` is a copy of what was fetched, to be compared with
/// `sha256`; empty when there is none.
struct ManifestProvenance {
  Provenance provenance{};
  std::string file{};
};

/// ManifestAnchor is an anchor, or a change of the anchor with this id in the base: then it brings neither certificate
/// nor key, and what it does not say stays.
struct ManifestAnchor {
  std::uint64_t id = 0;
  std::string place{};  ///< "manifest.yaml, line 7", for errors
  std::optional<std::string> label{};
  std::string certificate{};  ///< file
  std::optional<Bytes> subject{};
  std::optional<Bytes> spki{};
  std::vector<Fingerprint> cert_sha256{};
  std::optional<Roles> roles{};
  std::optional<AnchorStatus> status{};
  std::optional<std::uint64_t> replaced_by{};
  std::optional<AnchorConstraints> constraints{};
  std::vector<ManifestProvenance> provenance{};
  bool changes_base() const { return certificate.empty() && !spki; }
};

/// ManifestMaterial is a file of certificates or of CRLs.
struct ManifestMaterial {
  std::string place{};
  std::string file{};
  std::vector<ManifestProvenance> provenance{};
};

/// ManifestDeny is a deny entry, or a change of the one with this id in the base: then it has no value.
struct ManifestDeny {
  std::uint64_t id = 0;
  std::string place{};
  std::optional<DenyEntry> entry{};
  std::optional<bool> lifted{};
  std::string since{};
};

struct Manifest {
  std::uint64_t version = 0;
  std::optional<Time> expires{};
  std::uint64_t valid_days = kDefaultValidDays;  ///< when `expires` is empty
  std::vector<std::string> roots{};              ///< files, oldest first
  std::string base{};                            ///< "embedded", the file of a bundle, or empty
  std::vector<ManifestAnchor> anchors{};
  std::vector<Fingerprint> drop_intermediates{};  ///< SHA-256 of certificates of the base that are left out
  std::vector<ManifestMaterial> intermediates{};
  std::vector<ManifestMaterial> crls{};
  std::vector<ManifestDeny> deny{};
  std::string notes{};
  std::string min_tool{};  ///< empty: that of the base
};

/// read_manifest reads the text; `origin` names the file in errors (E_SCHEMA, E_LIMIT).
Result<Manifest> read_manifest(std::string_view text, std::string_view origin);

}  // namespace odca::bundle_tool
