// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The ledger of distrust: every deny entry that any installed bundle ever had and that no later one lifted. A file of
// it is never changed; `state` names the one that counts by its hash.
//
// ITS FORMAT MUST NEVER CHANGE: after a downgrade an older program must still understand what a newer one denied. It is
// one line of canonical JSON, sealed (sealed.h):
//
//   {"deny":[{"id":3,"kind":"spki_sha256","label":"…","reason":"…","sha256":HEX,"since":"2026-03-01"}],
//    "format":"amt-trust-ledger/1"}
//
// `kind` is "spki_sha256" or "cert_sha256"; entries are sorted by kind, sha256 and id, and no two are equal in these.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bundle/ledger.h"
#include "odca/result.h"

namespace odca::state {

inline constexpr std::string_view kLedgerFormat = "amt-trust-ledger/1";
inline constexpr std::size_t kMaxLedgerBytes = std::size_t{32} << 20U;
inline constexpr std::size_t kMaxLedgerEntries = 40'000;  ///< twice what one bundle may have

using bundle::Ledger;

/// write_ledger returns the content of the file for entries as next_ledger() makes them.
std::string write_ledger(const Ledger& ledger);
/// read_ledger is its inverse: E_STATE_CORRUPT for anything else.
Result<Ledger> read_ledger(std::string_view content, std::string_view name);
/// ledger_file_name is "ledger-" and the first 16 digits of the content's hash.
std::string ledger_file_name(std::string_view hash);
bool is_ledger_file_name(std::string_view name);

/// check_size fails with E_LIMIT above kMaxLedgerEntries.
Status check_size(const Ledger& ledger);

}  // namespace odca::state
