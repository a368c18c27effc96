// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "revocation/scope.h"

#include <algorithm>

#include "base/text.h"
#include "revocation/speakers.h"
#include "x509/extensions.h"

namespace odca {
namespace {

// The kind of a name precedes its bytes, so that a URI is never equal to a directory name.
template <typename Octets>
std::string tagged(char kind, const Octets& octets) {
  std::string key;
  key.reserve(octets.size() + 1);
  key.push_back(kind);
  key.append(octets.begin(), octets.end());
  return key;
}

std::string uri_key(const std::string& uri) { return tagged('u', uri); }

std::string name_key(const Name& name) { return tagged('n', name.match_key()); }

PointNames names_of(const DistributionPoint& point, const Name& crl_issuer) {
  PointNames names;
  for (const std::string& uri : point.uris) names.insert(uri_key(uri));
  for (const Name& name : point.full_names) names.insert(name_key(name));
  if (point.has_relative_name)
    if (const std::optional<Name> whole = relative_to(crl_issuer, point.relative_name)) names.insert(name_key(*whole));
  return names;
}

}  // namespace

CrlScope::CrlScope(const Crl& crl) : crl_(crl) {
  const auto& idp = crl->issuing_distribution_point;
  if (idp && idp->point) names_ = names_of(*idp->point, crl->issuer);
}

std::string CrlScope::excludes(const Certificate& certificate) const {
  const std::optional<IssuingDistributionPoint>& idp = crl_->issuing_distribution_point;
  if (!idp) return {};
  if (idp->only_attribute_certs) return "it covers attribute certificates only";
  if (idp->only_user_certs && certificate.is_ca()) return "it covers user certificates only, and this is a CA's";
  if (idp->only_ca_certs && !certificate.is_ca()) return "it covers CA certificates only, and this is not one";
  return {};
}

std::string CrlScope::misses(const DistributionPoint& point, const Certificate& certificate) const {
  const std::optional<IssuingDistributionPoint>& idp = crl_->issuing_distribution_point;
  const auto is_issuer = [&](const Name& name) { return same_name(name, crl_->issuer); };
  // (b)(1): "If the DP includes cRLIssuer, then verify that the issuer field in the complete CRL matches cRLIssuer in
  // the DP and that the complete CRL contains an issuing distribution point extension with the indirectCRL boolean
  // asserted. Otherwise, verify that the CRL issuer matches the certificate issuer."
  if (!point.crl_issuers.empty()) {
    if (std::none_of(point.crl_issuers.begin(), point.crl_issuers.end(), is_issuer))
      return cat("the certificate names another CRL issuer, ", quote(point.crl_issuers[0].to_string()));
    if (!idp || !idp->indirect) return "the certificate requires an indirect CRL, and it is not marked as one";
  } else if (!is_issuer(certificate->issuer)) {
    return "the certificate does not name its issuer as CRL issuer";
  }
  if (!idp || !idp->point) return {};
  // (b)(2)(i): "If the distribution point name is present in the IDP CRL extension and the distribution field is
  // present in the DP, then verify that one of the names in the IDP matches one of the names in the DP. If the
  // distribution point name is present in the IDP CRL extension and the distribution field is omitted from the DP, then
  // verify that one of the names in the IDP matches one of the names in the cRLIssuer field of the DP."
  bool shared = false;
  if (point.has_name) {
    for (const std::string& uri : point.uris) shared = shared || has(uri_key(uri));
    for (const Name& name : point.full_names) shared = shared || has(name_key(name));
    if (point.has_relative_name)
      if (const std::optional<Name> whole = relative_to(crl_->issuer, point.relative_name))
        shared = shared || has(name_key(*whole));
  } else {
    for (const Name& name : point.crl_issuers) shared = shared || has(name_key(name));
  }
  return shared ? std::string{} : "its distribution point is not one of the certificate's";
}

// (d): "compute the interim_reasons_mask for this CRL": what both name, where both name reasons.
ReasonSet CrlScope::reasons(const DistributionPoint& point) const {
  const std::optional<IssuingDistributionPoint>& idp = crl_->issuing_distribution_point;
  return static_cast<ReasonSet>((idp ? idp->reasons : kAllReasons) & point.reasons);  // of two sets of reasons
}

std::vector<DistributionPoint> points_of(const Certificate& certificate) {
  std::vector<DistributionPoint> points = certificate->crl_distribution_points;
  const bool divides = std::any_of(points.begin(), points.end(), [](const DistributionPoint& point) {
    return !point.crl_issuers.empty() || point.has_reasons;
  });
  if (!divides) points.push_back({.has_name = true, .full_names = {certificate->issuer}});
  return points;
}

bool names_as_crl_issuer(const Certificate& certificate, const Name& issuer) {
  const std::vector<DistributionPoint>& points = certificate->crl_distribution_points;
  return std::any_of(points.begin(), points.end(), [&](const DistributionPoint& point) {
    return std::any_of(point.crl_issuers.begin(), point.crl_issuers.end(),
                       [&](const Name& name) { return same_name(name, issuer); });
  });
}

}  // namespace odca
