// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "vector_case.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "odca/policy_file.h"
#include "os/file.h"
#include "source/installed_trust.h"
#include "yaml/yaml.h"

namespace odca::vectors {
namespace {

using yaml::Fields;
using yaml::Node;

constexpr std::size_t kMaxFile = 4U << 20U;

std::filesystem::path chains_folder() { return std::filesystem::path(ODCA_SOURCE_DIR) / "tests/vectors/chains"; }

Result<std::string> read_text(const std::filesystem::path& file) {
  ODCA_TRY_ASSIGN(const Bytes content, read_file(file, kMaxFile));
  return std::string(as_text(content));
}

Result<std::filesystem::path> read_path(const Node& node, const std::filesystem::path& folder) {
  ODCA_TRY_ASSIGN(const std::string text, node.as_line());
  const std::filesystem::path path = (folder / text).lexically_normal();
  if (!std::filesystem::exists(path)) return node.error(cat("no such file: ", quote(path.string())));
  return path;
}

Result<LeafHash> read_leaf_hash(const Node& node) {
  ODCA_TRY_ASSIGN(const std::string text, node.as_line());
  const std::size_t colon = text.find(':');
  const std::string algorithm = colon == std::string::npos ? "" : text.substr(0, colon);
  LeafHash hash;
  if (algorithm == "sha256") hash.algorithm = LeafHash::Algorithm::sha256;
  if (algorithm == "sha384") hash.algorithm = LeafHash::Algorithm::sha384;
  const auto field = from_hex(algorithm.empty() ? text : text.substr(colon + 1));
  if (!field) return node.error("expected hexadecimal digits, with 'sha256:' or 'sha384:' before them");
  hash.field = *field;
  return hash;
}

/// with reads the value of a key that may be absent.
template <class Read>
Status with(const Fields& fields, std::string_view key, Read read) {
  const Node* const node = fields.find(key);
  return node == nullptr ? Status{} : read(*node);
}

Result<bool> flag(const Node& node) { return node.as_bool(); }
Result<std::string> line(const Node& node) { return node.as_line(); }
Result<std::vector<std::string>> lines(const Node& node) {
  ODCA_TRY_ASSIGN(const std::span<const Node> items, node.as_sequence());
  std::vector<std::string> texts;
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(std::string text, item.as_line());
    texts.push_back(std::move(text));
  }
  return texts;
}
Result<Bytes> hex(const Node& node) { return node.as_hex(); }
Result<Fingerprint> hex32(const Node& node) { return node.as_hex32(); }

/// into makes a reader that stores what `convert` returns.
template <class Convert, class Target>
auto into(Convert convert, Target& target) {
  return [convert, &target](const Node& node) -> Status {
    ODCA_TRY_ASSIGN(target, convert(node));
    return {};
  };
}

template <class Parse, class Target>
auto named(Parse parse, Target& target) {
  return [parse, &target](const Node& node) -> Status {
    const auto value = parse(node.text());
    if (!value) return node.error(cat("not known: ", quote(node.text())));
    target = *value;
    return {};
  };
}

Status read_question(const Fields& fields, VectorCase& vector) {
  Question& question = vector.question;
  DeviceFacts& device = vector.device;
  ODCA_TRY_ASSIGN(const Node* const at, fields.require("at"));
  ODCA_TRY_ASSIGN(question.at, at->as_time());
  ODCA_TRY(with(fields, "purpose", named(purpose_from, question.purpose)));
  ODCA_TRY(with(fields, "phase", named(phase_from, question.phase)));
  ODCA_TRY(with(fields, "host_clock", into(flag, question.at_is_host_clock)));
  ODCA_TRY(with(fields, "target", into(hex32, question.target)));
  ODCA_TRY(with(fields, "target_may_be_ca", into(flag, question.target_may_be_ca)));
  ODCA_TRY(with(fields, "name", into(line, question.host)));
  ODCA_TRY(with(fields, "eku", into(line, question.eku)));
  ODCA_TRY(with(fields, "max_depth", [&](const Node& node) -> Status {
    ODCA_TRY_ASSIGN(question.max_depth, node.as_unsigned(0, 255));
    return {};
  }));
  ODCA_TRY(with(fields, "amt_version", [&](const Node& node) -> Status {
    ODCA_TRY_ASSIGN(const std::uint64_t version, node.as_unsigned(1, 255));
    device.amt_version = static_cast<unsigned>(version);  // at most 255
    return {};
  }));
  ODCA_TRY(with(fields, "leaf_hash", into(read_leaf_hash, device.leaf_hash)));
  ODCA_TRY(with(fields, "upid", into(hex, device.upid)));
  ODCA_TRY(with(fields, "pin", into(hex32, device.pin_spki)));
  return with(fields, "pin_certificate", into(hex32, device.pin_certificate));
}

Status read_conditions(const Node& node, VectorCase& vector) {
  using Kind = TrustCondition::Kind;
  constexpr Kind kKinds[] = {Kind::degraded, Kind::equivocation, Kind::stale, Kind::rolled_back, Kind::distrust_lost};
  std::array<std::string_view, std::size(kKinds)> names{};
  std::transform(std::begin(kKinds), std::end(kKinds), names.begin(), [](Kind kind) { return to_string(kind); });
  ODCA_TRY_ASSIGN(const std::span<const Node> items, node.as_sequence());
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(const std::size_t index, item.as_choice(names));
    vector.conditions.push_back({.kind = kKinds[index],
                                 .message = cat("the installed trust has the condition ", quote(names[index])),
                                 .hint = "see trust-bundle status"});
  }
  return {};
}

