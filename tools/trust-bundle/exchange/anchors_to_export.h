// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Which anchors of a store may leave it as whole certificates, and what is lost on the way: common to PEM and p11-kit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bundle/store_document.h"

namespace odca::bundle_tool {

struct AnchorsToExport {
  std::vector<const TrustAnchor*> anchors{};  ///< of the store that was given; active, whole, not denied
  std::vector<std::string> dropped{};         ///< in words, for the exporter
};
AnchorsToExport anchors_to_export(const bundle::StoreDocument& store, const std::vector<DenyEntry>& deny);

/// is_denied tells whether an entry that is not lifted names this certificate or this key.
bool is_denied(const std::vector<DenyEntry>& deny, const Fingerprint& certificate, const Fingerprint& spki);

/// percent_text is a label in plain ASCII: what else it holds is written as in an address, "%E2%80%9C". So that no
/// label ends a line or a string, or looks like the beginning of a PEM block.
std::string percent_text(std::string_view label);
/// pem_block is a certificate as RFC 7468 has it.
std::string pem_block(ByteView der);
/// no_anchor_left is the error of an export that would be empty.
Error no_anchor_left(const AnchorsToExport& chosen);

}  // namespace odca::bundle_tool
