// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a bundle or root document follows, and is shown against. The choice of this decides what the change looks
// like, so it is verified first, and its identity is part of what is shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bundle/store_document.h"
#include "bundle/tuf.h"
#include "bundle/verify.h"
#include "document.h"
#include "odca/result.h"
#include "odca/root_of_trust.h"

namespace odca::bundle_tool {

/// BundleBefore is the bundle of --previous, or the compiled-in store.
struct BundleBefore {
  std::string name{};  ///< "bundle 7", "the compiled-in store 1"
  bundle::StoreDocument store{};
  std::string content_id{};        ///< empty for the compiled-in store
  RootOfTrust checked_by{};        ///< what it was verified from; nothing for the compiled-in store
  std::uint64_t root_version = 0;  ///< of its last root document
  std::string root_sha256{};
  std::optional<std::string> text{};  ///< of the file
};

/// read_bundle_before verifies a bundle from `trust`, whatever its age, or takes the compiled-in store (E_THRESHOLD,
/// E_ROOT_CHAIN and every other class of a verification).
Result<BundleBefore> read_bundle_before(const std::optional<std::string>& previous, const RootOfTrust& trust);
/// identity is "bundle 7, content id …"; the document is {kind, version, content_id}.
std::string identity(const BundleBefore& before);
cli::Document identity_document(const BundleBefore& before);

/// check_root_before fails when a root document is not signed by a threshold of its own keys: then nobody's trust began
/// with it, and it vouches for none that follows (E_THRESHOLD).
Status check_root_before(std::string_view text);

}  // namespace odca::bundle_tool
