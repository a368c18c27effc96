// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Steps 12 to 15 of a verification: whether the store is for us, and how its meaning fits our root of trust and what
// was accepted before. What lint() checks needs nothing else; this compares with others.
#pragma once

#include <string_view>
#include <vector>

#include "bundle/verify.h"

namespace odca::bundle {

/// check_scope fails with E_SCOPE for another product's store.
Status check_scope(const Preamble& store);

/// check_reader_level fails with E_TOOL_TOO_OLD when the store needs a newer program. `tool_version` is ours ("0.1.0"),
/// or empty to leave min_tool out.
Status check_reader_level(const Preamble& store, std::string_view tool_version);

/// check_anchor_roles holds the anchors to the roles of RootOfTrust::only (E_CONTENT). Retired anchors are held to them
/// too, since a policy can ask for these.
Status check_anchor_roles(const StoreDocument& store, const RootOfTrust& trust);

/// check_deny_list: every entry of the ledger is in the store, lifted or not, with the same id and the same value
/// (E_DENY_SHRINK).
Status check_deny_list(const StoreDocument& store, const std::vector<DenyEntry>& ledger);

}  // namespace odca::bundle
