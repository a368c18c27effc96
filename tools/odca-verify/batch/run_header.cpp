// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/run_header.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "batch/flat_object.h"
#include "json/writer.h"
#include "odca/digest.h"
#include "odca/policy_file.h"

namespace odca::batch {
namespace {

constexpr std::string_view kStart = "{\"schema\":\"odca-batch-run/1\"";

/// Members, each with what it is called in a message.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kMembers = {
    {{"program", "the program"},
     {"purpose", "--purpose"},
     {"phase", "--phase"},
     {"policy", "the policy"},
     {"policy_sha256", "the policy"},
     {"trust", "the trust source"},
     {"trust_sha256", "the trust material"},
     {"crls_sha256", "the CRLs"},
     {"strict", "--strict"},
     {"amt_version", "--amt-version"},
     {"at", "--at"}}};

using Lines = std::vector<std::string>;

std::string digest_of(Lines lines) {
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += cat(line.size(), ':', line, '\n');  // no line can be taken for two
  return to_hex(sha256(as_bytes(all)));
}

std::string text_of(const std::optional<Validity>& validity) {
  return validity ? cat(format_time(validity->not_before), '/', format_time(validity->not_after)) : std::string("-");
}

template <class Number>
std::string text_of(const std::optional<Number>& number) {
  return number ? cat(*number) : std::string("-");
}

std::string line_of(const TrustAnchor& anchor) {
  std::string line =
      cat("anchor ", to_hex(anchor.spki_sha256), ' ', to_hex(anchor.subject.match_key()), ' ', text_of(anchor.validity),
          ' ', to_string(anchor.origin.kind), anchor.origin.os_store ? " os" : "");
  for (const std::string& role : anchor.roles.to_strings()) line += cat(' ', role);
  const AnchorConstraints& constraints = anchor.constraints;
  line += cat(' ', text_of(constraints.path_len), ' ', text_of(constraints.min_amt), ' ', text_of(constraints.max_amt),
              ' ', text_of(constraints.use_window));
  for (const NamePart& part : constraints.first_ca)
    line += cat(' ', part.type, part.prefix ? "^=" : "=", to_hex(as_bytes(part.value)));
  if (anchor.certificate) line += cat(' ', to_hex((*anchor.certificate)->sha256));
  return line;
}

/// Where the trust material was read is no part of the question; what was read has a digest of its own.
std::string digest_of(Policy policy) {
  policy.trust.source = TrustChoice{}.source;
  policy.trust.path.clear();
  return to_hex(sha256(as_bytes(effective_yaml(policy))));
}

std::string digest_of(const TrustStore& store) {
  Lines lines;
  for (const TrustAnchor& anchor : store.anchors()) lines.push_back(line_of(anchor));
  for (const StoredCertificate& stored : store.intermediates())
    lines.push_back(cat("intermediate ", to_hex(stored.certificate->sha256)));
  for (const StoredCrl& stored : store.crls()) lines.push_back(cat("crl ", to_hex(stored.crl->sha256)));
  for (const DenyEntry& entry : store.denied())
    lines.push_back(cat(entry.kind == DenyEntry::Kind::spki ? "deny key " : "deny certificate ", to_hex(entry.sha256)));
  for (const TrustCondition& condition : store.conditions())
    lines.push_back(cat("condition ", to_string(condition.kind)));
  return digest_of(std::move(lines));
}

std::string digest_of(const std::vector<PresentedCrl>& crls) {
  Lines lines;
  for (const PresentedCrl& presented : crls) lines.push_back(to_hex(presented.crl->sha256));
  return digest_of(std::move(lines));
}

}  // namespace

std::string header_line(const RunQuestion& run) {
  JsonWriter json;
  json.begin_object().key("schema").string("odca-batch-run/1");
  const auto member = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) json.key(name).string(value);
  };
  member("program", run.program);
  member("purpose", run.asked.purpose);
  member("phase", run.asked.phase);
  member("policy", run.asked.policy);
  member("policy_sha256", digest_of(*run.policy));
  member("trust", run.store->source());
  member("trust_sha256", digest_of(*run.store));
  member("crls_sha256", digest_of(*run.crls));
  member("strict", run.strictness == Strictness::strict ? "yes" : "no");
  if (run.device->amt_version) member("amt_version", cat(*run.device->amt_version));
  if (!run.question->at_is_host_clock) member("at", format_time(run.question->at));
  json.end_object();
  return json.take() + '\n';
}

bool is_header(std::string_view line) { return line.starts_with(kStart); }

std::string difference(std::string_view ours, std::string_view theirs) {
  if (ours == theirs) return {};
  const Result<std::vector<FlatMember>> mine = read_flat_object(ours), other = read_flat_object(theirs);
  std::vector<std::string_view> names;
  for (const auto& [member, name] : kMembers) {
    const auto value = [member = member](const Result<std::vector<FlatMember>>& from) {
      for (const FlatMember& each : from ? *from : std::vector<FlatMember>{})
        if (each.name == member) return each.value;
      return std::string();
    };
    if (value(mine) != value(other) && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(name);
  }
  if (names.empty()) return "the form of the line";
  std::string text;
  for (const std::string_view name : names) text += cat(text.empty() ? "" : ", ", name);
  return text;
}

}  // namespace odca::batch
