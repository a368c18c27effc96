// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about facts from another channel, which bind the chain to one machine.
#include <algorithm>

#include "base/text.h"
#include "odca/digest.h"
#include "rules/applies.h"
#include "rules/hardware_name.h"
#include "rules/leaf_hash.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

constexpr std::size_t kUpidSize = 20;

void check_leaf_hash(const RuleInput& in, Answer& out) {
  if (!in.evidence.device.leaf_hash) return out.not_applicable();
  const LeafHash& given = *in.evidence.device.leaf_hash;
  const std::vector<HashReading> readings = read_leaf_hash(given);
  if (readings.empty()) {
    out.report("malformed", 0,
               cat("malformed leaf hash of ", given.field.size(), " bytes, expected a raw or hexadecimal ",
                   expected_leaf_hash(given.algorithm)));
    return;
  }
  const LeafHashMatch match = match_leaf_hash(readings, in.path.steps[0].certificate, in.evidence.certificates);
  if (match.part == LeafHashPart::certificate) return out.detail(match.how);

  const Certificate& leaf = in.path.steps[0].certificate;
  const std::vector<Param> params = {{"expected", to_hex(readings[0].hash)},
                                     {"found", to_hex(leaf_hash_of(readings[0], leaf->der))}};
  if (match.part == LeafHashPart::none) {
    Finding& finding = out.report("mismatch", 0);
    finding.params = params;
    return;
  }
  const bool tbs = match.part == LeafHashPart::tbs;
  Finding& finding = out.report(tbs ? ReasonId("tbs-only") : "spki-only", 0,
                                cat("the firmware's leaf hash matches only the leaf's ", tbs ? "signed part" : "key",
                                    ", not the whole certificate: ", match.how));
  finding.params = params;
  const LeafHashMode mode = in.policy.device.leaf_hash;
  if (mode == LeafHashMode::spki || (tbs && mode == LeafHashMode::tbs)) out.at_most_warn();
}

std::optional<std::size_t> rom_of(const RuleInput& in) {
  const auto rom = std::find(in.roles.begin(), in.roles.end(), CertificateRole::rom_ca);
  if (rom == in.roles.end()) return {};
  return static_cast<std::size_t>(rom - in.roles.begin());
}

void check_upid(const RuleInput& in, Answer& out) {
  if (!in.evidence.device.upid) return out.not_applicable();
  const Bytes& upid = *in.evidence.device.upid;
  if (upid.size() < kUpidSize) {
    out.report("malformed", {}, cat("the UPID has ", upid.size(), " bytes, expected at least ", kUpidSize));
    return;
  }
  const std::optional<std::size_t> rom = rom_of(in);
  if (!rom) {
    out.report("no-rom");
    return;
  }
  const Certificate& certificate = in.path.steps[*rom].certificate;
  const ByteView expected = ByteView(upid).first(kUpidSize);
  const ByteView by_hash = ByteView(certificate->sha256).first(kUpidSize);
  const std::optional<Bytes> by_name = hardware_serial(certificate);
  if (equal_constant_time(expected, by_hash)) return out.detail("by the SHA-256 of the ROM CA certificate");
  if (by_name && by_name->size() == kUpidSize && equal_constant_time(expected, *by_name))
    return out.detail("by hwSerialNum in the ROM CA certificate");

  Finding& finding = out.report("mismatch", rom);
  finding.params = {{"expected", to_hex(expected)}, {"found", to_hex(by_hash)}};
  if (by_name) finding.params.push_back({"found_hw_serial", to_hex(*by_name)});
}

void check_upid_given(const RuleInput& in, Answer& out) {
  if (in.evidence.device.upid) return;
  out.report("no-upid");
}

void check_binding(const RuleInput& in, Answer& out) {
  const DeviceFacts& device = in.evidence.device;
  if (device.upid || device.leaf_hash || is_pinned(device)) return;
  if (in.question.host && for_lone(in)) return;  // rule enterprise.name compares it
  out.report("unbound");
}

