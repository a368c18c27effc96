// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/record.h"

#include <algorithm>

#include "base/text.h"
#include "report/facts.h"

namespace odca::batch {
namespace {

/// earliest_end is when the first certificate of the path expires.
std::optional<Time> earliest_end(const std::vector<PathCertificate>& path) {
  std::optional<Time> earliest;
  for (const PathCertificate& step : path) {
    const Time end = step.certificate->validity.not_after;
    earliest = earliest ? std::min(*earliest, end) : end;
  }
  return earliest;
}

void set_anchor(const TrustAnchor& anchor, Record& record) {
  record.anchor = anchor.label;
  record.anchor_source = to_string(anchor.origin.kind);
  record.anchor_from = anchor.origin.where;
}

void member(JsonWriter& json, std::string_view name, std::string_view value) {
  if (!value.empty()) json.key(name).string(value);
}

void write_findings(JsonWriter& json, const std::vector<RecordFinding>& findings) {
  json.key("findings").begin_array();
  for (const RecordFinding& finding : findings) {
    json.begin_object().key("rule").string(finding.rule).key("severity").string(to_string(finding.severity));
    member(json, "reason", finding.reason);
    if (finding.cert) json.key("cert").number(*finding.cert);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::rejected:
      return "rejected";
    case Outcome::unreadable:
      return "unreadable";
    case Outcome::trusted:
      return "trusted";
  }
  return "rejected";
}

Record record_of(const Verdict& verdict, const BatchItem& item) {
  Record record{.number = item.number,
                .id = item.id,
                .source = item.source,
                .outcome = accepted(verdict) ? Outcome::trusted : Outcome::rejected};
  for (const Finding& finding : verdict.findings) {
    if (finding.rule == "odca.known_issuing") record.unknown_issuing_ca = true;
    if (finding.severity == Severity::fail || finding.severity == Severity::warn)
      record.findings.push_back({finding.rule, finding.severity, finding.reason, finding.cert});
  }
  if (const Finding* decisive = verdict.decisive()) {
    record.message = decisive->message;
    record.hint = decisive->hint;
    // No option of a run names one device's certificate.
    if (record.hint.find("--target") != std::string::npos)
      record.hint =
          "judge this dump by itself: odca-verify --chain FILE --target SHA256, with the certificate that is meant";
  }
  record.profile = to_string(verdict.profile);
  record.device = verdict.identity;
  record.judged_at = verdict.judged_at;
  if (const TrustAnchor* anchor = proved_anchor(verdict)) set_anchor(*anchor, record);
  record.expires = earliest_end(proved_path(verdict));
  return record;
}

Record record_of_error(const Error& error, const BatchItem& item) {
  return {.number = item.number,
          .id = item.id,
          .source = item.source,
          .outcome = Outcome::unreadable,
          .message = describe(error),
          .hint = error.hint,
          .reason = error.reason};
}

std::string policy_words(const Asked& asked) {
  return asked.policy_file.empty() ? cat(asked.policy, " (compiled in)")
                                   : cat(asked.policy, " (file ", asked.policy_file, ')');
}

void write_asked(JsonWriter& json, const Asked& asked) {
  json.key("purpose").string(asked.purpose);
  member(json, "phase", asked.phase);
  json.key("policy")
      .string(asked.policy)
      .key("policy_source")
      .string(asked.policy_file.empty() ? "compiled-in" : "file");
  member(json, "policy_file", asked.policy_file);
}

std::string json_line(const Record& record, const Asked& asked) {
  JsonWriter json;
  json.begin_object().key("schema").string("odca-batch/1");
  json.key("number").number(record.number).key("id").string(record.id);
  member(json, "source", record.source);
  json.key("verdict").string(to_string(record.outcome));
  member(json, "message", record.message);
  member(json, "hint", record.hint);
  member(json, "reason", record.reason);
  if (record.outcome != Outcome::unreadable) {
    write_findings(json, record.findings);
    member(json, "profile", record.profile);
    member(json, "platform", record.device.platform);
    member(json, "class", record.device.device_class);
    member(json, "issuing_ca", record.device.issuing_ca);
    member(json, "anchor", record.anchor);
    member(json, "anchor_source", record.anchor_source);
    member(json, "anchor_from", record.anchor_from);
    if (record.device.rom_sha256) json.key("rom_sha256").string(to_hex(*record.device.rom_sha256));
    if (record.device.rom_tbs_sha256) json.key("rom_tbs_sha256").string(to_hex(*record.device.rom_tbs_sha256));
    if (record.device.leaf_spki_sha256) json.key("leaf_spki_sha256").string(to_hex(*record.device.leaf_spki_sha256));
    if (record.expires) json.key("expires").string(format_time(*record.expires));
    json.key("time").string(format_time(record.judged_at));
  }
  write_state(json, record.state);
  write_asked(json, asked);
  json.end_object();
  return json.take() + '\n';
}

}  // namespace odca::batch
