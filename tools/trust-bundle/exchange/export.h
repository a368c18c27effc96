// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a bundle gives to other software: an ordinary TUF repository, PEM, p11-kit. Each form says what it cannot carry.
// Pure functions; what they are given was verified before.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bundle/store_document.h"

namespace odca::bundle_tool {

/// TufFile is one file of a TUF repository. Its name is made of numbers, of a hash and of names that we know; nothing
/// that a bundle says becomes a path.
struct TufFile {
  enum class Folder { metadata, targets };
  Folder folder{};
  std::string name{};
  std::string content{};  ///< the bytes as in the bundle
};
/// tuf_repository takes a bundle apart; the store is the last file. Fails as bundle::parse_bundle and
/// bundle::read_container do.
Result<std::vector<TufFile>> tuf_repository(std::string_view bundle);

/// Exported is a text for other software, and what it does not say of what the store says.
struct Exported {
  std::string text{};
  std::size_t anchors = 0;
  std::vector<std::string> dropped{};
};
/// export_pem writes the certificates of the active anchors, export_p11_kit the same in p11-kit's persist format, with
/// the denied ones among the store's certificates as distrusted. `deny` is all that is denied, by the store or by
/// others. E_EMPTY when no anchor is left: nobody shall take an empty file for an answer.
Result<Exported> export_pem(const bundle::StoreDocument& store, const std::vector<DenyEntry>& deny);
Result<Exported> export_p11_kit(const bundle::StoreDocument& store, const std::vector<DenyEntry>& deny);

}  // namespace odca::bundle_tool
