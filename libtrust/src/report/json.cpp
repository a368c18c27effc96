// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The verdict for programs: schema "odca-verdict/1", described in docs/verdict.schema.json.
#include <algorithm>

#include "json/writer.h"
#include "odca/report.h"
#include "report/facts.h"

namespace odca {
namespace {

void text_member(JsonWriter& json, std::string_view key, std::string_view value) { json.key(key).string(value); }

void count_member(JsonWriter& json, std::string_view key, std::size_t value) { json.key(key).number(value); }

void write_certificate(JsonWriter& json, std::size_t index, const PathCertificate& entry) {
  const CertificateFields& fields = entry.certificate.fields();
  json.begin_object();
  count_member(json, "index", index);
  text_member(json, "role", to_string(entry.role));
  text_member(json, "subject", fields.subject.to_string());
  text_member(json, "issuer", fields.issuer.to_string());
  text_member(json, "serial", to_hex(fields.serial));
  text_member(json, "sha256", to_hex(fields.sha256));
  text_member(json, "spki_sha256", to_hex(fields.spki_sha256));
  text_member(json, "not_before", format_time(fields.validity.not_before));
  text_member(json, "not_after", format_time(fields.validity.not_after));
  text_member(json, "origin", presented(entry.origin) ? "presented" : "store");
  text_member(json, "revocation", to_string(entry.revocation));
  json.end_object();
}

void write_anchor(JsonWriter& json, const TrustAnchor* anchor) {
  json.key("anchor");
  if (anchor == nullptr) {
    json.null();
    return;
  }
  json.begin_object();
  text_member(json, "label", anchor->label);
  text_member(json, "subject", anchor->subject.to_string());
  json.key("roles").strings(anchor->roles.to_strings());
  text_member(json, "source", to_string(anchor->origin.kind));
  text_member(json, "where", anchor->origin.where);
  text_member(json, "spki_sha256", to_hex(anchor->spki_sha256));
  json.key("cert_sha256").begin_array();
  for (const Fingerprint& fingerprint : anchor->cert_sha256) json.string(to_hex(fingerprint));
  json.end_array().end_object();
}

/// write_params makes one member of each key; values of a key that occurs again join it, in order, so that no member
/// name occurs twice (RFC 8259 section 4).
void write_params(JsonWriter& json, const std::vector<Param>& params) {
  json.key("params").begin_object();
  for (auto param = params.begin(); param != params.end(); ++param) {
    const auto same = [&](const Param& other) { return other.key == param->key; };
    if (std::any_of(params.begin(), param, same)) continue;
    std::string value = param->value;
    for (auto later = param + 1; later != params.end(); ++later)
      if (same(*later)) value += ", " + later->value;
    text_member(json, param->key, value);
  }
  json.end_object();
}

void write_finding(JsonWriter& json, const Finding& finding) {
  json.begin_object();
  text_member(json, "rule", finding.rule);
  text_member(json, "severity", to_string(finding.severity));
  json.key("cert");
  finding.cert ? json.number(*finding.cert) : json.null();
  text_member(json, "reason", finding.reason);
  text_member(json, "message", finding.message);
  text_member(json, "hint", finding.hint);
  write_params(json, finding.params);
  json.end_object();
}

void write_trust(JsonWriter& json, const Verdict& verdict) {
  json.key("trust").begin_object();
  text_member(json, "source", verdict.trust_source);
  count_member(json, "anchors", verdict.trust_anchors);
  json.key("versions").strings(verdict.trust_versions);
  write_state(json, verdict.state);
  json.end_object();
}

void write_device(JsonWriter& json, const Verdict& verdict) {
  json.key("device").begin_object();
  text_member(json, "leaf_hash", to_string(device_check(verdict, "device.leaf_hash")));
  text_member(json, "upid", to_string(device_check(verdict, "device.upid")));
  text_member(json, "pin", to_string(device_check(verdict, "phase.pin")));
  json.end_object();
}

void write_explanation(JsonWriter& json, const Verdict& verdict) {
  json.key("answers").begin_array();
  for (const RuleAnswer& answer : verdict.answers) {
    json.begin_object();
    text_member(json, "rule", answer.rule);
    text_member(json, "answer", to_string(answer.answer));
    text_member(json, "severity", to_string(answer.severity));
    text_member(json, "detail", answer.detail);
    json.end_object();
  }
  json.end_array().key("attempts").begin_array();
  for (const PathAttempt& attempt : verdict.attempts) {
    json.begin_object();
    json.key("subjects").strings(attempt.subjects);
    json.key("sha256").strings(attempt.sha256);
    text_member(json, "anchor", attempt.anchor);
    text_member(json, "outcome", attempt.outcome);
    json.end_object();
  }
  json.end_array().key("work").begin_object();
  count_member(json, "signature_checks", verdict.work.signature_checks);
  count_member(json, "search_steps", verdict.work.search_steps);
  count_member(json, "paths_tried", verdict.work.paths_tried);
  json.end_object();
}

}  // namespace

std::string to_json(const Verdict& verdict, Detail detail) {
  JsonWriter json;
  json.begin_object();
  text_member(json, "schema", "odca-verdict/1");
  text_member(json, "verdict", accepted(verdict) ? "trusted" : "rejected");
  count_member(json, "warnings", count(verdict, Severity::warn));
  text_member(json, "profile", to_string(verdict.profile));
  text_member(json, "purpose", to_string(verdict.question.purpose));
  text_member(json, "phase", to_string(verdict.question.phase));
  text_member(json, "time", format_time(verdict.judged_at));

  json.key("chain").begin_array();
  const std::vector<PathCertificate>& path = proved_path(verdict);
  for (std::size_t i = 0; i < path.size(); ++i) write_certificate(json, i, path[i]);
  json.end_array();
  write_anchor(json, proved_anchor(verdict));

  json.key("findings").begin_array();
  for (const Finding& finding : verdict.findings) write_finding(json, finding);
  json.end_array();

  text_member(json, "policy", verdict.policy);
  write_trust(json, verdict);
  write_device(json, verdict);
  if (detail == Detail::explain) write_explanation(json, verdict);
  json.end_object();
  return json.take();
}

}  // namespace odca