/// check_uncompared fails when a device fact was given and no rule compared it.
void check_uncompared(const RuleInput& in, Answer& out) {
  struct Fact {
    RuleId rule;
    std::string_view what;
    bool given;
  };
  const DeviceFacts& device = in.evidence.device;
  const bool host = in.question.host && in.question.purpose != Purpose::rfc5280;
  const Fact facts[] = {{"device.leaf_hash", "leaf hash", device.leaf_hash.has_value()},
                        {"device.upid", "UPID", device.upid.has_value()},
                        {"phase.pin", "pin", is_pinned(device)},
                        {"enterprise.name", "name", host}};
  for (const Fact& fact : facts) {
    const bool compared = std::any_of(in.answers.begin(), in.answers.end(), [&](const RuleAnswer& said) {
      return said.rule == fact.rule &&
             (said.answer == RuleAnswer::Kind::pass || said.answer == RuleAnswer::Kind::finding);
    });
    if (!fact.given || compared) continue;
    out.report("uncompared", {},
               cat("the ", fact.what, " given was not compared: this chain has no counterpart to it"));
  }
}

constexpr Reason kLeafHash[] = {
    {"malformed", "malformed leaf hash, expected a raw or hexadecimal one", ""},
    {"mismatch", "the leaf's hash is not the one that the firmware returned",
     "another device may have answered; if the firmware signs its leaf anew on each request, set device.leaf_hash in "
     "the policy"},
    {"tbs-only", "the firmware's leaf hash matches only the leaf's signed part",
     "if the firmware signs its leaf anew on each request, set device.leaf_hash in the policy"},
    {"spki-only", "the firmware's leaf hash matches only the leaf's key",
     "if the firmware signs its leaf anew on each request, set device.leaf_hash in the policy"}};
constexpr Reason kUpid[] = {
    {"malformed", "the UPID is too short", ""},
    {"mismatch", "the UPID is not that of the chain's device",
     "read the UPID again on the machine that presented the chain"},
    {"no-rom", "missing ROM CA certificate on the path to compare the UPID with",
     "a DICE chain (AMT 22) has no ROM CA: verify it without the UPID; of any other chain present every certificate"}};
constexpr Reason kUpidGiven[] = {{"no-upid", "missing UPID: the chain is not tied to a machine",
                                  "give --upid as read over HECI on the machine itself"}};
constexpr Reason kBinding[] = {{"unbound",
                                "missing UPID and leaf hash: the verdict is about this chain, not about this machine",
                                "give --upid and --leaf-hash as read over HECI on the machine itself"}};
constexpr Reason kUncompared[] = {{"uncompared", "a fact given was not compared: this chain has no counterpart to it",
                                   "leave it out, or choose a purpose and phase that use it"}};

constexpr Rule kDeviceRules[] = {
    {{"device.leaf_hash",
      "The leaf's hash is the one that the firmware returned.",
      "Intel AMT SDK, CFG_StartConfigurationHBased; docs/hierarchy.md 7",
      Severity::fail,
      Severity::warn,
      kLeafHash,
      {"leaf-hash-tbs", "leaf-hash"}},
     for_device,
     check_leaf_hash},
    {{"device.upid",
      "The UPID read from the machine matches the ROM CA certificate of the path.",
      "Intel AMT SDK, On Die Certificate Authority; docs/hierarchy.md 7",
      Severity::fail,
      Severity::fail,
      kUpid,
      {"upid-short", "upid"}},
     for_device,
     check_upid},
    {{"device.upid_given",
      "The UPID read from the machine was given.",
      "docs/hierarchy.md 7",
      Severity::off,
      Severity::off,
      kUpidGiven,
      {"upid-not-given", "upid-given"}},
     for_device,
     check_upid_given},
    {{"device.binding",
      "A UPID, leaf hash, pin or name binds the chain to the machine.",
      "docs/hierarchy.md 7",
      Severity::note,
      Severity::off,
      kBinding,
      {"upid-not-given", "upid-given"}},
     for_device,
     check_binding},
    {{"device.uncompared",
      "Every fact given about the device was compared with the chain.",
      "docs/verifying.md",
      Severity::fail,
      Severity::fail,
      kUncompared,
      {"name-not-compared", "odca-after-activation"}},
     with_anchor,
     check_uncompared},
};

}  // namespace

std::span<const Rule> device_rules() { return kDeviceRules; }

}  // namespace odca
