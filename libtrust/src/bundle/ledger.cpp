// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/ledger.h"
#include "trust/denial.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace odca::bundle {
namespace {

auto order_of(const DenyEntry& deny) {
  return std::tuple(deny.kind != DenyEntry::Kind::certificate, deny.sha256, deny.id);
}

}  // namespace

bool is_before(const DenyEntry& one, const DenyEntry& other) { return order_of(one) < order_of(other); }
bool same_entry(const DenyEntry& one, const DenyEntry& other) { return order_of(one) == order_of(other); }

bool same_entries(const Ledger& one, const Ledger& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), same_entry);
}

Ledger next_ledger(const Ledger& ledger, const StoreDocument& store) {
  std::set<DenyKey> lifted;
  Ledger denied;
  for (const DenyEntry& deny : store.deny) {
    if (deny.lifted)
      lifted.insert(key_of(deny));
    else
      denied.push_back(deny);
  }
  Ledger kept;
  for (const DenyEntry& deny : ledger)
    if (!lifted.contains(key_of(deny))) kept.push_back(deny);
  return united(std::move(kept), denied);
}

Ledger united(Ledger one, const Ledger& other) {
  one.insert(one.end(), other.begin(), other.end());
  std::stable_sort(one.begin(), one.end(), is_before);
  one.erase(std::unique(one.begin(), one.end(), same_entry), one.end());
  return one;
}

std::optional<DenyEntry> missing_deny(const Ledger& ledger, const StoreDocument& store) {
  std::set<DenyKey> present;
  for (const DenyEntry& deny : store.deny) present.insert(key_of(deny));
  for (const DenyEntry& deny : ledger)
    if (!present.contains(key_of(deny))) return deny;
  return std::nullopt;
}

}  // namespace odca::bundle
