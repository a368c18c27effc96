// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// parse_policy: from a strict YAML tree to a Policy. One function for each key of the file; every refusal names its
// line.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "odca/policy_file.h"
#include "odca/rule_catalog.h"
#include "odca/time.h"
#include "os/path_walk.h"
#include "policy/vocabulary.h"
#include "yaml/yaml.h"

namespace odca {
namespace {

using yaml::Empty;
using yaml::Fields;
using yaml::Node;

// Reads the value of a key that may be absent into `to`.
template <class To>
Status if_present(const Fields& fields, std::string_view key, Status (*read)(const Node&, To&), To& to) {
  const Node* const node = fields.find(key);
  if (node == nullptr) return {};
  return read(*node, to);
}

// Reads a sequence of names, each once, as their indices.
Result<std::vector<std::size_t>> read_choices(const Node& node, std::span<const std::string_view> names, Empty empty) {
  ODCA_TRY_ASSIGN(const std::span<const Node> items, node.as_sequence(empty));
  std::vector<std::size_t> chosen;
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(const std::size_t index, item.as_choice(names));
    if (std::find(chosen.begin(), chosen.end(), index) != chosen.end())
      return item.error(cat("duplicate value ", item.describe()));
    chosen.push_back(index);
  }
  return chosen;
}

Result<std::vector<std::string>> read_names(const Node& node, std::span<const std::string_view> names, Empty empty) {
  ODCA_TRY_ASSIGN(const std::vector<std::size_t> chosen, read_choices(node, names, empty));
  std::vector<std::string> out;
  for (const std::size_t index : chosen) out.emplace_back(names[index]);
  return out;
}

// Signature and key kinds: the tables leave out the first enumerator, `unsupported`.
template <class Kind>
Status read_kinds(const Node& node, std::span<const std::string_view> names, std::vector<Kind>& out) {
  ODCA_TRY_ASSIGN(const std::vector<std::size_t> chosen, read_choices(node, names, Empty::refused));
  out.clear();
  for (const std::size_t index : chosen) out.push_back(static_cast<Kind>(index + 1));  // table position to enumerator
  return {};
}

const RuleInfo* known_rule(const Node& node) {
  return node.kind() == Node::Kind::scalar ? find_rule(node.text()) : nullptr;
}

Error unknown_rule(const Node& node) {
  std::vector<std::string_view> ids;
  for (const RuleInfo& rule : rule_catalog()) ids.push_back(rule.id);
  std::string hint = yaml::did_you_mean(node.text(), ids);
  if (hint.empty()) hint = "'odca-verify rules' lists every rule";
  return node.error(cat("unknown rule ", node.describe()), std::move(hint), "unknown-rule");
}

std::string_view name_of(Severity severity) {
  return kSeverityNames[static_cast<std::size_t>(severity)];  // the table is indexed by the enumeration
}

Status read_name(const Node& node, Policy& policy) {
  ODCA_TRY_ASSIGN(policy.name, node.as_line(kNameBytes));
  return {};
}

Status read_source(const Node& node, TrustChoice& trust) {
  ODCA_TRY_ASSIGN(const std::size_t index, node.as_choice(kSourceNames));
  trust.source = static_cast<SourceKind>(index);  // the table is indexed by the enumeration
  return {};
}

Status read_system_roles(const Node& node, TrustChoice& trust) {
  ODCA_TRY_ASSIGN(const std::vector<std::size_t> chosen, read_choices(node, kSystemRoleNames, Empty::allowed));
  trust.system_roles.clear();
  for (const std::size_t index : chosen)
    trust.system_roles.push_back(static_cast<SystemRole>(index));  // the table is indexed by the enumeration
  return {};
}

Status read_installed(const Node& node, TrustChoice& trust) {
  ODCA_TRY_ASSIGN(const std::size_t index, node.as_choice(kInstalledNames));
  trust.installed = static_cast<InstalledDemand>(index);  // the table is indexed by the enumeration
  return {};
}

Status read_trust(const Node& node, Policy& policy) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"source", "path", "system_roles", "installed"}));
  TrustChoice& trust = policy.trust;
  ODCA_TRY(if_present(fields, "source", read_source, trust));
  ODCA_TRY(if_present(fields, "system_roles", read_system_roles, trust));
  ODCA_TRY(if_present(fields, "installed", read_installed, trust));
  const Node* const path = fields.find("path");
  if (trust.source == SourceKind::custom && path == nullptr)
    return node.error("missing key 'path', which source 'custom' needs", "name a file or folder of certificates",
                      "missing-key");
  if (path == nullptr) return {};
  if (trust.source != SourceKind::custom)
    return path->error(cat("expected no path with source ", quote(to_string(trust.source))),
                       "write 'source: custom', or remove the path");
  ODCA_TRY_ASSIGN(trust.path, path->as_line(kPathBytes));
  return {};
}

