// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The ledger of distrust: every deny entry that any accepted bundle ever had and that no later one lifted. A pure
// value; state/ledger.h keeps it in a file, and that file's format rests on the order given here.
#pragma once

#include <optional>
#include <vector>

#include "bundle/store_document.h"

namespace odca::bundle {

/// Ledger is sorted by kind (certificates, then keys), hash and id; no two entries are equal in these. An id alone does
/// not tell what is denied, and one thing may be denied under several ids.
using Ledger = std::vector<DenyEntry>;

/// is_before is that order, same_entry equality in it.
bool is_before(const DenyEntry& one, const DenyEntry& other);
bool same_entry(const DenyEntry& one, const DenyEntry& other);
/// same_entries compares two ledgers so.
bool same_entries(const Ledger& one, const Ledger& other);

/// next_ledger is the ledger once a store is accepted: what the store lifts is gone, what it denies is in.
Ledger next_ledger(const Ledger& ledger, const StoreDocument& store);
/// united is what either denies. Of an entry in both, the text of the first stays.
Ledger united(Ledger one, const Ledger& other);

/// missing_deny returns the first entry of the ledger that the store does not have, lifted or not. What is denied
/// counts and not its id: else a store could put something harmless under the id, and a thief who once gave a number
/// that the publisher uses otherwise would lock machines out for good. A store that lacks one must not be accepted
/// (E_DENY_SHRINK).
std::optional<DenyEntry> missing_deny(const Ledger& ledger, const StoreDocument& store);

}  // namespace odca::bundle
