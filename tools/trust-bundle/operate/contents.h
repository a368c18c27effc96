// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a bundle holds, for people who look into one. Nothing of it need have been verified.
#pragma once

#include <string_view>

#include "bundle/bundle_file.h"
#include "bundle/tuf.h"
#include "bundle/verify.h"
#include "document.h"

namespace odca::bundle_tool {

/// contents_document is the documents and the store; what of the store cannot be read is left out and `store_problem`
/// says why.
cli::Document contents_document(const bundle::BundleFile& file);
/// keys_document is every key of every root document, with the roles and thresholds that it has there.
cli::Document keys_document(const bundle::BundleView& view);
/// root_keys_document is that of one of them.
cli::Document root_keys_document(const bundle::RootDocument& root);
/// signatures_document is [{document, key_id, result}].
cli::Document signatures_document(const std::vector<bundle::SignatureVerdict>& signatures);

}  // namespace odca::bundle_tool
