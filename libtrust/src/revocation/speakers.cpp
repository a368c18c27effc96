// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "revocation/speakers.h"

#include <algorithm>
#include <set>

#include "chain/graph.h"
#include "trust/denial.h"

namespace odca {
namespace {

constexpr std::string_view kNoCrlSign = "the key usage of its signer does not allow signing CRLs";
constexpr std::string_view kUnknownLevel = "its signer is of a level whose role is not published";
constexpr std::string_view kOfDevicesAlone = "its signer was certified by a CA that certifies only devices";
constexpr std::string_view kOfUnusedAnchor = "its signer, or its signer's issuer, is an anchor outside its use window";
constexpr std::string_view kTwoLevelsBeside = "the issuer of its signer's certificate is not on the path";
constexpr std::string_view kBadKey = "the policy does not allow the key of its signer";
constexpr std::string_view kBadCertificate =
    "the policy does not allow the signature algorithm of its signer's certificate";

template <class T>
bool lists(const std::vector<T>& list, const T& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool allowed(const KeyInfo& key, const CrlAlgorithms& algorithms) {
  if (!key.problem.empty() || !lists(algorithms.keys, key.kind)) return false;
  return key.kind != KeyKind::rsa || key.bits >= algorithms.rsa_min_bits;
}

Voice level_of(const PathToAsk& asked, std::size_t step) {
  return step < asked.voices.size() ? asked.voices[step] : Voice::clears;
}

/// level_of is the highest voice of a name beside the path: never more than the hierarchy gives to that name, or to a
/// step of the path with it. The ROM CAs of all devices of a platform share one name and one issuer.
Voice level_of(const PathToAsk& asked, const Name& name) {
  Voice level = asked.level_of_name != nullptr ? asked.level_of_name(name) : Voice::clears;
  for (std::size_t i = 0; i < asked.path.steps.size(); ++i)
    if (same_name(asked.path.steps[i].certificate->subject, name)) level = std::min(level, level_of(asked, i));
  return level;
}

Voice certifies(const PathToAsk& asked, const Name& name) {
  return asked.certifies == nullptr ? Voice::clears : asked.certifies(name);
}

/// with_key: a key that the policy does not allow revokes but does not clear.
Speaker with_key(Speaker speaker, const CrlAlgorithms& algorithms) {
  if (speaker.voice != Voice::clears || allowed(*speaker.key, algorithms)) return speaker;
  speaker.voice = Voice::revokes;
  speaker.why_not = kBadKey;
  return speaker;
}

Speaker speaker_of(const Certificate& certificate, Voice voice, const CrlAlgorithms& algorithms) {
  Speaker speaker{.name = &certificate->subject,
                  .spki = certificate->spki,
                  .key = &certificate->key,
                  .voice = voice,
                  .validity = certificate->validity};
  if (voice == Voice::revokes) speaker.why_not = kUnknownLevel;
  if (voice != Voice::none && !certificate.allows(KeyUsage::crl_sign)) {
    speaker.voice = Voice::unfit;
    speaker.why_not = kNoCrlSign;
  }
  return with_key(std::move(speaker), algorithms);
}

Speaker speaker_of(const TrustAnchor& anchor, const CrlAlgorithms& algorithms) {
  const bool may_sign = !anchor.certificate || anchor.certificate->allows(KeyUsage::crl_sign);
  return with_key({.name = &anchor.subject,
                   .spki = anchor.spki,
                   .key = &anchor.key,
                   .voice = may_sign ? Voice::clears : Voice::unfit,
                   .why_not = may_sign ? std::string_view{} : kNoCrlSign,
                   .validity = anchor.validity},
                  algorithms);
}

/// unfit_because says why the holder of a certificate beside the path may not act as a CRL issuer; empty: it may.
/// Entries of its CRLs are only suspicious: the CA may have meant them. A certificate that is not a CA's must have
/// cRLSign in its key usage, or any server certificate with the right name would do.
std::string_view unfit_because(const Certificate& certificate) {
  if (!certificate.allows(KeyUsage::crl_sign) || (!certificate.is_ca() && !certificate->key_usage)) return kNoCrlSign;
  if (!certificate->unknown_critical.empty()) return "its signer's certificate has an unknown critical extension";
  if (!certificate->constraints.empty()) return "its signer's certificate has unsupported name or policy constraints";
  if (!equal(certificate->inner_signature.der, certificate->signature_algorithm.der))
    return "the signature algorithms inside and outside the signed part of its signer's certificate differ";
  return {};
}

/// certified_speaker: if the policy does not allow the signature algorithm of its certificate, its CRLs do not clear.
Speaker certified_speaker(const Certificate& certificate, Voice level, Voice by_certifier, std::string_view why_no_more,
                          const CrlAlgorithms& algorithms) {
  Speaker speaker = speaker_of(certificate, std::min(level, by_certifier), algorithms);
  speaker.beside = certificate;
  if (const std::string_view why = unfit_because(certificate); !why.empty()) {
    speaker.voice = std::min(speaker.voice, Voice::unfit);
    speaker.why_not = why;
  }
  if (by_certifier < level && speaker.voice == Voice::revokes) speaker.why_not = why_no_more;
  if (speaker.voice != Voice::clears || lists(algorithms.signatures, certificate->signature_algorithm.kind))
    return speaker;
  speaker.voice = Voice::revokes;
  speaker.why_not = kBadCertificate;
  return speaker;
}

/// may_vouch: an anchor beside the path must have the role judged. Where the path's own anchor lacks it too, as a lab
/// anchor that the policy names does, anchors that share a role with it may sign CRLs as well.
bool may_vouch(const TrustAnchor& anchor, const PathToAsk& asked) {
  if (anchor.roles.contains(asked.judged_as)) return true;
  const std::optional<TrustAnchor>& own = asked.path.anchor;
  return own && !own->roles.contains(asked.judged_as) && share_a_role(anchor.roles, own->roles);
}

/// Certifier is a key that may have certified a CRL issuer.
struct Certifier {
  const Name* name;
  ByteView spki;
  const KeyInfo* key;
  Voice most;  ///< highest voice of CRL issuers that it certified
  std::string_view why_not{};
};

/// most_by is the voice of an anchor of the store that is not the path's: none when it is denied; not more than
/// `revokes` outside its use window.
Voice most_by(const TrustAnchor& anchor, const TrustStore& store, Time judged_at) {
  const auto denied = [&](const Fingerprint& sha256) { return store.denial_of_certificate(sha256) != nullptr; };
  if (store.denial_of_key(anchor.spki_sha256) != nullptr) return Voice::none;
  if (std::any_of(anchor.cert_sha256.begin(), anchor.cert_sha256.end(), denied)) return Voice::none;
  if (anchor.certificate && denial_of(store, *anchor.certificate) != nullptr) return Voice::none;
  const auto& window = anchor.constraints.use_window;
  return window && !window->contains(judged_at) ? Voice::revokes : Voice::clears;
}

/// may_certify: an anchor beside the path needs the CA flag and keyCertSign, as the path's own anchor does.
bool may_certify(const TrustAnchor& anchor) {
  return !anchor.certificate || (anchor.certificate->is_ca() && anchor.certificate->allows(KeyUsage::key_cert_sign));
}

/// certifiers_of lists the keys that may certify CRL issuers of a name: those of the path from the lowest step with
/// that name upwards, so that no key below a CA certifies its successor, or all above the certificate if no step has
/// it.
std::vector<Certifier> certifiers_of(const PathToAsk& asked, std::size_t cert, const Name& name,
                                     const TrustStore& store, Time judged_at) {
  const std::vector<PathStep>& steps = asked.path.steps;
  std::size_t lowest = cert + 1;
  for (std::size_t i = steps.size(); i-- > cert + 1;)
    if (same_name(steps[i].certificate->subject, name)) lowest = i;
  if (asked.path.anchor && same_name(asked.path.anchor->subject, name) &&
      (lowest >= steps.size() || !same_name(steps[lowest].certificate->subject, name)))
    lowest = steps.size();
  std::vector<Certifier> certifiers;
  const auto add = [&](const Name& bearer, ByteView spki, const KeyInfo& key, Voice of_anchor = Voice::clears) {
    const Voice by_name = certifies(asked, bearer);
    const Voice most = std::min(by_name, of_anchor);
    if (most >= Voice::revokes)
      certifiers.push_back({&bearer, spki, &key, most, of_anchor < by_name ? kOfUnusedAnchor : kOfDevicesAlone});
  };
  for (std::size_t i = lowest; i < steps.size(); ++i) {
    const Certificate& certificate = steps[i].certificate;
    if (level_of(asked, i) == Voice::clears && certificate.is_ca() && certificate.allows(KeyUsage::key_cert_sign))
      add(certificate->subject, certificate->spki, certificate->key);
  }
  if (asked.path.anchor) add(asked.path.anchor->subject, asked.path.anchor->spki, asked.path.anchor->key);
  for (const TrustAnchor& anchor : store.anchors()) {
    if (!may_vouch(anchor, asked) || !may_certify(anchor)) continue;
    const bool current = !anchor.validity || anchor.validity->contains(judged_at);
    const Voice most = most_by(anchor, store, judged_at);
    add(anchor.subject, anchor.spki, anchor.key, current ? most : std::min(most, Voice::revokes));
  }
  return certifiers;
}

}  // namespace

bool same_name(const Name& a, const Name& b) { return equal(a.match_key(), b.match_key()); }

Voice voice_of(const Speaker& speaker, Time this_update, Time judged_at) {
  if (!speaker.validity || speaker.validity->contains(judged_at)) return speaker.voice;
  return speaker.validity->contains(this_update) ? std::min(speaker.voice, Voice::revokes) : Voice::none;
}

std::vector<Speaker> Speakers::of_path(const PathToAsk& asked, std::size_t cert, const Name& name) const {
  std::vector<Speaker> speakers;
  const std::vector<PathStep>& steps = asked.path.steps;
  // Every key of that name on the path: after a rollover the newer one signs the lists (PKITS 4.5).
  for (std::size_t i = cert + 1; i < steps.size(); ++i)
    if (same_name(steps[i].certificate->subject, name))
      speakers.push_back(speaker_of(steps[i].certificate, level_of(asked, i), asked.algorithms));
  if (asked.path.anchor && same_name(asked.path.anchor->subject, name))
    speakers.push_back(speaker_of(*asked.path.anchor, asked.algorithms));
  for (const TrustAnchor& anchor : store_.anchors()) {
    if (!same_name(anchor.subject, name) || level_of(asked, name) != Voice::clears || !may_vouch(anchor, asked))
      continue;
    const Voice most = most_by(anchor, store_, judged_at_);
    if (most == Voice::none) continue;
    Speaker speaker = speaker_of(anchor, asked.algorithms);
    if (most < speaker.voice) {
      speaker.voice = most;
      speaker.why_not = kOfUnusedAnchor;
    }
    speakers.push_back(std::move(speaker));
  }
  return speakers;
}

bool Speakers::is_denied(const Certificate& certificate) const {
  return store_.denial_of_key(certificate->spki_sha256) != nullptr || denial_of(store_, certificate) != nullptr;
}

/// Certification finds the certifiers of CRL issuers beside one path.
class Speakers::Certification {
 public:
  Certification(const Speakers& speakers, const PathToAsk& asked, std::size_t cert)
      : speakers_(speakers), asked_(asked), cert_(cert) {}

