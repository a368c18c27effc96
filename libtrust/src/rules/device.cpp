// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about facts learnt over another channel, which bind the chain to this one machine.
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
               cat("the leaf hash of ", given.field.size(), " bytes is neither a raw nor a hexadecimal ",
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
                                cat("the hash that the firmware returned fits the leaf's ", tbs ? "signed part" : "key",
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
    out.report("mismatch", {}, "a UPID was given, but no ROM CA certificate is on the path to compare it with")
        .hint.clear();
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

/// check_uncompared: a yes must not rest on a fact that was given and not heard.
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
    out.report("uncompared", {}, cat("a ", fact.what, " was given, and nothing in this chain can be compared with it"));
  }
}

constexpr Reason kLeafHash[] = {
    {"malformed", "the leaf hash is neither a raw nor a hexadecimal hash", ""},
    {"mismatch", "the leaf is not the one whose hash the firmware returned",
     "another certificate than the device's may have answered; firmware that signs its leaf anew on each request is "
     "served by device.leaf_hash in the policy"},
    {"tbs-only", "the hash that the firmware returned fits the leaf's signed part, not the whole certificate",
     "device.leaf_hash in the policy accepts this for firmware that signs its leaf anew on each request"},
    {"spki-only", "the hash that the firmware returned fits the leaf's key, not the whole certificate",
     "device.leaf_hash in the policy accepts this for firmware that signs its leaf anew on each request"}};
constexpr Reason kUpid[] = {{"malformed", "the UPID is too short", ""},
                            {"mismatch", "the UPID belongs to another device than this chain",
                             "read the UPID again on the machine that presented the chain"}};
constexpr Reason kUpidGiven[] = {{"no-upid", "no UPID was given, so nothing says which machine's chain this is",
                                  "give --upid as read over HECI on the machine itself"}};
constexpr Reason kBinding[] = {
    {"unbound", "neither a UPID nor a leaf hash was given: the verdict is about this chain, not about this machine",
     "give --upid and --leaf-hash as read over HECI on the machine itself"}};
constexpr Reason kUncompared[] = {{"uncompared", "a fact was given, and nothing in this chain can be compared with it",
                                   "leave it out, or ask for the purpose and phase in which it has a meaning"}};

constexpr Rule kRules[] = {
    {{"device.leaf_hash",
      "The leaf is the one whose hash the firmware returned.",
      "Intel AMT SDK, CFG_StartConfigurationHBased; docs/hierarchy.md 7",
      Severity::fail,
      Severity::warn,
      kLeafHash,
      {"leaf-hash-tbs", "leaf-hash"}},
     for_device,
     check_leaf_hash},
    {{"device.upid",
      "The UPID read from the machine belongs to the ROM CA certificate of the path.",
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
      "Something read from the machine itself binds the chain to it.",
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

std::span<const Rule> device_rules() { return kRules; }

}  // namespace odca
