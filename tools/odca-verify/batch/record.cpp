#include "batch/record.h"

#include <algorithm>

#include "base/text.h"
#include "odca/digest.h"
#include "profile/odca_names.h"
#include "report/facts.h"

namespace odca::batch {
namespace {

/// read_names fills in what the names on the path say about the device.
void read_names(const std::vector<PathCertificate>& path, Record& record) {
  for (const PathCertificate& step : path) {
    const CertificateFields& fields = step.certificate.fields();
    if (const auto issuing = parse_issuing_name(fields.subject)) {
      record.platform = issuing->platform;
      record.device_class = issuing->device_class;
      record.issuing_ca = std::string(fields.subject.first(kOrganizationalUnit).value_or(""));
    }
    if (const auto device = parse_device_ca_name(fields.subject); device && device->level == DeviceCaName::Level::rom) {
      record.rom_sha256 = fields.sha256;
      record.rom_tbs_sha256 = sha256(fields.tbs);
      if (record.platform.empty()) record.platform = device->platform;
    }
    const Time end = fields.validity.not_after;
    record.expires = record.expires ? std::min(*record.expires, end) : end;
  }
  if (!path.empty()) record.leaf_spki_sha256 = path.front().certificate->spki_sha256;
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
  record.profile = verdict.profile;
  record.judged_at = verdict.judged_at;
  if (const TrustAnchor* anchor = proved_anchor(verdict)) set_anchor(*anchor, record);
  read_names(proved_path(verdict), record);
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
    member(json, "platform", record.platform);
    member(json, "class", record.device_class);
    member(json, "issuing_ca", record.issuing_ca);
    member(json, "anchor", record.anchor);
    member(json, "anchor_source", record.anchor_source);
    member(json, "anchor_from", record.anchor_from);
    if (record.rom_sha256) json.key("rom_sha256").string(to_hex(*record.rom_sha256));
    if (record.rom_tbs_sha256) json.key("rom_tbs_sha256").string(to_hex(*record.rom_tbs_sha256));
    if (record.leaf_spki_sha256) json.key("leaf_spki_sha256").string(to_hex(*record.leaf_spki_sha256));
    if (record.expires) json.key("expires").string(format_time(*record.expires));
    json.key("time").string(format_time(record.judged_at));
  }
  write_state(json, record.state);
  write_asked(json, asked);
  json.end_object();
  return json.take() + '\n';
}

}  // namespace odca::batch
