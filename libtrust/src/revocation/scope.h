// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Scope: for which certificates the silence of a CRL counts (RFC 5280 6.3.3(b), (d)), one distribution point at a time.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "odca/certificate.h"
#include "odca/crl.h"

namespace odca {

/// PointNames are the names of a distribution point, each as octets that are equal where the names are.
using PointNames = std::set<std::string>;

/// CrlScope is what one issuing distribution point says, with its names ready to be looked up.
class CrlScope {
 public:
  explicit CrlScope(const Crl& crl);
  const Crl& crl() const { return crl_; }

  /// excludes says why the list is silent about all certificates of this kind (6.3.3(b)(2)(ii) to (iv)); empty: it is
  /// not.
  std::string excludes(const Certificate& certificate) const;
  /// misses says why the list does not answer for this point of the certificate (6.3.3(b)(1) and (2)(i)); empty: it
  /// does.
  std::string misses(const DistributionPoint& point, const Certificate& certificate) const;
  /// reasons are those that the list answers for at that point (6.3.3(d)).
  ReasonSet reasons(const DistributionPoint& point) const;

 private:
  bool has(const std::string& name) const { return names_.contains(name); }
  Crl crl_;
  PointNames names_{};
};

/// points_of lists the distribution points of a certificate. Where none names another issuer or some reasons only,
/// there is one more, with the name of the certificate's issuer (6.3.3, last paragraph). Differs: RFC 5280 falls back
/// on the issuer's own lists even where the certificate names a CRL issuer or divides the reasons among its points. A
/// device makes its Kernel, App and leaf itself; who answers for them is whom they name, and a reason that no point
/// names is answered for by nobody.
std::vector<DistributionPoint> points_of(const Certificate& certificate);

/// names_as_crl_issuer tells whether a distribution point of the certificate names this CRL issuer.
bool names_as_crl_issuer(const Certificate& certificate, const Name& issuer);

}  // namespace odca