  /// by returns the certifier with the highest voice that signed the certificate; nullptr: none did.
  const Certifier* by(const std::vector<Certifier>& certifiers, const Certificate& certificate) {
    const Certifier* best = nullptr;
    for (const Certifier& certifier : certifiers) {
      if ((best != nullptr && certifier.most <= best->most) || !same_name(*certifier.name, certificate->issuer))
        continue;
      if (signed_by(certifier.spki, *certifier.key, certificate)) best = &certifier;
    }
    return best;
  }

  /// by_one_beside: after a rollover of two levels the new key of a CA is certified by the new key of the one above,
  /// which a key of the path certified. Such a CA has the name of one that may certify here, but its own path is not
  /// validated, so that CRLs of its signers do not clear.
  bool by_one_beside(const std::vector<Certifier>& certifiers, const Certificate& certificate) {
    const bool bears_a_name = std::any_of(certifiers.begin(), certifiers.end(), [&](const Certifier& certifier) {
      return same_name(*certifier.name, certificate->issuer);
    });
    if (!bears_a_name || level_of(asked_, certificate->issuer) < Voice::revokes) return false;
    const std::vector<Certifier> above = of(certificate->issuer);
    bool found = false;
    speakers_.each_at_hand([&](const Certificate& ca) {
      if (found || !same_name(ca->subject, certificate->issuer) || !ca.is_ca()) return;
      if (!ca.allows(KeyUsage::key_cert_sign) || !ca->unknown_critical.empty() || !ca->constraints.empty()) return;
      found = signed_by(ca->spki, ca->key, certificate) && by(above, ca) != nullptr && !speakers_.is_denied(ca);
    });
    return found;
  }

