// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The trust file beside an operator's certificates: "trust.yaml" in a folder, "<file>.trust.yaml" beside
// a file. It says which certificates are anchors and which intermediates, for which roles, and what is denied.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "odca/trust_store.h"

namespace odca {

enum class CertificateUse { anchor, intermediate };

/// TrustFileRow is about every certificate of `file`, or about the one with this SHA-256.
struct TrustFileRow {
  std::string file{};
  std::optional<Fingerprint> sha256{};
  CertificateUse use = CertificateUse::anchor;
  std::optional<Roles> roles{};  ///< empty: all
  AnchorConstraints constraints{};
  std::string label{};
  std::vector<Provenance> provenance{};
  std::string place{};  ///< "line 3", for errors
};

struct TrustFile {
  std::string path{};
  std::vector<TrustFileRow> rows{};
  std::vector<DenyEntry> denied{};
};

/// parse_trust_file reads the text of a trust file; `path` names it in errors.
Result<TrustFile> parse_trust_file(std::string_view text, std::string path, OriginKind origin_kind);
/// read_trust_file reads a file of at most 1 MiB. `origin_kind` goes into the Origin of its deny entries.
Result<TrustFile> read_trust_file(const std::filesystem::path& path, OriginKind origin_kind);

}  // namespace odca
