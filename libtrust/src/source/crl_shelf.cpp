#include "source/crl_shelf.h"

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

ByteView serial_digits(ByteView serial) {
  while (serial.size() > 1 && serial.front() == 0) serial = serial.subspan(1);
  return serial;
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
      if (row.lists_[i].from == CrlFrom::dump) continue;
      for (const RevokedEntry& entry : row.lists_[i].crl->entries)
        row.places_.push_back({hash_of(entry.serial), static_cast<std::uint32_t>(i)});  // no host holds 2^32 lists
    }
    std::sort(row.places_.begin(), row.places_.end(), [](const Row::Place& a, const Row::Place& b) {
      return std::tie(a.serial, a.list) < std::tie(b.serial, b.list);
    });
  }
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
  return found;
}

}  // namespace odca