// A severity below the floor is an error and never a silent clamp: who wrote it believes that it holds.
Status read_severity(const RuleInfo& rule, const Node& value, Policy& policy) {
  ODCA_TRY_ASSIGN(const std::size_t index, value.as_choice(kSeverityNames));
  const auto chosen = static_cast<Severity>(index);  // the table is indexed by the enumeration
  if (chosen > rule.floor)
    return value.error(
        cat("expected ", quote(name_of(rule.floor)), rule.floor == Severity::fail ? "" : " or stricter", " for rule ",
            quote(rule.id), ", whose floor is ", quote(name_of(rule.floor)), ", found ", value.describe()),
        "no policy lowers a rule below its floor; 'odca-verify rules' lists the floors", "floor");
  if (chosen != rule.severity) policy.rules.emplace(rule.id, chosen);
  return {};
}

Status read_rules(const Node& node, Policy& policy) {
  if (node.kind() != Node::Kind::mapping) return node.error("expected a mapping, found " + node.describe());
  for (std::size_t i = 0; i < node.keys().size(); ++i) {
    const Node& key = node.keys()[i];
    const RuleInfo* const rule = known_rule(key);
    if (rule == nullptr) return unknown_rule(key);
    ODCA_TRY(read_severity(*rule, node.items()[i], policy));
  }
  return {};
}

Status read_limits(const Node& node, Policy& policy) {
  ODCA_TRY_ASSIGN(
      const Fields fields,
      Fields::of(node, {"input_bytes", "certificates", "crls", "certificate_bytes", "crl_bytes", "der_depth",
                        "general_names", "distribution_points", "path_length", "signature_checks", "search_steps"}));
  for (const LimitKey& limit : kLimitKeys) {
    const Node* const value = fields.find(limit.key);
    if (value == nullptr) continue;
    ODCA_TRY_ASSIGN(policy.limits.*limit.value, value->as_unsigned(1, limit.max));
  }
  return {};
}

Status read_signatures(const Node& node, std::vector<SignatureKind>& to) {
  return read_kinds(node, kSignatureNames, to);
}

Status read_keys(const Node& node, std::vector<KeyKind>& to) { return read_kinds(node, kKeyNames, to); }

Status read_odca_algorithms(const Node& node, AlgorithmPolicy& to) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"signatures", "ca_keys", "leaf_keys"}));
  ODCA_TRY(if_present(fields, "signatures", read_signatures, to.odca_signatures));
  ODCA_TRY(if_present(fields, "ca_keys", read_keys, to.odca_ca_keys));
  return if_present(fields, "leaf_keys", read_keys, to.odca_leaf_keys);
}

Status read_rfc5280_algorithms(const Node& node, AlgorithmPolicy& to) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"signatures", "keys"}));
  ODCA_TRY(if_present(fields, "signatures", read_signatures, to.rfc5280_signatures));
  return if_present(fields, "keys", read_keys, to.rfc5280_keys);
}

Status read_rsa_min_bits(const Node& node, AlgorithmPolicy& to) {
  ODCA_TRY_ASSIGN(const std::uint64_t bits, node.as_unsigned(kRsaBitsMin, kRsaBitsMax));
  to.rsa_min_bits = static_cast<unsigned>(bits);  // at most kRsaBitsMax
  return {};
}

