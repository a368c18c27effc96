// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// From a manifest to the store of a bundle. Files are read through a function, so that tests need none.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bundle/store_document.h"
#include "odca/result.h"
#include "publish/manifest.h"

namespace odca::bundle_tool {

/// ReadFile gives the content of a file that the manifest names.
using ReadFile = std::function<Result<Bytes>(const std::string& name)>;

/// assemble starts from the base, puts in what the manifest says, and checks what only a publisher can: the files that
/// provenance names, ids that mean what they meant, and provenance of every anchor (E_CONTENT, E_IO). Whether the store
/// is fit to be used is for lint() to say.
Result<bundle::StoreDocument> assemble(const Manifest& manifest, const std::optional<bundle::StoreDocument>& base,
                                       Time created, const ReadFile& read);

/// unsigned_material names the intermediates and CRLs that nobody in the store has signed: they can complete no path.
std::vector<std::string> unsigned_material(const bundle::StoreDocument& store);

/// check_ids fails when an id of `before` is in `after` that of another anchor or another value (E_CONTENT).
Status check_ids(const bundle::StoreDocument& before, const bundle::StoreDocument& after, std::string_view who);

}  // namespace odca::bundle_tool
