// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the trust files say about the certificates of an operator. A restriction beside one name of a file
// holds for all its names: a link to a file must not lose its roles, constraints and deny entries.
#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "source/material.h"
#include "source/os_store.h"
#include "source/trust_file.h"

namespace odca {

inline constexpr std::string_view kTrustFile = "trust.yaml";
inline constexpr std::string_view kTrustSuffix = ".trust.yaml";

/// LoadedFile is a file of certificates with every name that leads to it (os/path_walk.h).
struct LoadedFile {
  std::vector<std::filesystem::path> names{};
  Material material{};
  bool of_os_store = false;  ///< its certificates have no more roles than those of source "system"
};

/// TrustRows decides what each certificate is, by the rows of all trust files beside any of its file's names.
class TrustRows {
 public:
  /// `folder` is the one that was named, whose trust file must fit as a whole; empty when a file was named.
  TrustRows(std::filesystem::path folder, OriginKind source, OsRoots os)
      : folder_(std::move(folder)), source_(source), os_(std::move(os)) {}

  Status add(const LoadedFile& file);
  /// finish fails when an entry of a trust file that is about these files alone fits none of them.
  Result<SourceContents> finish() &&;
  /// of_others counts the entries, in trust files of folders, about files that were not named; nothing where there is
  /// no such trust file.
  std::optional<std::size_t> of_others() const;

 private:
  /// Found is a trust file, and which of its rows have fitted. `whole`: each of them must.
  struct Found {
    TrustFile file{};
    bool whole = false;
    std::vector<bool> used{};
  };
  /// Name is a name of a certificate's file with a trust file beside it.
  struct Name {
    Found* found = nullptr;
    std::string file{};
  };

  Result<Found*> open(const std::filesystem::path& path, bool whole);
  Result<std::vector<Name>> beside(const std::vector<std::filesystem::path>& names);
  Result<const TrustFileRow*> row_in(const Name& name, const Certificate& certificate);
  Result<const TrustFileRow*> row_for(const std::vector<Name>& names, const Certificate& certificate);
  Status add(const Certificate& certificate, const std::vector<Name>& names, const std::filesystem::path& path);
  TrustAnchor anchor(const Certificate& certificate, const TrustFileRow* row, const std::filesystem::path& path) const;
  Status limit_os_root(TrustAnchor& anchor) const;
  Origin origin(const std::filesystem::path& path) const;

  std::filesystem::path folder_;
  OriginKind source_;
  OsRoots os_;
  std::set<Fingerprint> of_os_store_{};
  std::deque<Found> found_{};
  std::map<std::filesystem::path, Found*> by_place_{};
  std::map<Fingerprint, const TrustFileRow*> seen_{};
  SourceContents contents_{};
};

}  // namespace odca