Status read_algorithms(const Node& node, Policy& policy) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"odca", "rfc5280", "rsa_min_bits"}));
  ODCA_TRY(if_present(fields, "odca", read_odca_algorithms, policy.algorithms));
  ODCA_TRY(if_present(fields, "rfc5280", read_rfc5280_algorithms, policy.algorithms));
  return if_present(fields, "rsa_min_bits", read_rsa_min_bits, policy.algorithms);
}

Status read_max_age(const Node& node, RevocationPolicy& revocation) {
  revocation.max_age_days.reset();
  if (node.text() == "none") return {};
  ODCA_TRY_ASSIGN(const std::uint64_t days, node.as_unsigned(1, kMaxAgeDaysMax));
  revocation.max_age_days = static_cast<unsigned>(days);  // at most kMaxAgeDaysMax
  return {};
}

Status read_dump_crls(const Node& node, RevocationPolicy& revocation) {
  ODCA_TRY_ASSIGN(const std::size_t index, node.as_choice(kDumpCrlsNames));
  revocation.dump_crls = static_cast<DumpCrls>(index);  // the table is indexed by the enumeration
  return {};
}

Status read_revocation(const Node& node, Policy& policy) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"max_age_days", "dump_crls"}));
  ODCA_TRY(if_present(fields, "max_age_days", read_max_age, policy.revocation));
  return if_present(fields, "dump_crls", read_dump_crls, policy.revocation);
}

Status read_leaf_hash(const Node& node, DevicePolicy& device) {
  ODCA_TRY_ASSIGN(const std::size_t index, node.as_choice(kLeafHashNames));
  device.leaf_hash = static_cast<LeafHashMode>(index);  // the table is indexed by the enumeration
  return {};
}

Status read_device(const Node& node, Policy& policy) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"leaf_hash"}));
  return if_present(fields, "leaf_hash", read_leaf_hash, policy.device);
}

Status read_leaf_names(const Node& node, Policy& policy) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"amt-activation", "amt-wsman", "amt-auditlog"}));
  for (const std::string_view purpose : kNamedPurposes) {
    const Node* const value = fields.find(purpose);
    if (value == nullptr) continue;
    ODCA_TRY_ASSIGN(std::vector<std::string> names, value->as_lines(Empty::refused, kLeafNameBytes));
    policy.leaf_names.emplace(purpose, std::move(names));
  }
  return {};
}

Status read_lab_classes(const Node& node, LabAllowances& lab) {
  ODCA_TRY_ASSIGN(lab.classes, read_names(node, kLabClasses, Empty::allowed));
  return {};
}

Status read_lab_keys(const Node& node, LabAllowances& lab) {
  ODCA_TRY_ASSIGN(const std::span<const Node> items, node.as_sequence(Empty::allowed));
  std::set<Fingerprint> seen;
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(const Fingerprint key, item.as_hex32());
    if (!seen.insert(key).second) return item.error("duplicate key " + item.describe());
    lab.keys.push_back(key);
  }
  return {};
}

Status read_lab(const Node& node, Policy& policy) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"classes", "keys"}));
  ODCA_TRY(if_present(fields, "classes", read_lab_classes, policy.lab));
  return if_present(fields, "keys", read_lab_keys, policy.lab);
}

// Platform tokens are those of certificate names: "TGL", "LNL", "EBG".
bool is_platform(std::string_view text) {
  return text.size() >= 2 && text.size() <= 8 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

Status read_rom(const Node& node, Exception& exception) {
  ODCA_TRY_ASSIGN(exception.rom_sha256, node.as_hex32());
  return {};
}

Status read_leaf_spki(const Node& node, Exception& exception) {
  ODCA_TRY_ASSIGN(exception.leaf_spki_sha256, node.as_hex32());
  return {};
}

Status read_platform(const Node& node, Exception& exception) {
  if (!is_platform(node.text()))
    return node.error("expected a platform such as 'TGL', two to eight capital letters or digits, found " +
                      node.describe());
  exception.platform = node.text();
  return {};
}

Status read_match(const Node& node, Exception& exception) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"rom", "leaf_spki", "platform"}));
  if (node.keys().size() != 1)
    return node.error(cat("expected exactly one of 'rom', 'leaf_spki' and 'platform', found ", node.keys().size()),
                      "write one exception for each device or platform", "match");
  ODCA_TRY(if_present(fields, "rom", read_rom, exception));
  ODCA_TRY(if_present(fields, "leaf_spki", read_leaf_spki, exception));
  return if_present(fields, "platform", read_platform, exception);
}

