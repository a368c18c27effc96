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

#include "bundle/store_document.h"
#include "odca/result.h"

namespace odca::state {

inline constexpr std::string_view kLedgerFormat = "amt-trust-ledger/1";
inline constexpr std::size_t kMaxLedgerBytes = std::size_t{32} << 20U;
inline constexpr std::size_t kMaxLedgerEntries = 40'000;  ///< twice what one bundle may have

using Ledger = std::vector<bundle::StoreDeny>;

/// write_ledger returns the content of the file for entries as ledger_after() makes them.
std::string write_ledger(const Ledger& ledger);
/// read_ledger is its inverse: E_STATE_CORRUPT for anything else.
Result<Ledger> read_ledger(std::string_view content, std::string_view name);
/// ledger_file_name is "ledger-" and the first 16 digits of the content's hash.
std::string ledger_file_name(std::string_view hash);
bool is_ledger_file_name(std::string_view name);

/// ledger_after is the ledger once a store is accepted: what the store lifts is gone, what it denies is in. Fails with
/// E_LIMIT above kMaxLedgerEntries.
Result<Ledger> ledger_after(const Ledger& before, const bundle::StoreDocument& store);
/// united is what either denies.
Ledger united(Ledger one, const Ledger& other);
/// same_entries compares by id, kind and hash.
bool same_entries(const Ledger& one, const Ledger& other);

}  // namespace odca::state
