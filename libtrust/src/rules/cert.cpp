// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about the certificates of the path, and how they refer to each other.
#include <algorithm>

#include "base/text.h"
#include "odca/digest.h"
#include "rules/applies.h"
#include "rules/prefixes.h"
#include "rules/validity.h"

namespace odca {
namespace {

std::string text_of(const Oddity& deviation) {
  if (deviation.kind == Oddity::Kind::early_generalized_time)
    return cat("GeneralizedTime before 2050 in ", deviation.where, ", RFC 5280 4.1.2.5 requires UTCTime");
  if (deviation.kind == Oddity::Kind::unique_identifier)
    return cat("unique identifier in ", deviation.where, ", RFC 5280 4.1.2.8 forbids it; ignored");
  return cat("encoding deviation in ", deviation.where, ": ", reason_of(deviation.kind),
             ", as in genuine ODCA certificates");
}

void check_encoding(const RuleInput& in, Answer& out) {
  for (std::size_t i = 0; i < in.path.steps.size(); ++i)
    for (const Oddity& deviation : in.path.steps[i].certificate->oddities)
      if (deviation.kind != Oddity::Kind::malformed_aia) out.report(reason_of(deviation.kind), i, text_of(deviation));
}

void check_serial(const Certificate& certificate, std::size_t cert, Answer& out) {
  const Bytes& serial = certificate->serial;
  if (serial.empty()) return;
  if ((serial[0] & 0x80U) != 0) {
    out.report("serial-negative", cert);
  } else if (std::all_of(serial.begin(), serial.end(), [](std::uint8_t octet) { return octet == 0; })) {
    out.report("serial-zero", cert);
  }
  // RFC 5280 4.1.2.2: "Conforming CAs MUST NOT use serialNumber values longer than 20 octets."
  if (serial.size() > 20)
    out.report("serial-too-long", cert, cat("the serial number has ", serial.size(), " octets, expected at most 20"));
}

void check_authority_key(const Certificate& certificate, std::optional<std::size_t> cert,
                         const std::optional<Bytes>& issuer_key_id, Answer& out) {
  const std::optional<AuthorityKeyIdentifier>& aki = certificate->authority_key_id;
  if (!aki || !aki->key_id) {
    // RFC 5280 4.2.1.1: may be left out only where a CA distributes its key as a self-signed certificate.
    if (!certificate.self_issued()) out.report("missing-aki", cert);
    return;
  }
  if (const Extension* extension = certificate.find_extension(oid::kAuthorityKeyIdentifier);
      extension != nullptr && extension->critical)
    out.report("aki-critical", cert);
  if (issuer_key_id && !equal(*aki->key_id, *issuer_key_id)) {
    Finding& finding = out.report("aki-mismatch", cert);
    finding.params = {{"expected", to_hex(*issuer_key_id)}, {"found", to_hex(*aki->key_id)}};
  }
}

void check_extension_duties(const Certificate& certificate, std::optional<std::size_t> cert, Answer& out) {
  if (certificate.is_ca()) {
    if (!certificate->subject_key_id) out.report("missing-ski", cert);
    const Extension* constraints = certificate.find_extension(oid::kBasicConstraints);
    if (constraints != nullptr && !constraints->critical) out.report("ca-not-critical", cert);
  } else if (certificate->key_usage && certificate.allows(KeyUsage::key_cert_sign)) {
    // RFC 5280 4.2.1.9: "If the cA boolean is not asserted, then the keyCertSign bit … MUST NOT be asserted."
    out.report("keycertsign-on-leaf", cert);
  }
  // RFC 5280 4.2.1.2: "Conforming CAs MUST mark this extension as non-critical."
  if (const Extension* extension = certificate.find_extension(oid::kSubjectKeyIdentifier);
      extension != nullptr && extension->critical)
    out.report("ski-critical", cert);
  const Extension* names = certificate.find_extension(oid::kSubjectAltName);
  if (certificate->subject.empty() && names != nullptr && !names->critical) out.report("san-not-critical", cert);
  for (const Oddity& deviation : certificate->oddities)
    if (deviation.kind == Oddity::Kind::malformed_aia) out.report("malformed-aia", cert);
}

std::optional<Bytes> issuer_key_id(const RuleInput& in, std::size_t cert) {
  if (cert + 1 < in.path.steps.size()) return in.path.steps[cert + 1].certificate->subject_key_id;
  if (in.path.anchor && !in.path.ends_at_itself) return in.path.anchor->subject_key_id;
  return {};
}

/// check_anchor_duties looks at the anchor's own certificate, but not at its issuer, unless self-issued, nor at its
/// serial number: an anchor is not revoked by CRL but removed from the trust source.
void check_anchor_duties(const Certificate& own, Answer& out) {
  if (!own.is_ca()) return;  // rule path.ca says so
  Answer duties(out.rule());
  check_authority_key(own, {}, own.self_issued() ? own->subject_key_id : std::nullopt, duties);
  check_extension_duties(own, {}, duties);
  for (const Answer::Item& item : duties.items()) {
    Finding finding = item.finding;
    finding.message = cat("in the anchor's certificate: ", finding.message);
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
    Finding& finding = out.report("ski-mismatch", i);
    finding.params = {{"expected", to_hex(expected)}, {"found", to_hex(*certificate->subject_key_id)}};
  }
}

constexpr Reason kValidity[] = {
    {"expired", "a certificate has expired", "check the clock, or set the time with --at"},
    {"not-yet-valid", "a certificate is not yet valid", "check the clock, or set the time with --at"}};
constexpr Reason kAlgorithm[] = {
    {"algorithm-mismatch", "the signature algorithms inside and outside the signed part differ", ""},
    {"algorithm", "the signature algorithm is not allowed", ""}};
constexpr Reason kKey[] = {{"kind", "the key type is not allowed", ""},
                           {"weak-key", "the key is too weak", ""},
                           {"malformed-key", "malformed key", ""},
                           {"algorithm", "the key algorithm is not supported", ""},
                           {"curve", "the curve is not supported", ""},
                           {"explicit-curve", "the curve is given by explicit parameters", ""},
                           {"budget", "the key was not decoded: the limit of signature checks was reached", ""}};
constexpr Reason kExtensions[] = {{"contradiction", "path length constraint in a certificate that is not a CA's", ""}};
constexpr Reason kEncoding[] = {{"null-ecdsa-parameters", "ECDSA algorithm identifier with NULL parameters", ""},
                                {"explicit-false", "DEFAULT value encoded", ""},
                                {"non-minimal-named-bits", "named bit list with trailing zeros", ""},
                                {"early-generalized-time", "GeneralizedTime before 2050", ""},
                                {"unique-identifier", "unique identifier, which is ignored", ""}};
constexpr Reason kIssuerDuties[] = {
    {"serial-negative", "the serial number is negative", ""},
    {"serial-zero", "the serial number is zero", ""},
    {"serial-too-long", "the serial number has more than 20 octets", ""},
    {"missing-aki", "missing authority key identifier", ""},
    {"aki-critical", "the authority key identifier is critical", ""},
    {"aki-mismatch", "the authority key identifier is not the issuer's subject key identifier", ""},
    {"missing-ski", "missing subject key identifier in a CA certificate", ""},
    {"ca-not-critical", "the basic constraints of a CA are not critical", ""},
    {"keycertsign-on-leaf", "keyCertSign in a certificate that is not a CA's", ""},
    {"ski-critical", "the subject key identifier is critical", ""},
    {"san-not-critical", "the subject is empty, but the subject alternative name is not critical", ""},
    {"malformed-aia", "unreadable authority information access", ""}};
constexpr Reason kKeyIdentifier[] = {
    {"ski-mismatch", "the subject key identifier is not the one that this hierarchy derives from the key", ""}};

constexpr Rule kCertRules[] = {
    {{"cert.validity",
      "Every certificate is within its validity period at the time judged.",
      "RFC 5280 6.1.3(a)(2)",
      Severity::fail,
      Severity::warn,
      kValidity,
      {"expired-app", "lnl"}},
     with_path,
     check_validity},
    {{"cert.algorithm",
      "Every signature algorithm is allowed, and the same inside and outside the signed part.",
      "RFC 5280 4.1.1.2",
      Severity::fail,
      Severity::fail,
      kAlgorithm,
      {"app-sha256", "lnl"}},
     with_issued,
     report_validated},
    {{"cert.key",
      "Every key is of an allowed kind and strength, on a named curve.",
      "RFC 5480 2.1.1, RFC 3279 2.3.1",
      Severity::fail,
      Severity::fail,
      kKey,
      {"leaf-p192", "leaf-p256"}},
     with_path,
     report_validated},
    {{"cert.extensions",
      "No extension of a certificate contradicts another.",
      "RFC 5280 4.2.1.3, 4.2.1.9",
      Severity::fail,
      Severity::fail,
      kExtensions,
      {"app-path-length-on-no-ca", "lnl"}},
     with_path,
     report_validated},
    {{"cert.encoding",
      "No certificate has a tolerated encoding deviation.",
      "docs/hierarchy.md 5",
      Severity::note,
      Severity::off,
      kEncoding,
      {"app-null-parameters", "lnl"}},
     with_path,
     check_encoding},
    {{"cert.issuer_duties",
      "Every certificate meets the duties of RFC 5280 for its issuer that do not affect trust.",
      "RFC 5280 4.1.2.2, 4.2.1",
      Severity::warn,
      Severity::note,
      kIssuerDuties,
      {"leaf-serial-zero", "lnl"}},
     with_path,
     check_issuer_duties},
    {{"cert.key_identifier",
      "Every subject key identifier is the one that the hierarchy derives from the key.",
      "RFC 7093 2; docs/hierarchy.md 5",
      Severity::warn,
      Severity::note,
      kKeyIdentifier,
      {"kernel-sha1-key-id", "lnl"}},
     [](const RuleInput& in) { return for_odca(in) || for_dice(in); },
     check_key_identifier},
};

}  // namespace

std::span<const Rule> cert_rules() { return kCertRules; }

}  // namespace odca
