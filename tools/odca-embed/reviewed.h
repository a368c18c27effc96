// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The reviewed folder bundles/<name>: anchors.yaml, intermediates.yaml, issuing.yaml, deny.yaml and version.yaml, read
// into the same form as the store of a bundle. Only the programs of the build read it, never what is installed.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "bundle/store_document.h"
#include "facts/facts_yaml.h"

namespace odca {

/// ReviewedAnchor is a row of anchors.yaml. What is trusted is the name and the key; the facts of the whole certificate
/// are there so that both can be proved.
struct ReviewedAnchor {
  TrustAnchor terms{};  ///< all but what the certificate says
  facts::CertificateFacts certificate{};
};

/// read_anchors reads a document that holds `anchors` and nothing else; an anchor without provenance is an error, and
/// so is a duplicate id.
Result<std::vector<ReviewedAnchor>> read_anchors(std::string_view yaml, std::string_view origin);

/// read_rest reads the documents that name no certificate: of deny.yaml the entries, each id and each value once, and
/// of version.yaml the version and the date.
Status read_deny(std::string_view yaml, std::string_view origin, bundle::StoreDocument& store);
Status read_version(std::string_view yaml, std::string_view origin, bundle::StoreDocument& store);

/// read_reviewed reads the folder and rebuilds every certificate. The origins are the names of the files.
Result<bundle::StoreDocument> read_reviewed(const std::filesystem::path& folder);

/// check_reviewed fails unless lint() passes, every certificate occurs once and is signed by an anchor or by a
/// certificate before it (an anchor: by itself, or by another anchor that bears its issuer's name), and nothing trusted
/// is denied.
Status check_reviewed(const bundle::StoreDocument& store);

}  // namespace odca
