// Rules about the path itself: RFC 5280 section 6.1, the anchor, and what certificates owe to each other.
#include <algorithm>

#include "base/text.h"
#include "odca/digest.h"
#include "rules/applies.h"
#include "rules/missing_issuer.h"
#include "rules/themes.h"
#include "source/denial.h"

namespace odca {
namespace {

bool policy_names_lab_key(const RuleInput& in, const Fingerprint& spki_sha256) {
  const std::vector<Fingerprint>& keys = in.policy.lab.keys;
  return std::find(keys.begin(), keys.end(), spki_sha256) != keys.end();
}

void check_anchor(const RuleInput& in, Answer& out) {
  if (in.path.anchor) return;
  const std::size_t last = in.path.steps.size() - 1;
  const Certificate& certificate = in.path.steps[last].certificate;
  const std::string reason = reason_without_anchor(in);
  const std::string why = in.path.stopped.empty() ? std::string("no issuer was found") : in.path.stopped;
  Finding& finding = out.report(cat("no path leads to a trust anchor: ", why), last, reason);
  finding.hint = hint_without_anchor(in, reason, certificate);
  finding.params = {
      {"expected", cat("one of ", in.store.anchors().size(), " anchors of source ", quote(in.store.source()))},
      {"found", cat("issuer ", quote(certificate->issuer.to_string()))}};
}

bool is_before(const std::optional<Validity>& validity, Time time) { return validity && time < validity->not_before; }

/// may_have_begun: the problem is that a validity begins after the time judged, which is the build date because the
/// clock of this host is lost. The true time is later than that, so what has ended has ended; but what begins later may
/// well have begun. What a lost clock means is for the policy to say, in rule time.clock.
bool may_have_begun(const RuleInput& in, const Problem& problem) {
  if (in.judged_at == in.question.at) return false;
  if (problem.cert) return is_before(in.path.steps[*problem.cert].certificate->validity, in.judged_at);
  const TrustAnchor& anchor = *in.path.anchor;
  if (problem.reason == reason::kOutsideUseWindow) return is_before(anchor.constraints.use_window, in.judged_at);
  return problem.reason == reason::kAnchorNotYetValid;
}

void check_validity(const RuleInput& in, Answer& out) {
  for (const Problem& problem : in.problems) {
    if (problem.rule != out.rule()) continue;
    Finding& finding = report_problem(problem, out);
    if (!may_have_begun(in, problem)) continue;
    finding.hint = "the clock of this host is lost (rule time.clock), so this may have begun; set the clock";
    out.at_most_warn();
  }
}

std::string text_of(const Oddity& oddity) {
  if (oddity.kind == Oddity::Kind::early_generalized_time)
    return cat("a GeneralizedTime before 2050 in ", oddity.where, ", where RFC 5280 4.1.2.5 wants a UTCTime");
  if (oddity.kind == Oddity::Kind::unique_identifier)
    return cat("the field ", oddity.where, ", which RFC 5280 4.1.2.8 forbids to CAs; it is not looked at");
  return cat("not DER in ", oddity.where, ": ", to_string(oddity.kind), ", as genuine ODCA certificates have it");
}

void check_encoding(const RuleInput& in, Answer& out) {
  for (std::size_t i = 0; i < in.path.steps.size(); ++i)
    for (const Oddity& oddity : in.path.steps[i].certificate->oddities)
      if (oddity.kind != Oddity::Kind::malformed_aia)
        out.report(text_of(oddity), i, std::string(to_string(oddity.kind)));
}

void check_serial(const Certificate& certificate, std::size_t cert, Answer& out) {
  const Bytes& serial = certificate->serial;
  if (serial.empty()) return;
  if ((serial[0] & 0x80U) != 0) {
    out.report("the serial number is negative", cert, "serial-negative");
  } else if (std::all_of(serial.begin(), serial.end(), [](std::uint8_t octet) { return octet == 0; })) {
    out.report("the serial number is zero", cert, "serial-zero");
  }
  // RFC 5280 4.1.2.2: "Conforming CAs MUST NOT use serialNumber values longer than 20 octets."
  if (serial.size() > 20)
    out.report(cat("the serial number has ", serial.size(), " octets, expected at most 20"), cert, "serial-too-long");
}

void check_authority_key(const Certificate& certificate, std::optional<std::size_t> cert,
                         const std::optional<Bytes>& issuer_key_id, Answer& out) {
  const std::optional<AuthorityKeyIdentifier>& aki = certificate->authority_key_id;
  if (!aki || !aki->key_id) {
    // RFC 5280 4.2.1.1: may be left out only where a CA distributes its key as a self-signed certificate.
    if (!certificate.self_issued()) out.report("no authority key identifier", cert, "missing-aki");
    return;
  }
  if (const Extension* extension = certificate.find_extension(oid::kAuthorityKeyIdentifier);
      extension != nullptr && extension->critical)
    out.report("the authority key identifier is critical", cert, "aki-critical");
  if (issuer_key_id && !equal(*aki->key_id, *issuer_key_id)) {
    Finding& finding =
        out.report("the authority key identifier is not the issuer's subject key identifier", cert, "aki-mismatch");
    finding.params = {{"expected", to_hex(*issuer_key_id)}, {"found", to_hex(*aki->key_id)}};
  }
}

void check_extension_duties(const Certificate& certificate, std::optional<std::size_t> cert, Answer& out) {
  if (certificate.is_ca()) {
    if (!certificate->subject_key_id) out.report("a CA without subject key identifier", cert, "missing-ski");
    const Extension* constraints = certificate.find_extension(oid::kBasicConstraints);
    if (constraints != nullptr && !constraints->critical)
      out.report("the basic constraints of a CA are not critical", cert, "ca-not-critical");
  } else if (certificate->key_usage && certificate.allows(KeyUsage::key_cert_sign)) {
    // RFC 5280 4.2.1.9: "If the cA boolean is not asserted, then the keyCertSign bit … MUST NOT be asserted."
    out.report("the key usage names keyCertSign, but the certificate is not a CA's", cert, "keycertsign-on-leaf");
  }
  // RFC 5280 4.2.1.2: "Conforming CAs MUST mark this extension as non-critical."
  if (const Extension* extension = certificate.find_extension(oid::kSubjectKeyIdentifier);
      extension != nullptr && extension->critical)
    out.report("the subject key identifier is critical", cert, "ski-critical");
  const Extension* names = certificate.find_extension(oid::kSubjectAltName);
  if (certificate->subject.empty() && names != nullptr && !names->critical)
    out.report("the subject is empty, but the subject alternative name is not critical", cert, "san-not-critical");
  for (const Oddity& oddity : certificate->oddities)
    if (oddity.kind == Oddity::Kind::malformed_aia)
      out.report("the authority information access cannot be read", cert, "malformed-aia");
}

std::optional<Bytes> issuer_key_id(const RuleInput& in, std::size_t cert) {
  if (cert + 1 < in.path.steps.size()) return in.path.steps[cert + 1].certificate->subject_key_id;
  if (in.path.anchor && !in.path.ends_at_itself) return in.path.anchor->subject_key_id;
  return {};
}

/// check_anchor_duties looks at the anchor's own certificate. Who issued it is not asked, save where it did so itself,
/// nor its serial number: that serves to revoke it, and an anchor ends by being taken out of the trust source.
void check_anchor_duties(const Certificate& own, Answer& out) {
  if (!own.is_ca()) return;  // rule path.ca says so
  Answer duties(out.rule());
  check_authority_key(own, {}, own.self_issued() ? own->subject_key_id : std::nullopt, duties);
  check_extension_duties(own, {}, duties);
  for (const Answer::Item& item : duties.items()) {
    Finding finding = item.finding;
    finding.message = cat("the anchor: ", finding.message);
    out.add(std::move(finding));
  }
}

void check_issuer_duties(const RuleInput& in, Answer& out) {
  for (std::size_t i = 0; i < in.path.steps.size(); ++i) {
    const Certificate& certificate = in.path.steps[i].certificate;
    check_serial(certificate, i, out);
    check_authority_key(certificate, i, issuer_key_id(in, i), out);
    check_extension_duties(certificate, i, out);
  }
  if (in.path.anchor && in.path.anchor->certificate && !in.path.ends_at_itself)
    check_anchor_duties(*in.path.anchor->certificate, out);
}

/// hierarchy_key_id is how Intel computes key identifiers: the first 20 bytes of a hash over the point 04‖X‖Y, SHA-256
/// in the ODCA hierarchy (RFC 7093 2 method 1), SHA-384 in the DICE hierarchy (method 2).
Bytes hierarchy_key_id(const RuleInput& in, const KeyInfo& key) {
  const auto first_20 = [](ByteView digest) { return Bytes(digest.begin(), digest.begin() + 20); };
  return for_dice(in) ? first_20(sha384(key.key_bits)) : first_20(sha256(key.key_bits));
}

bool is_ec(KeyKind kind) { return kind == KeyKind::ec_p256 || kind == KeyKind::ec_p384 || kind == KeyKind::ec_p521; }

void check_key_identifier(const RuleInput& in, Answer& out) {
  for (std::size_t i = 0; i < in.path.steps.size(); ++i) {
    const Certificate& certificate = in.path.steps[i].certificate;
    if (!certificate->subject_key_id || !is_ec(certificate->key.kind)) continue;
    const Bytes expected = hierarchy_key_id(in, certificate->key);
    if (equal(*certificate->subject_key_id, expected)) continue;
    Finding& finding =
        out.report("the subject key identifier is not computed as this hierarchy computes it", i, "ski-mismatch");
    finding.params = {{"expected", to_hex(expected)}, {"found", to_hex(*certificate->subject_key_id)}};
  }
}

void report_denied(const RuleInput& in, Answer& out, const DenyEntry& entry, std::optional<std::size_t> cert,
                   const Fingerprint& spki_sha256) {
  const bool key = entry.kind == DenyEntry::Kind::spki;
  const std::string what = cert ? "" : "of the anchor ";
  Finding& finding = out.report(cat(key ? "the key " : "the certificate ", what, "is on the deny list as ",
                                    quote(entry.label), ": ", entry.reason),
                                cert, key ? "denied-key" : "denied-certificate");
  finding.params = {{"sha256", to_hex(entry.sha256)}, {"source", std::string(to_string(entry.origin.kind))}};
  finding.hint = "a laboratory names the key's SPKI SHA-256 in its policy under lab.keys";
  if (policy_names_lab_key(in, spki_sha256)) out.allow_in_lab(cat("the key ", to_hex(spki_sha256)));
}

/// denial_of_step: whose key signed the last certificate of an attempt is not known, nor whose signed one that is
/// trusted as it is.
const DenyEntry* denial_of_step(const RuleInput& in, std::size_t index) {
  const Certificate& certificate = in.path.steps[index].certificate;
  if (index + 1 < in.path.steps.size())
    return denial_of(in.store, certificate, in.path.steps[index + 1].certificate->key.kind);
  if (!in.path.anchor || in.path.ends_at_itself) return denial_of(in.store, certificate);
  return denial_of(in.store, certificate, in.path.anchor->key.kind);
}

void check_denied(const RuleInput& in, Answer& out) {
  report_validated(in, out);  // what is known against another certificate of a pinned key
  for (std::size_t i = 0; i < in.path.steps.size(); ++i) {
    const Fingerprint& key = in.path.steps[i].certificate->spki_sha256;
    if (const DenyEntry* entry = in.store.denial_of_key(key)) report_denied(in, out, *entry, i, key);
    if (const DenyEntry* entry = denial_of_step(in, i)) report_denied(in, out, *entry, i, key);
  }
  if (!in.path.anchor || in.path.ends_at_itself) return;
  const TrustAnchor& anchor = *in.path.anchor;
  if (const DenyEntry* entry = in.store.denial_of_key(anchor.spki_sha256))
    report_denied(in, out, *entry, {}, anchor.spki_sha256);
  for (const Fingerprint& sha256 : anchor.cert_sha256)
    if (const DenyEntry* entry = in.store.denial_of_certificate(sha256))
      report_denied(in, out, *entry, {}, anchor.spki_sha256);
}

void check_role(const RuleInput& in, Answer& out) {
  const TrustAnchor& anchor = *in.path.anchor;
  const AnchorRole wanted = role_wanted(in.profile, in.question);
  if (anchor.roles.contains(wanted)) return;
  std::string found;
  for (const std::string& role : anchor.roles.to_strings()) found += cat(found.empty() ? "" : ", ", role);
  Finding& finding = out.report(
      cat("the anchor ", quote(anchor.label), " does not serve the role ", quote(to_string(wanted))), {}, "wrong-role");
  finding.params = {{"expected", std::string(to_string(wanted))}, {"found", found}};
  finding.hint = "a trust source gives roles to its anchors; see docs/policy.md";
  // A laboratory's anchor serves no production question; where the policy names its key it stands in, visibly.
  const bool stands_in = wanted == AnchorRole::odca || wanted == AnchorRole::dice;
  if (stands_in && anchor.roles.contains(AnchorRole::lab) && policy_names_lab_key(in, anchor.spki_sha256))
    out.allow_in_lab(cat("the key ", to_hex(anchor.spki_sha256)));
}

void check_custom(const RuleInput& in, Answer& out) {
  const Origin& origin = in.path.anchor->origin;
  if (origin.kind == OriginKind::embedded || origin.kind == OriginKind::installed) return;
  Finding& finding = out.report(cat("the anchor ", quote(in.path.anchor->label), " comes from source ",
                                    quote(to_string(origin.kind)), ", not from the set compiled in"),
                                {}, std::string(to_string(origin.kind)));
  finding.params = {{"where", origin.where}};
}

/// check_assigned: a file of certificates that was put into the wrong folder makes anchors of all of them, for every
/// role. Roots are what people put there on purpose; anything else should be said to be meant.
void check_assigned(const RuleInput& in, Answer& out) {
  const TrustAnchor& anchor = *in.path.anchor;
  if (!anchor.roles_by_default || !anchor.certificate) return;
  const bool is_ca = anchor.certificate->is_ca();
  if (is_ca && anchor.certificate->self_issued()) return;
  Finding& finding = out.report(cat("the anchor ", quote(anchor.label), " is no root", is_ca ? "" : " and no CA",
                                    ", and serves every role because no trust file gives it one"),
                                {}, is_ca ? "not-self-issued" : "not-a-ca");
  finding.params = {{"where", anchor.origin.where}};
  finding.hint = "name it in a trust file with 'use: anchor' and its 'roles', or with 'use: intermediate'";
}

constexpr Rule kRules[] = {
    {{"trust.denied", "No key and no certificate of the path, the anchor included, is on the deny list.",
      "docs/hierarchy.md 3", Severity::fail, Severity::fail},
     with_path,
     check_denied},
    {{"path.anchor", "A path leads from the certificate asked about to a trust anchor.", "RFC 5280 6.1.1(d)",
      Severity::fail, Severity::fail},
     with_path,
     check_anchor},
    {{"path.signature", "Every certificate of the path is signed by its issuer's key.", "RFC 5280 6.1.3(a)(1)",
      Severity::fail, Severity::fail},
     with_signature,
     report_validated},
    {{"path.names", "Every certificate's issuer name is its issuer's subject name.", "RFC 5280 6.1.3(a)(4), 7.1",
      Severity::fail, Severity::fail},
     with_signature,
     report_validated},
    {{"path.empty_name", "No issuer name is empty, and no CA's subject name is.", "RFC 5280 4.1.2.4, 4.1.2.6",
      Severity::fail, Severity::fail},
     with_issued,
     report_validated},
    {{"path.ca", "Every issuer, the anchor's own certificate included, is a version 3 CA certificate.",
      "RFC 5280 6.1.4(k)", Severity::fail, Severity::fail},
     with_issuer,
     report_validated},
    {{"path.key_cert_sign", "The key usage of every issuer, where there is one, allows signing certificates.",
      "RFC 5280 6.1.4(n)", Severity::fail, Severity::fail},
     with_issuer,
     report_validated},
    {{"path.length", "No CA has more intermediates below it than its path length constraint allows.",
      "RFC 5280 6.1.4(l), 6.1.4(m)", Severity::fail, Severity::fail},
     with_issuer,
     report_validated},
    {{"path.critical", "No certificate has a critical extension that is not processed here.",
      "RFC 5280 6.1.4(o), 6.1.5(f)", Severity::fail, Severity::fail},
     with_path,
     report_validated},
    {{"path.constraints",
      "No certificate has name or policy constraints, critical or not: they are refused rather than processed.",
      "RFC 5280 6.1.3(b) to (f)", Severity::fail, Severity::fail},
     with_path,
     report_validated},
    {{"cert.validity", "Every certificate is within its validity period at the time judged.", "RFC 5280 6.1.3(a)(2)",
      Severity::fail, Severity::warn},
     with_path,
     check_validity},
    {{"anchor.validity", "The anchor is within its own validity and its window of use.", "RFC 5937 3", Severity::fail,
      Severity::warn},
     with_path,
     check_validity},
    {{"anchor.constraints", "The path keeps the constraints that the trust source lays on its anchor.", "RFC 5937 3",
      Severity::fail, Severity::fail},
     with_path,
     report_validated},
    {{"cert.algorithm", "Every signature algorithm is allowed, and written alike inside and outside the signed part.",
      "RFC 5280 4.1.1.2", Severity::fail, Severity::fail},
     with_issued,
     report_validated},
    {{"cert.key", "Every key is of an allowed kind and strength, on a named curve.", "RFC 5480 2.1.1, RFC 3279 2.3.1",
      Severity::fail, Severity::fail},
     with_path,
     report_validated},
    {{"cert.extensions", "No extension of a certificate contradicts another.", "RFC 5280 4.2.1.3, 4.2.1.9",
      Severity::fail, Severity::fail},
     with_path,
     report_validated},
    {{"cert.encoding", "Every certificate is encoded without any of the departures that are tolerated.",
      "docs/hierarchy.md 5", Severity::note, Severity::off},
     with_path,
     check_encoding},
    {{"cert.issuer_duties", "Every certificate has what RFC 5280 asks of a CA and does not change trust.",
      "RFC 5280 4.1.2.2, 4.2.1", Severity::warn, Severity::note},
     with_path,
     check_issuer_duties},
    {{"cert.key_identifier", "Every subject key identifier is computed from the key as the hierarchy computes it.",
      "RFC 7093 2; docs/hierarchy.md 5", Severity::warn, Severity::note},
     [](const RuleInput& in) { return for_odca(in) || for_dice(in); },
     check_key_identifier},
    {{"anchor.role", "The anchor serves the role that the question asks for.", "docs/policy.md", Severity::fail,
      Severity::fail},
     with_chosen_anchor,
     check_role},
    {{"anchor.assigned", "An anchor that no trust file gives roles is a self-issued CA certificate.",
      "docs/trust-sources.md", Severity::warn, Severity::note},
     with_anchor,
     check_assigned},
    {{"anchor.custom", "The anchor is one of those compiled in, or of an installed bundle.", "docs/policy.md",
      Severity::note, Severity::off},
     with_anchor,
     check_custom},
};

}  // namespace

std::span<const Rule> path_rules() { return kRules; }

}  // namespace odca
