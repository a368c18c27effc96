// CrlIndex finds the CRLs at hand by the name of their issuer. It is made once for all candidate paths of a verdict.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "odca/evidence.h"
#include "odca/trust_store.h"

namespace odca {

/// HeldCrl is a CRL at hand and where it came from, for messages.
struct HeldCrl {
  Crl crl;
  std::string where{};
};

class CrlIndex {
 public:
  /// CrlIndex takes every CRL once. Those of the trust source come first: whoever adds CRLs to the input must not be
  /// able to spend the budget before the operator's were checked.
  CrlIndex(const std::vector<PresentedCrl>& presented, const TrustStore& store);
  /// by_issuer returns the CRLs of that issuer; the reference lives as long as the index.
  const std::vector<HeldCrl>& by_issuer(const Name& issuer) const;

 private:
  void add(const Crl& crl, const std::string& where);

  std::map<Bytes, std::vector<HeldCrl>> index_{};
  std::set<Fingerprint> seen_{};
};

}  // namespace odca
