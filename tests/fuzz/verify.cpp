// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: whatever the dump holds, a verdict stays within the limits, is the same when asked twice, and is "trusted"
// only for a path that ends under one of three fixed keys and of which every signature verifies when checked apart.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "odca/trust.h"
#include "verify_anchors.h"
#include "x509/signature.h"

namespace odca {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

TrustAnchor anchor(std::string_view hex, AnchorRole role) {
  const auto der = from_hex(hex);
  require(der.has_value());
  const Result<Certificate> certificate = Certificate::from_der(*der);
  require(certificate.has_value());
  return anchor_from_certificate(*certificate, {role}, {.kind = OriginKind::custom, .where = "verify_anchors.h"});
}

const Verifier& verifier() {
  static const Verifier fixed = [] {
    SourceContents contents;
    contents.anchors = {anchor(kOdcaRoot, AnchorRole::odca), anchor(kDiceSubCa, AnchorRole::dice),
                        anchor(kRfc5280Root, AnchorRole::rfc5280)};
    return Verifier(default_policy(), TrustStore::from_contents(std::move(contents), "custom"));
  }();
  return fixed;
}

bool signed_by(ByteView spki, const KeyInfo& key, const Certificate& certificate) {
  const auto decoded = VerificationKey::decode(spki, key);
  return decoded && decoded->verify(certificate->signature_algorithm.kind, certificate->tbs, certificate->signature);
}

void require_proof(const VerifiedPath& verified) {
  const auto anchors = verifier().store().anchors();
  const bool known = std::any_of(anchors.begin(), anchors.end(),
                                 [&](const TrustAnchor& one) { return one.spki == verified.anchor().spki; });
  require(known);
  const std::vector<PathCertificate>& path = verified.certificates();
  require(!path.empty());
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    const Certificate& issuer = path[i + 1].certificate;
    require(issuer.is_ca() && signed_by(issuer->spki, issuer->key, path[i].certificate));
  }
  require(signed_by(verified.anchor().spki, verified.anchor().key, path.back().certificate));
}

void judge(const Evidence& evidence, const Question& question) {
  const Verdict verdict = verifier().verify(evidence, question);
  const Limits& limits = verifier().policy().limits;
  require(verdict.work.signature_checks <= limits.signature_checks);
  require(verdict.work.search_steps <= limits.search_steps);
  require(verdict.path.size() <= limits.path_length);
  require(verdict.trusted() == (verdict.decisive() == nullptr));
  if (verdict.verified) require_proof(*verdict.verified);
  require(to_json(verdict) == to_json(verifier().verify(evidence, question)));
}

}  // namespace
}  // namespace odca

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace odca;
  Result<Dump> dump = read_dump({data, size}, "input", Limits{});
  if (!dump) return 0;
  Evidence evidence;
  evidence.add(*std::move(dump));
  const Result<Time> at = parse_time("2026-03-01T00:00:00Z");
  require(at.has_value());
  for (const Purpose purpose : {Purpose::amt_activation, Purpose::odca, Purpose::rfc5280})
    judge(evidence, {.purpose = purpose, .at = *at});
  judge(evidence, {.purpose = Purpose::amt_activation, .phase = Phase::provisioned, .at = *at});
  return 0;
}