Status read_excepted_rule(const Node& node, Exception& exception) {
  const RuleInfo* const rule = known_rule(node);
  if (rule == nullptr) return unknown_rule(node);
  if (rule->floor == Severity::fail)
    return node.error(cat("expected a rule that allows exceptions, found ", quote(rule->id)),
                      "the floor of this rule is 'fail': no exception lowers it", "floor");
  if (rule->id.text().starts_with("policy."))
    return node.error(cat("expected a rule about chains, found ", quote(rule->id), ", which is about exceptions"), {},
                      "floor");
  exception.rule = rule->id;
  return {};
}

Time two_years_after(Time day) {
  const std::chrono::year_month_day later =
      std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(day)} + std::chrono::years(2);
  return std::chrono::sys_days{later.ok() ? later : later.year() / later.month() / std::chrono::last};
}

// Reads the days between which an exception holds. An exception without a begin is measured from this release; one that
// was agreed on later says so, and so no exception is without end.
Status read_span(const Fields& fields, Exception& exception) {
  ODCA_TRY_ASSIGN(const Node* const until, fields.require("until"));
  ODCA_TRY_ASSIGN(const Time last_day, until->as_date());
  exception.until = last_day + std::chrono::days(1) - std::chrono::seconds(1);
  const Node* const from = fields.find("from");
  if (from == nullptr) {
    if (last_day <= kLastEndWithoutBegin) return {};
    return until->error(cat("expected an end by ", format_time(kLastEndWithoutBegin).substr(0, 10),
                            ", two years after this release, found ", until->describe()),
                        "choose an earlier end; an exception that begins later than this release says so with 'from'",
                        "no-end");
  }
  ODCA_TRY_ASSIGN(exception.from, from->as_date());
  if (*exception.from > last_day) return from->error(cat("expected a day not after 'until', found ", from->describe()));
  if (last_day > two_years_after(*exception.from))
    return until->error(cat("expected an end within two years of 'from', ", format_time(*exception.from).substr(0, 10),
                            ", found ", until->describe()),
                        "choose an earlier end, and agree on a new one then", "no-end");
  return {};
}

Result<Exception> read_exception(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"rule", "match", "reason", "from", "until"}));
  Exception exception;
  ODCA_TRY_ASSIGN(const Node* const rule, fields.require("rule"));
  ODCA_TRY(read_excepted_rule(*rule, exception));
  ODCA_TRY_ASSIGN(const Node* const match, fields.require("match"));
  ODCA_TRY(read_match(*match, exception));
  ODCA_TRY_ASSIGN(const Node* const reason, fields.require("reason"));
  ODCA_TRY_ASSIGN(exception.reason, reason->as_line(kReasonBytes));
  ODCA_TRY(read_span(fields, exception));
  return exception;
}

bool same_scope(const Exception& a, const Exception& b) {
  return a.rule == b.rule && a.rom_sha256 == b.rom_sha256 && a.leaf_spki_sha256 == b.leaf_spki_sha256 &&
         a.platform == b.platform;
}

Status read_exceptions(const Node& node, Policy& policy) {
  ODCA_TRY_ASSIGN(const std::span<const Node> items, node.as_sequence(Empty::allowed));
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(Exception exception, read_exception(item));
    const bool again = std::any_of(policy.exceptions.begin(), policy.exceptions.end(),
                                   [&](const Exception& other) { return same_scope(exception, other); });
    if (again)
      return item.error("duplicate exception: another has the same rule and match",
                        "keep the one whose end date holds");
    policy.exceptions.push_back(std::move(exception));
  }
  return {};
}

