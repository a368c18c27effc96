#include "bundle/ledger.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace odca::bundle {
namespace {

using DenyKey = std::pair<DenyEntry::Kind, Fingerprint>;

DenyKey key_of(const StoreDeny& deny) { return {deny.entry.kind, deny.entry.sha256}; }

auto order_of(const StoreDeny& deny) {
  return std::tuple(deny.entry.kind != DenyEntry::Kind::certificate, deny.entry.sha256, deny.id);
}

}  // namespace

bool is_before(const StoreDeny& one, const StoreDeny& other) { return order_of(one) < order_of(other); }
bool same_entry(const StoreDeny& one, const StoreDeny& other) { return order_of(one) == order_of(other); }

bool same_entries(const Ledger& one, const Ledger& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), same_entry);
}

Ledger next_ledger(const Ledger& ledger, const StoreDocument& store) {
  std::set<DenyKey> lifted;
  Ledger denied;
  for (const StoreDeny& deny : store.deny) {
    if (deny.lifted)
      lifted.insert(key_of(deny));
    else
      denied.push_back(deny);
  }
  Ledger kept;
  for (const StoreDeny& deny : ledger)
    if (!lifted.contains(key_of(deny))) kept.push_back(deny);
  return united(std::move(kept), denied);
}

Ledger united(Ledger one, const Ledger& other) {
  one.insert(one.end(), other.begin(), other.end());
  std::stable_sort(one.begin(), one.end(), is_before);
  one.erase(std::unique(one.begin(), one.end(), same_entry), one.end());
  return one;
}

std::optional<StoreDeny> missing_deny(const Ledger& ledger, const StoreDocument& store) {
  std::set<DenyKey> present;
  for (const StoreDeny& deny : store.deny) present.insert(key_of(deny));
  for (const StoreDeny& deny : ledger)
    if (!present.contains(key_of(deny))) return deny;
  return std::nullopt;
}

}  // namespace odca::bundle
