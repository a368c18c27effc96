// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/trust_store.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "trust/crl_shelf.h"
#include "trust/denial.h"

namespace odca {
TrustStore TrustStore::from_contents(SourceContents contents, std::string source) {
  TrustStore store;
  store.contents_ = std::move(contents);
  store.source_ = std::move(source);
  std::vector<HeldCrl> lists;
  for (const StoredCrl& stored : store.contents_.crls)
    lists.push_back({stored.crl, stored.origin.where, CrlFrom::trust_source});
  store.shelf_ = std::make_shared<const CrlShelf>(std::move(lists));
  const std::vector<DenyEntry>& denied = store.contents_.denied;
  store.by_hash_.resize(denied.size());
  std::iota(store.by_hash_.begin(), store.by_hash_.end(), std::size_t{0});
  std::stable_sort(store.by_hash_.begin(), store.by_hash_.end(),
                   [&](std::size_t a, std::size_t b) { return key_of(denied[a]) < key_of(denied[b]); });
  return store;
}

const CrlShelf& TrustStore::shelf() const {
  static const CrlShelf none;
  return shelf_ ? *shelf_ : none;
}

const DenyEntry* TrustStore::denial(DenyEntry::Kind kind, const Fingerprint& sha256) const {
  const std::vector<DenyEntry>& denied = contents_.denied;
  const DenyKey wanted{kind, sha256};
  const auto found =
      std::lower_bound(by_hash_.begin(), by_hash_.end(), wanted,
                       [&](std::size_t place, const DenyKey& key) { return key_of(denied[place]) < key; });
  return found != by_hash_.end() && key_of(denied[*found]) == wanted ? &denied[*found] : nullptr;
}

const DenyEntry* TrustStore::denial_of_key(const Fingerprint& spki_sha256) const {
  return denial(DenyEntry::Kind::spki, spki_sha256);
}

const DenyEntry* TrustStore::denial_of_certificate(const Fingerprint& sha256) const {
  return denial(DenyEntry::Kind::certificate, sha256);
}

}  // namespace odca
