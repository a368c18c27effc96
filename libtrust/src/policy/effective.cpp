// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// effective_yaml: a policy printed with every key, in one order, so that two policies can be compared as text.
#include <algorithm>
#include <span>

#include "base/text.h"
#include "odca/policy_file.h"
#include "odca/rule_catalog.h"
#include "odca/time.h"
#include "policy/vocabulary.h"

namespace odca {
namespace {

// Single quotes need no escapes but for themselves, and keep every text from meaning something else.
std::string yaml_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

std::string_view severity_name(Severity severity) {
  return kSeverityNames[static_cast<std::size_t>(severity)];  // the table is indexed by the enumeration
}

template <class Kind>
std::string kinds(const std::vector<Kind>& list, std::span<const std::string_view> names) {
  std::string out;
  for (const Kind kind : list) {
    if (kind == Kind::unsupported) continue;
    const std::string_view name = names[static_cast<std::size_t>(kind) - 1];  // tables leave out `unsupported`
    out += cat(out.empty() ? "" : ", ", name);
  }
  return cat('[', out, ']');
}

// A sequence of quoted texts, one on a line.
std::string block(const std::vector<std::string>& texts, std::string_view indent) {
  if (texts.empty()) return " []\n";
  std::string out = "\n";
  for (const std::string& text : texts) out += cat(indent, "- ", yaml_text(text), '\n');
  return out;
}

std::string trust(const TrustChoice& choice) {
  std::string out = cat("trust:\n  source: ", to_string(choice.source), '\n');
  if (!choice.path.empty()) out += cat("  path: ", yaml_text(choice.path.string()), '\n');
  std::vector<std::string> roles;
  for (const SystemRole role : choice.system_roles) roles.emplace_back(to_string(role));
  out += cat("  system_roles:", block(roles, "    "));
  const std::string_view installed = kInstalledNames[static_cast<std::size_t>(choice.installed)];
  return out + cat("  installed: ", installed, '\n');
}

std::string rules(const Policy& policy) {
  std::string out = "rules:\n";
  for (const RuleInfo& rule : rule_catalog()) {
    const Severity severity = severity_of(policy, rule.id);
    out += cat("  ", rule.id, ": ", severity_name(severity));
    if (severity != rule.severity) out += cat("  # default ", severity_name(rule.severity));
    out += '\n';
  }
  return out;
}

std::string limits(const Limits& limits) {
  std::string out = "limits:\n";
  for (const LimitKey& limit : kLimitKeys) out += cat("  ", limit.key, ": ", limits.*limit.value, '\n');
  return out;
}

std::string algorithms(const AlgorithmPolicy& policy) {
  return cat("algorithms:\n  odca:\n    signatures: ", kinds(policy.odca_signatures, kSignatureNames),
             "\n    ca_keys: ", kinds(policy.odca_ca_keys, kKeyNames),
             "\n    leaf_keys: ", kinds(policy.odca_leaf_keys, kKeyNames),
             "\n  rfc5280:\n    signatures: ", kinds(policy.rfc5280_signatures, kSignatureNames),
             "\n    keys: ", kinds(policy.rfc5280_keys, kKeyNames), "\n  rsa_min_bits: ", policy.rsa_min_bits, '\n');
}

std::string leaf_names(const Policy& policy) {
  if (policy.leaf_names.empty()) return "leaf_names: {}\n";
  std::string out = "leaf_names:\n";
  for (const auto& [purpose, names] : policy.leaf_names) out += cat("  ", purpose, ':', block(names, "    "));
  return out;
}

std::string lab(const LabAllowances& lab) {
  std::vector<std::string> keys;
  for (const Fingerprint& key : lab.keys) keys.push_back(to_hex(key));
  return cat("lab:\n  classes:", block(lab.classes, "    "), "  keys:", block(keys, "    "));
}

std::string match(const Exception& exception) {
  std::string out;
  if (exception.rom_sha256) out += cat("      rom: '", to_hex(*exception.rom_sha256), "'\n");
  if (exception.leaf_spki_sha256) out += cat("      leaf_spki: '", to_hex(*exception.leaf_spki_sha256), "'\n");
  if (!exception.platform.empty()) out += cat("      platform: ", yaml_text(exception.platform), '\n');
  return out;
}

std::string day(std::string_view key, const std::optional<Time>& time) {
  return time ? cat("    ", key, ": ", format_time(*time).substr(0, 10), '\n') : std::string();
}

std::string exceptions(const std::vector<Exception>& list) {
  if (list.empty()) return "exceptions: []\n";
  std::string out = "exceptions:\n";
  for (const Exception& exception : list)
    out += cat("  - rule: ", exception.rule, "\n    match:\n", match(exception),
               "    reason: ", yaml_text(exception.reason), '\n', day("from", exception.from),
               day("until", exception.until));
  return out;
}

}  // namespace

std::string effective_yaml(const Policy& policy) {
  const auto& max_age = policy.revocation.max_age_days;
  return cat("name: ", yaml_text(policy.name), '\n', trust(policy.trust), rules(policy), limits(policy.limits),
             algorithms(policy.algorithms),
             "revocation:\n  max_age_days: ", max_age ? std::to_string(*max_age) : "none",
             "\n  dump_crls: ", kDumpCrlsNames[static_cast<std::size_t>(policy.revocation.dump_crls)],
             "\ndevice:\n  leaf_hash: ", kLeafHashNames[static_cast<std::size_t>(policy.device.leaf_hash)], '\n',
             leaf_names(policy), lab(policy.lab), exceptions(policy.exceptions));
}

}  // namespace odca
