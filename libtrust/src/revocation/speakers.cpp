#include "revocation/speakers.h"

#include <algorithm>
#include <set>

#include "chain/graph.h"

namespace odca {
namespace {

constexpr std::string_view kNoCrlSign = "the key usage of its signer does not allow signing CRLs";
constexpr std::string_view kUnknownLevel = "its signer stands on a level of which nothing is published";
constexpr std::string_view kOfDevicesAlone = "its signer was certified by a CA that is known to certify devices alone";
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

/// level_of is the most that bearers of a name beside the path have: never more than the hierarchy gives to that name,
/// or to a step of the path that bears it. The ROM CAs of all devices of a platform share one name and one issuer.
Voice level_of(const PathToAsk& asked, const Name& name) {
  Voice level = asked.level_of_name != nullptr ? asked.level_of_name(name) : Voice::clears;
  for (std::size_t i = 0; i < asked.path.steps.size(); ++i)
    if (same_name(asked.path.steps[i].certificate->subject, name)) level = std::min(level, level_of(asked, i));
  return level;
}

Voice certifies(const PathToAsk& asked, const Name& name) {
  return asked.certifies == nullptr ? Voice::clears : asked.certifies(name);
}

/// with_key narrows what the policy's list of keys does not have: what it lists is listed, it clears nothing.
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

/// certified_speaker: where the policy does not let its certificate be signed so, its lists revoke and do not clear.
Speaker certified_speaker(const Certificate& certificate, Voice level, Voice by_certifier,
                          const CrlAlgorithms& algorithms) {
  Speaker speaker = speaker_of(certificate, std::min(level, by_certifier), algorithms);
  speaker.beside = certificate;
  if (by_certifier < level && speaker.voice == Voice::revokes) speaker.why_not = kOfDevicesAlone;
  if (speaker.voice != Voice::clears || lists(algorithms.signatures, certificate->signature_algorithm.kind))
    return speaker;
  speaker.voice = Voice::revokes;
  speaker.why_not = kBadCertificate;
  return speaker;
}

/// may_vouch: an anchor beside the path must serve the role judged. Where the path's own anchor only stands in for that
/// role, as a laboratory's does that the policy names, its peers may speak too.
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
  Voice most;  ///< that those have whom it certified
};

/// certifiers_of lists who may certify CRL issuers of a name: the keys of the path from the lowest bearer of that name
/// upwards, so that nobody below a CA names its successor, or all above the certificate where none bears it.
std::vector<Certifier> certifiers_of(const PathToAsk& asked, std::size_t cert, const Name& name,
                                     const TrustStore& store) {
  const std::vector<PathStep>& steps = asked.path.steps;
  std::size_t lowest = cert + 1;
  for (std::size_t i = steps.size(); i-- > cert + 1;)
    if (same_name(steps[i].certificate->subject, name)) lowest = i;
  if (asked.path.anchor && same_name(asked.path.anchor->subject, name) &&
      (lowest >= steps.size() || !same_name(steps[lowest].certificate->subject, name)))
    lowest = steps.size();
  std::vector<Certifier> certifiers;
  const auto add = [&](const Name& bearer, ByteView spki, const KeyInfo& key) {
    if (const Voice most = certifies(asked, bearer); most >= Voice::revokes)
      certifiers.push_back({&bearer, spki, &key, most});
  };
  for (std::size_t i = lowest; i < steps.size(); ++i) {
    const Certificate& certificate = steps[i].certificate;
    if (level_of(asked, i) == Voice::clears && certificate.is_ca() && certificate.allows(KeyUsage::key_cert_sign))
      add(certificate->subject, certificate->spki, certificate->key);
  }
  if (asked.path.anchor) add(asked.path.anchor->subject, asked.path.anchor->spki, asked.path.anchor->key);
  for (const TrustAnchor& anchor : store.anchors())
    if (may_vouch(anchor, asked) && store.denial_of_key(anchor.spki_sha256) == nullptr)
      add(anchor.subject, anchor.spki, anchor.key);
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
  for (const TrustAnchor& anchor : store_.anchors())
    if (same_name(anchor.subject, name) && level_of(asked, name) == Voice::clears && may_vouch(anchor, asked) &&
        store_.denial_of_key(anchor.spki_sha256) == nullptr)
      speakers.push_back(speaker_of(anchor, asked.algorithms));
  return speakers;
}

/// may_sign_crls: a certificate that is no CA's must say by its key usage that its key signs CRLs, or any server's
/// certificate with the right name would do.
bool Speakers::may_sign_crls(const Certificate& certificate) const {
  if (!certificate.allows(KeyUsage::crl_sign) || (!certificate.is_ca() && !certificate->key_usage)) return false;
  if (!certificate->unknown_critical.empty() || !certificate->constraints.empty()) return false;
  if (!equal(certificate->inner_signature.der, certificate->signature_algorithm.der)) return false;
  return store_.denial_of_key(certificate->spki_sha256) == nullptr &&
         store_.denial_of_certificate(certificate->sha256) == nullptr;
}

std::vector<Speaker> Speakers::certified(const PathToAsk& asked, std::size_t cert, const Name& name,
                                         bool& budget_spent) const {
  std::vector<Speaker> speakers;
  const Voice level = level_of(asked, name);
  if (level < Voice::revokes) return speakers;
  const std::vector<Certifier> certifiers = certifiers_of(asked, cert, name, store_);
  std::set<Fingerprint> considered;
  const auto consider = [&](const Certificate& certificate) {
    if (!same_name(certificate->subject, name) || !may_sign_crls(certificate)) return;
    if (!considered.insert(certificate->sha256).second) return;
    Voice most = Voice::none;
    for (const Certifier& certifier : certifiers) {
      if (certifier.most <= most || !same_name(*certifier.name, certificate->issuer)) continue;
      const LinkAnswer answer = proofs_.check(certifier.spki, *certifier.key, certificate);
      budget_spent = budget_spent || answer == LinkAnswer::budget_spent;
      if (answer == LinkAnswer::valid) most = certifier.most;
    }
    if (most != Voice::none) speakers.push_back(certified_speaker(certificate, level, most, asked.algorithms));
  };
  // The operator's first: who sends thousands of namesakes finds their budget spent, not that of the genuine one.
  for (const StoredCertificate& stored : store_.intermediates()) consider(stored.certificate);
  for (const Presented& presented : evidence_.certificates) consider(presented.certificate);
  return speakers;
}

}  // namespace odca
