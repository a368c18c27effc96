// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// From the stores of bundles to trust material.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "bundle/merge.h"
#include "odca/trust_sources.h"

namespace odca {

/// contents_of gives the material with the origins that it has.
SourceContents contents_of(bundle::EffectiveTrust trust);

/// looks_like_bundle tells whether a file begins as a bundle does, which no PEM or DER file may.
bool looks_like_bundle(ByteView content);
/// load_bundle_file verifies a bundle that an operator names: `context` must hold a root of trust and the time. What
/// the machine has seen or accepted before is not gone back behind (E_ROOT_CHAIN, E_ROLLBACK, E_EQUIVOCATION). `path`
/// is for messages and origins.
Result<SourceContents> load_bundle_file(ByteView content, const std::filesystem::path& path,
                                        const SourceContext& context);

}  // namespace odca
