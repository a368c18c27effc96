// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "trust/crl_shelf.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace odca {
namespace {

Bytes key_of(const Name& name) { return {name.match_key().begin(), name.match_key().end()}; }

std::uint64_t hash_of(ByteView serial) { return std::hash<std::string_view>{}(as_text(serial_digits(serial))); }

}  // namespace

std::string_view to_string(CrlFrom from) {
  switch (from) {
    case CrlFrom::dump:
      return "dump";
    case CrlFrom::caller:
      return "caller";
    case CrlFrom::trust_source:
      return "trust-source";
  }
  return "dump";
}

bool is_higher(const Bytes& a, const Bytes& b) {
  // In the fewest octets, with the sign octet: the longer one is the higher.
  return a.size() != b.size() ? a.size() > b.size() : a > b;
}

bool is_newer(const Crl& a, const Crl& b) {
  if (a->this_update != b->this_update) return a->this_update > b->this_update;
  return is_higher(a->number.value_or(Bytes{}), b->number.value_or(Bytes{}));
}

CrlShelf::CrlShelf(std::vector<HeldCrl> lists) {
  for (HeldCrl& held : lists)
    if (seen_.insert(held.crl->sha256).second) rows_[key_of(held.crl->issuer)].lists_.push_back(std::move(held));
  for (auto& [name, row] : rows_) {
    std::stable_sort(row.lists_.begin(), row.lists_.end(),
                     [](const HeldCrl& a, const HeldCrl& b) { return is_newer(a.crl, b.crl); });
    for (std::size_t i = 0; i < row.lists_.size(); ++i) {
      if (row.lists_[i].from != CrlFrom::trust_source) continue;
      const RevokedEntries& entries = row.lists_[i].crl->entries;
      for (std::size_t entry = 0; entry < entries.size(); ++entry)
        row.places_.push_back({hash_of(entries.serial(entry)), static_cast<std::uint32_t>(i)});  // < 2^32 lists
    }
    std::sort(row.places_.begin(), row.places_.end(), [](const Row::Place& a, const Row::Place& b) {
      return std::tie(a.serial, a.list) < std::tie(b.serial, b.list);
    });
  }
}

std::vector<const HeldCrl*> CrlShelf::listing(ByteView serial) const {
  std::vector<const HeldCrl*> found;
  for (const auto& [issuer, row] : rows_)
    for (const std::size_t place : row.listing(serial)) found.push_back(&row.lists()[place]);
  return found;
}

const CrlShelf::Row* CrlShelf::of(const Name& issuer) const {
  const auto found = rows_.find(key_of(issuer));
  return found == rows_.end() ? nullptr : &found->second;
}

std::vector<std::size_t> CrlShelf::Row::listing(ByteView serial) const {
  std::vector<std::size_t> found;
  const std::uint64_t hash = hash_of(serial);
  auto place = std::lower_bound(places_.begin(), places_.end(), hash,
                                [](const Place& a, std::uint64_t wanted) { return a.serial < wanted; });
  for (; place != places_.end() && place->serial == hash; ++place)
    if (found.empty() || found.back() != place->list) found.push_back(place->list);
  // A caller's lists stay from one verdict to the next, and with them the table that each makes of its entries.
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    if (lists_[i].from != CrlFrom::caller) continue;
    const RevokedEntries::Range range = lists_[i].crl->entries.with_serial(serial);
    if (!(range.begin() == range.end())) found.push_back(i);
  }
  return found;
}

}  // namespace odca
