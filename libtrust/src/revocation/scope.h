// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Scope: which certificates a CRL covers (RFC 5280 6.3.3(b), (d)), one distribution point at a time.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "odca/certificate.h"
#include "odca/crl.h"

namespace odca {

/// PointNames are the names of a distribution point, each as octets that compare as the names do.
using PointNames = std::set<std::string>;

/// CrlScope is the issuing distribution point of a CRL, with its names indexed.
class CrlScope {
 public:
  explicit CrlScope(const Crl& crl);
  const Crl& crl() const { return crl_; }

  /// excludes says why the CRL covers no certificate of this kind (6.3.3(b)(2)(ii) to (iv)); empty: it does.
  std::string excludes(const Certificate& certificate) const;
  /// misses says why the CRL does not cover this point of the certificate (6.3.3(b)(1) and (2)(i)); empty: it does.
  std::string misses(const DistributionPoint& point, const Certificate& certificate) const;
  /// reasons are those that the CRL covers at that point (6.3.3(d)).
  ReasonSet reasons(const DistributionPoint& point) const;

 private:
  bool has(const std::string& name) const { return names_.contains(name); }
  Crl crl_;
  PointNames names_{};
};

/// points_of lists the distribution points of a certificate. Where none names another issuer or some reasons only,
/// there is one more, with the name of the certificate's issuer (6.3.3, last paragraph). Differs: RFC 5280 falls back
/// on the issuer's own lists even where the certificate names a CRL issuer or divides the reasons among its points. A
/// device makes its Kernel, App and leaf itself: only the CRL issuers that they name answer for them, and a reason that
/// no point names is not covered.
std::vector<DistributionPoint> points_of(const Certificate& certificate);

/// names_as_crl_issuer tells whether a distribution point of the certificate names this CRL issuer.
bool names_as_crl_issuer(const Certificate& certificate, const Name& issuer);

}  // namespace odca