  std::vector<Certifier> of(const Name& name) const {
    return certifiers_of(asked_, cert_, name, speakers_.store_, speakers_.judged_at_);
  }
  bool budget_spent() const { return budget_spent_; }

 private:
  bool signed_by(ByteView spki, const KeyInfo& key, const Certificate& certificate) {
    const LinkAnswer answer = speakers_.proofs_.check(spki, key, certificate);
    budget_spent_ = budget_spent_ || answer == LinkAnswer::budget_spent;
    return answer == LinkAnswer::valid;
  }

  const Speakers& speakers_;
  const PathToAsk& asked_;
  std::size_t cert_;
  bool budget_spent_ = false;
};

/// each_at_hand visits the operator's certificates first, so that thousands of namesakes in the input cannot spend the
/// budget for the genuine one.
template <class Visit>
void Speakers::each_at_hand(Visit visit) const {
  for (const StoredCertificate& stored : store_.intermediates()) visit(stored.certificate);
  for (const Presented& presented : evidence_.certificates) visit(presented.certificate);
}

std::vector<Speaker> Speakers::certified(const PathToAsk& asked, std::size_t cert, const Name& name, ByteView of_key,
                                         bool& budget_spent) const {
  std::vector<Speaker> speakers;
  const Voice level = level_of(asked, name);
  if (level < Voice::revokes) return speakers;
  Certification certification(*this, asked, cert);
  const std::vector<Certifier> certifiers = certification.of(name);
  std::set<Fingerprint> considered;
  const auto consider = [&](const Certificate& certificate) {
    const Certifier* const by = certification.by(certifiers, certificate);
    if (by == nullptr && !certification.by_one_beside(certifiers, certificate)) return;
    if (is_denied(certificate)) return;  // checked only for certified ones: it costs digests
    speakers.push_back(certified_speaker(certificate, level, by != nullptr ? by->most : Voice::revokes,
                                         by != nullptr ? by->why_not : kTwoLevelsBeside, asked.algorithms));
  };
  for (const bool fit : {true, false})  // unfit ones last, so that many of them cannot spend the budget of the fit ones
    each_at_hand([&](const Certificate& certificate) {
      if (!same_name(certificate->subject, name) || unfit_because(certificate).empty() != fit) return;
      if (!of_key.empty() && !equal(certificate->spki, of_key)) return;
      if (considered.insert(certificate->sha256).second) consider(certificate);
    });
  budget_spent = budget_spent || certification.budget_spent();
  return speakers;
}

}  // namespace odca
