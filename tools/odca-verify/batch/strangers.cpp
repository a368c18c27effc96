// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/strangers.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "base/text.h"
#include "profile/odca_names.h"
#include "report/facts.h"
#include "rules/rule.h"
#include "x509/link_proofs.h"

namespace odca::batch {
namespace {

/// Signature checks on bystanders; a P-384 check takes half a millisecond. Genuine dumps need none, or one for the
/// root; what is not explained within these is a stranger.
constexpr std::size_t kChecks = 32;

constexpr std::string_view kTakeApart =
    "one dump holds one chain: split the file, one for each device, or take out what is not the device's";

/// Known is a certificate that is explained, and what may hang below it.
struct Known {
  Certificate certificate;
  enum class Below {
    nothing,
    device,  ///< made inside the device: whatever it issued is the device's
    cas      ///< above the device: CAs that it issued are no devices
  } below = Below::nothing;
};

bool is_device_ca(const CertificateFields& fields) { return parse_device_ca_name(fields.subject).has_value(); }

/// may_be_above tells whether a CA below one above the device may be another such CA, by the profile of the path.
bool may_be_above(const Certificate& certificate, ProfileKind profile) {
  if (!certificate.is_ca()) return false;
  if (profile == ProfileKind::odca)
    return parse_issuing_name(certificate->subject) || parse_intermediate_name(certificate->subject);
  return profile != ProfileKind::dice;  // whose names are not published: there nothing tells a CA from a device
}

class Explained {
 public:
  Explained(const Verdict& verdict, const TrustStore& store)
      : profile_(verdict.profile), anchor_(proved_anchor(verdict)) {
    for (const PathCertificate& step : proved_path(verdict)) {
      Known known{.certificate = step.certificate};
      if (is_device_ca(step.certificate.fields())) {
        known.below = Known::Below::device;
      } else if (step.certificate.is_ca()) {
        known.below = Known::Below::cas;
      }
      known_.push_back(std::move(known));
    }
    for (const StoredCertificate& stored : store.intermediates()) stored_.insert(stored.certificate->sha256);
    for (const TrustAnchor& anchor : store.anchors()) keys_.insert(anchor.spki_sha256);
  }

  /// explain tells whether the certificate is explained by what is known so far, and remembers it then.
  bool explain(const Certificate& certificate) {
    const std::optional<Known::Below> below = reason(certificate);
    if (!below) return false;
    known_.push_back({.certificate = certificate, .below = *below});
    return true;
  }

 private:
  bool issued(const Certificate& issuer, const Certificate& certificate) {
    return equal(certificate->issuer.match_key(), issuer->subject.match_key()) &&
           proofs_.check(issuer->spki, issuer->key, certificate) == LinkAnswer::valid;
  }
  bool anchor_issued(const Certificate& certificate) {
    return anchor_ != nullptr && equal(certificate->issuer.match_key(), anchor_->subject.match_key()) &&
           proofs_.check(anchor_->spki, anchor_->key, certificate) == LinkAnswer::valid;
  }

  std::optional<Known::Below> reason(const Certificate& certificate) {
    using Below = Known::Below;
    if (keys_.contains(certificate->spki_sha256)) return Below::nothing;
    if (stored_.contains(certificate->sha256)) return Below::cas;
    for (const Known& known : known_) {
      if (equal(known.certificate->spki, certificate->spki) &&
          equal(known.certificate->subject.match_key(), certificate->subject.match_key()))
        return Below::nothing;
      if (issued(certificate, known.certificate)) return Below::nothing;
      if (known.below == Below::device && issued(known.certificate, certificate))
        return certificate.is_ca() ? Below::device : Below::nothing;
      if (known.below == Below::cas && may_be_above(certificate, profile_) && issued(known.certificate, certificate))
        return Below::cas;
    }
    if (may_be_above(certificate, profile_) && anchor_issued(certificate)) return Below::cas;
    return std::nullopt;
  }