/// seen_as folds a name to what a reader takes it for: letters and digits alone, those that look alike as one, and '?'
/// for each letter with a mark.
std::string seen_as(std::string_view name) {
  std::string seen;
  for (const char c : name) {
    const auto octet = static_cast<std::uint8_t>(c);                                             // of UTF-8
    const char lower = c >= 'A' && c <= 'Z' && c != 'I' ? static_cast<char>(c - 'A' + 'a') : c;  // stays in a to z
    if (octet >= 0xc0)
      seen.push_back('?');
    else if (lower == 'I' || lower == 'i' || lower == '1' || lower == '|' || lower == '!')
      seen.push_back('l');
    else if (lower == '0')
      seen.push_back('o');
    else if (lower == '3')
      seen.push_back('e');
    else if ((lower >= 'a' && lower <= 'z') || (lower >= '2' && lower <= '9'))
      seen.push_back(lower);
  }
  return seen;
}

/// seems tells whether a name begins with a word, or with something that could be read as it.
bool seems(std::string_view name, std::string_view word) {
  const std::string seen = seen_as(name);
  return seen.size() >= word.size() &&
         std::equal(word.begin(), word.end(), seen.begin(), [](char expected, char found) {
           return found == '?' || found == (expected == 'i' ? 'l' : expected);
         });
}

/// looks_latin: other scripts have letters that look like those of ASCII. U+00C0 to U+024F are written with the lead
/// octets 0xC3 to 0xC9 (RFC 3629 3); that of U+0240 to U+027F brings nothing that does.
bool looks_latin(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    const auto octet = static_cast<std::uint8_t>(c);  // the octet of UTF-8
    return (octet >= 0x20 && octet < 0x7f) || (octet >= 0x80 && octet < 0xc0) || (octet >= 0xc3 && octet <= 0xc9);
  });
}

/// check_name keeps a file from passing for the policy that is compiled in, which reports and people know by its name.
Status check_name(const Node& name, const Policy& policy) {
  if (policy == default_policy()) return {};
  if (!looks_latin(policy.name))
    return name.error(cat("expected a name in Latin letters, found ", name.describe()),
                      "use Latin letters: reports name their policy, and letters of other scripts can look alike",
                      "reserved-name");
  if (!seems(policy.name, "default") && !seems(policy.name, "compiled")) return {};
  return name.error(cat("reserved name ", name.describe(),
                        ": it reads like that of the compiled-in policy, from which this one differs"),
                    "give this policy another name; reports say by which policy they were made", "reserved-name");
}

}  // namespace

Result<Policy> parse_policy(std::string_view text, std::string_view origin) {
  ODCA_TRY_ASSIGN(const Node root, yaml::parse(text, origin));
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(root, {"name", "trust", "rules", "limits", "algorithms", "revocation",
                                                         "device", "leaf_names", "lab", "exceptions"}));
  Policy policy = default_policy();
  ODCA_TRY_ASSIGN(const Node* const name, fields.require("name"));
  ODCA_TRY(read_name(*name, policy));
  ODCA_TRY(if_present(fields, "trust", read_trust, policy));
  ODCA_TRY(if_present(fields, "rules", read_rules, policy));
  ODCA_TRY(if_present(fields, "limits", read_limits, policy));
  ODCA_TRY(if_present(fields, "algorithms", read_algorithms, policy));
  ODCA_TRY(if_present(fields, "revocation", read_revocation, policy));
  ODCA_TRY(if_present(fields, "device", read_device, policy));
  ODCA_TRY(if_present(fields, "leaf_names", read_leaf_names, policy));
  ODCA_TRY(if_present(fields, "lab", read_lab, policy));
  ODCA_TRY(if_present(fields, "exceptions", read_exceptions, policy));
  ODCA_TRY(check_name(*name, policy));
  return policy;
}

Result<Policy> load_policy(const std::filesystem::path& path) {
  ODCA_TRY_ASSIGN(const TrustedFile file, read_trusted_file(path, yaml::kMaxBytes));
  return parse_policy(as_text(file.content), path.string());
}

}  // namespace odca
