// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "audit.h"

#include <array>

#include "append_file.h"
#include "base/text.h"
#include "describe_outcome.h"
#include "json/writer.h"
#include "os/new_file.h"
#include "os/owner.h"
#include "report/facts.h"

namespace odca::amtctl {
namespace {

void write_verdict(JsonWriter& json, const Verdict& verdict) {
  json.begin_object().key("verdict").string(accepted(verdict) ? "trusted" : "rejected");
  json.key("policy").string(verdict.policy).key("trust_source").string(verdict.trust_source);
  json.key("trust_versions").strings(verdict.trust_versions);
  if (const TrustAnchor* const anchor = proved_anchor(verdict))
    json.key("anchor").string(anchor->label).key("anchor_spki_sha256").string(to_hex(anchor->spki_sha256));
  const std::vector<PathCertificate>& path = proved_path(verdict);
  if (!path.empty()) json.key("leaf_sha256").string(to_hex(path.front().certificate->sha256));
  if (const Finding* const decisive = verdict.decisive())
    json.key("rule").string(decisive->rule).key("reason").string(decisive->reason);
  json.end_object();
}

Error not_written(const std::string& path, std::string_view why, std::string hint) {
  return {.code = Errc::io,
          .message = cat("cannot write the audit ", quote(path), ": ", why),
          .hint = std::move(hint),
          .reason = "audit-not-written"};
}

Error not_written(const std::string& path, Fault fault) {
  if (fault == Fault::symlink)
    return not_written(path, "it is a link", "name the file itself with --audit; who changes a link chooses the file");
  return not_written(path, to_string(fault), "name a file in a folder that you may write to with --audit");
}

/// size_of_ours is the size of a file that nobody else may change.
Result<std::uint64_t> size_of_ours(FileSystem& files, FileSystem::Handle handle, const std::string& path) {
  const auto facts = uninterrupted([&] { return files.facts(handle); });
  if (facts.fault != Fault::none) return not_written(path, facts.fault);
  if (facts.value.kind != FileKind::file)
    return not_written(path, "it is not a regular file", "name a regular file with --audit");
  if (!is_trusted_owner(facts.value.owner, files.user()))
    return not_written(path, cat("it belongs to user ", facts.value.owner), "name a file of your own with --audit");
  if (others_may_write(facts.value))
    return not_written(path, "others may change it", cat("take that right away: chmod go-w ", quote(path)));
  return facts.value.size;
}

/// ends_torn tells whether the last line has no end.
bool ends_torn(FileSystem& files, FileSystem::Handle handle, std::uint64_t size) {
  std::array<char, 1> last{};
  if (size == 0) return false;
  const auto got = uninterrupted([&] { return files.read(handle, size - 1, last); });
  return got.fault == Fault::none && got.value == 1 && last[0] != '\n';
}

}  // namespace

std::string audit_line(const amt::AuditRecord& record, Time now, std::string_view program) {
  JsonWriter json;
  json.begin_object().key("schema").string("odca-audit/1").key("time").string(format_time(now));
  json.key("event").string(record.event).key("program").string(program);
  if (record.device != nullptr) {
    json.key("uuid").string(amt::uuid_text(record.device->uuid));
    json.key("amt_version").string(amt::version_of(*record.device, "AMT"));
  }
  if (record.state) {
    json.key("control_mode").string(to_string(record.state->mode));
    json.key("provisioning_state").string(to_string(record.state->state));
  }
  if (record.verdict != nullptr) {
    json.key("verdict");
    write_verdict(json, *record.verdict);
  }
  if (record.steps != nullptr) {
    json.key("steps");
    write_steps(json, *record.steps);
  }
  if (record.failure != nullptr) {
    json.key("failure");
    write_failure(json, *record.failure);
  }
  return json.end_object().take() + '\n';
}

Status append_audit(const std::string& path, std::string_view line) {
  const std::unique_ptr<FileSystem> files = real_file_system();
  const Call<FileSystem::Handle> opened = open_to_append(*files, path, NewName::durable);
  if (opened.fault != Fault::none) return not_written(path, opened.fault);
  WrittenFile file(*files, opened.value);
  ODCA_TRY_ASSIGN(const std::uint64_t size, size_of_ours(*files, opened.value, path));
  const std::string whole = cat(ends_torn(*files, opened.value, size) ? "\n" : "", line);
  if (const WrittenFile::Failure failed = file.write(whole)) return not_written(path, failed.fault);
  if (const WrittenFile::Failure failed = file.finish({})) return not_written(path, failed.fault);
  return {};
}

}  // namespace odca::amtctl