  ProfileKind profile_;
  const TrustAnchor* anchor_;
  std::vector<Known> known_{};
  std::set<Fingerprint> stored_{};
  std::set<Fingerprint> keys_{};  ///< of all anchors
  LinkProofs proofs_{kChecks};
};

Error several(std::string message) {
  return {.code = Errc::syntax,
          .message = std::move(message),
          .hint = std::string(kTakeApart),
          .reason = "several-devices"};
}

/// not_whole: what was not read may be the other device, whatever the policy makes of it.
std::optional<Error> not_whole(const Evidence& evidence) {
  const auto error = [](std::string message) {
    return Error{.code = Errc::syntax,
                 .message = std::move(message),
                 .hint = "copy the dump again, whole, or take out what is not the device's",
                 .reason = "not-whole"};
  };
  if (!evidence.unreadable.empty()) {
    const Unreadable& first = evidence.unreadable.front();
    return error(cat(first.where, ": ", first.error.message, "; whose it is cannot be told"));
  }
  if (!evidence.limits.empty())
    return error(cat(evidence.limits.front().message, "; whose the rest is cannot be told"));
  return std::nullopt;
}

/// unexplained lists what was presented and belongs neither to the path nor to its device.
std::vector<const Presented*> unexplained(const Verdict& verdict, const Evidence& evidence, const TrustStore& store) {
  std::set<Fingerprint> seen;
  for (const PathCertificate& step : proved_path(verdict)) seen.insert(step.certificate->sha256);
  std::vector<const Presented*> rest;
  for (const Presented& presented : evidence.certificates)
    if (seen.insert(presented.certificate->sha256).second) rest.push_back(&presented);
  if (rest.empty()) return rest;
  Explained explained(verdict, store);
  std::size_t before = 0;
  do {  // what is explained may explain another
    before = rest.size();
    std::erase_if(rest, [&](const Presented* presented) { return explained.explain(presented->certificate); });
  } while (rest.size() < before && !rest.empty());
  return rest;
}

Error of_somebody_else(const Presented& presented) {
  return several(cat(presented.where, ": ", quote(presented.certificate->subject.to_string()),
                     " is not of the chain that would be trusted, and not of its device"));
}

/// signs_crls_alone: a CRL issuer's certificate (RFC 5280 4.2.1.3), with whose key no server can authenticate.
bool signs_crls_alone(const Certificate& certificate) {
  return certificate->key_usage && certificate.allows(KeyUsage::crl_sign) &&
         !certificate.allows(KeyUsage::digital_signature) && !certificate.allows(KeyUsage::key_agreement) &&
         !certificate.allows(KeyUsage::key_encipherment) && !certificate.allows(KeyUsage::key_cert_sign);
}

/// came_with tells whether a certificate came in one input with the target.
bool came_with(const Certificate& target, const Presented& presented, const Evidence& evidence,
               const std::vector<InputPart>& parts) {
  const auto here = static_cast<std::size_t>(&presented - evidence.certificates.data());  // one of them
  return std::any_of(parts.begin(), parts.end(), [&](const InputPart& part) {
    if (here < part.begin || here >= part.end) return false;
    for (std::size_t i = part.begin; i < part.end; ++i)
      if (evidence.certificates[i].certificate == target) return true;
    return false;
  });
}

/// stands_first tells whether a certificate is the first of an input.
bool stands_first(const Presented& presented, const Evidence& evidence, const std::vector<InputPart>& parts) {
  const auto here = static_cast<std::size_t>(&presented - evidence.certificates.data());  // one of them
  return std::any_of(parts.begin(), parts.end(),
                     [&](const InputPart& part) { return part.begin == here && here < part.end; });
}

/// may_be_added: CA certificates of somebody's collection, in a file of their own, are no device. A self-issued one at
/// the beginning of a file may be: AMT before 19 makes itself one that says that it is a CA's.
bool may_be_added(const Certificate& target, const Presented& presented, const Evidence& evidence,
                  const std::vector<InputPart>& parts) {
  const Certificate& certificate = presented.certificate;
  if (!certificate.is_ca() || is_device_ca(certificate.fields())) return false;
  if (came_with(target, presented, evidence, parts)) return false;
  return !(certificate.self_issued() && stands_first(presented, evidence, parts));
}

}  // namespace

std::optional<Error> strangers(const Verdict& verdict, const Evidence& evidence, const TrustStore& store) {
  if (auto unread = not_whole(evidence)) return unread;
  const std::vector<const Presented*> rest = unexplained(verdict, evidence, store);
  if (rest.empty()) return std::nullopt;
  return of_somebody_else(*rest.front());
}

std::optional<Error> second_device(const Verdict& verdict, const Evidence& evidence, const TrustStore& store) {
  const Certificate& target = verdict.path.front().certificate;
  const std::vector<InputPart> parts = parts_of(evidence);
  for (const Presented* const presented : unexplained(verdict, evidence, store)) {
    if (signs_crls_alone(presented->certificate)) continue;
    if (may_be_added(target, *presented, evidence, parts)) continue;
    Error error = of_somebody_else(*presented);
    error.hint += cat("; or name the one that is meant: --target ", to_hex(target->sha256));
    return error;
  }
  return std::nullopt;
}

std::optional<Error> another_device(const Verdict& verdict) {
  const Finding* const decisive = verdict.decisive();
  if (decisive == nullptr || decisive->rule != "target.found" ||
      decisive->reason != reason_of(TargetProblem::ambiguous))
    return std::nullopt;
  return several(cat("not the dump of one device: ", decisive->message));
}

}  // namespace odca::batch
