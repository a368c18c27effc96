#include "revocation/crl_index.h"

namespace odca {
namespace {

Bytes key_of(const Name& name) { return {name.match_key().begin(), name.match_key().end()}; }

}  // namespace

CrlIndex::CrlIndex(const std::vector<PresentedCrl>& presented, const TrustStore& store) {
  for (const StoredCrl& stored : store.crls()) add(stored.crl, stored.origin.where);
  for (const PresentedCrl& given : presented) add(given.crl, given.where);
}

const std::vector<HeldCrl>& CrlIndex::by_issuer(const Name& issuer) const {
  static const std::vector<HeldCrl> none;
  const auto found = index_.find(key_of(issuer));
  return found == index_.end() ? none : found->second;
}

void CrlIndex::add(const Crl& crl, const std::string& where) {
  if (seen_.insert(crl->sha256).second) index_[key_of(crl->issuer)].push_back({crl, where});
}

}  // namespace odca