Status read_policy(const Fields& fields, VectorCase& vector) {
  vector.policy = default_policy();
  ODCA_TRY(with(fields, "policy", [&](const Node& node) -> Status {
    ODCA_TRY_ASSIGN(const std::filesystem::path file, read_path(node, vector.folder));
    ODCA_TRY_ASSIGN(vector.policy, load_policy(file));
    return {};
  }));
  ODCA_TRY_ASSIGN(const Node* const trust, fields.require("trust"));
  if (trust->text() == "embedded") {
    vector.policy.trust = {};
    return {};
  }
  vector.policy.trust.source = SourceKind::custom;
  ODCA_TRY_ASSIGN(vector.policy.trust.path, read_path(*trust, vector.folder));
  return {};
}

Status read_answer(const Fields& fields, VectorCase& vector) {
  ODCA_TRY_ASSIGN(const Node* const expect, fields.require("expect"));
  ODCA_TRY_ASSIGN(const std::size_t index, expect->as_choice({"trusted", "rejected", "error"}));
  constexpr Expect kExpects[] = {Expect::trusted, Expect::rejected, Expect::error};
  vector.expect = kExpects[index];
  ODCA_TRY(with(fields, "error", into(line, vector.error)));
  if ((vector.expect == Expect::error) == vector.error.empty())
    return expect->error("'error' goes with 'expect: error', and only with it");
  ODCA_TRY(with(fields, "neighbour", into(line, vector.neighbour)));
  ODCA_TRY(with(fields, "notes", [&](const Node& node) -> Status {
    ODCA_TRY_ASSIGN([[maybe_unused]] const std::size_t only, node.as_choice({"exact"}));
    vector.notes_too = true;
    return {};
  }));
  ODCA_TRY(with(fields, "findings", into(lines, vector.findings)));
  std::sort(vector.findings.begin(), vector.findings.end());
  return {};
}

}  // namespace

std::vector<std::string> all_case_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(chains_folder()))
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

Result<VectorCase> read_case(const std::string& name) {
  VectorCase vector;
  vector.name = name;
  vector.folder = chains_folder() / name;
  const std::filesystem::path file = vector.folder / "case.yaml";
  ODCA_TRY_ASSIGN(const std::string text, read_text(file));
  ODCA_TRY_ASSIGN(const Node root, yaml::parse(text, file.string()));
  ODCA_TRY_ASSIGN(
      const Fields fields,
      Fields::of(root, {"about",   "made_by",  "chain",           "crls",       "trust",     "policy",
                        "purpose", "at",       "phase",           "host_clock", "target",    "target_may_be_ca",
                        "name",    "eku",      "strict",          "max_depth",  "leaf_hash", "amt_version",
                        "upid",    "pin",      "pin_certificate", "expect",     "error",     "neighbour",
                        "notes",   "findings", "conditions"}));
  ODCA_TRY_ASSIGN(const Node* const about, fields.require("about"));
  ODCA_TRY_ASSIGN(vector.about, about->as_line());
  if (!vector.about.ends_with('.')) return about->error("expected a full sentence, with a full stop");
  ODCA_TRY_ASSIGN(const Node* const made_by, fields.require("made_by"));
  ODCA_TRY(read_path(*made_by, chains_folder().parent_path()));
  ODCA_TRY_ASSIGN(const Node* const chain, fields.require("chain"));
  ODCA_TRY_ASSIGN(vector.chain, read_path(*chain, vector.folder));
  ODCA_TRY(with(fields, "crls", [&](const Node& node) -> Status {
    ODCA_TRY_ASSIGN(vector.crls, read_path(node, vector.folder));
    return {};
  }));
  bool strict = false;
  ODCA_TRY(with(fields, "strict", into(flag, strict)));
  vector.strictness = strict ? Strictness::strict : Strictness::default_;
  ODCA_TRY(read_policy(fields, vector));
  ODCA_TRY(with(fields, "conditions", [&](const Node& node) { return read_conditions(node, vector); }));
  ODCA_TRY(read_question(fields, vector));
  ODCA_TRY(read_answer(fields, vector));
  return vector;
}

Result<Evidence> read_evidence(const VectorCase& vector) {
  Evidence evidence;
  for (const std::filesystem::path& file : {vector.chain, vector.crls}) {
    if (file.empty()) continue;
    ODCA_TRY_ASSIGN(const Bytes content, read_file(file, kMaxFile));
    ODCA_TRY_ASSIGN(Dump dump, read_dump(content, file.filename().string(), vector.policy.limits));
    if (file == vector.crls)
      for (PresentedCrl& crl : dump.crls) crl.from = PresentedCrl::From::caller;
    evidence.add(std::move(dump));
  }
  evidence.device = vector.device;
  return evidence;
}

namespace {

/// installed is that of a machine about which these things are to be said.
std::shared_ptr<const InstalledTrust> installed(const VectorCase& vector) {
  InstalledTrust trust = merged_with_embedded({});
  trust.conditions = vector.conditions;
  return std::make_shared<const InstalledTrust>(std::move(trust));
}

}  // namespace

Result<Verifier> make_verifier(const VectorCase& vector, Strictness strictness) {
  ODCA_TRY_ASSIGN(TrustStore store,
                  TrustStore::load(vector.policy.trust, {.policy_dir = vector.folder, .installed = installed(vector)}));
  return Verifier(vector.policy, std::move(store), strictness);
}

std::string line_of(const Finding& finding) {
  return cat(to_string(finding.severity), " ", finding.rule, finding.cert ? cat(" @", *finding.cert) : "",
             finding.reason.empty() ? "" : " ", finding.reason);
}

std::vector<std::string> lines_of(const Verdict& verdict, Severity lowest) {
  std::vector<std::string> lines;
  for (const Finding& finding : verdict.findings)
    if (finding.severity <= lowest) lines.push_back(line_of(finding));
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace odca::vectors
