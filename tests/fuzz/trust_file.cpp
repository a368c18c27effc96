// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: a trust file that can be read says of each certificate one thing (a file beside it or one SHA-256; an
// anchor, or an intermediate without roles and constraints), denies nothing twice, and means the same when it is
// written again in another form, as JSON. What cannot be read is refused with a reason and a place, in one printable
// line.
#include "source/trust_file.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "odca/time.h"
#include "yaml/yaml.h"

namespace {

using namespace odca;
using Json = nlohmann::ordered_json;

bool printable(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

std::size_t longest_line(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    longest = std::max(longest, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return longest;
}

std::string attribute_name(const NamePart& part) {
  if (part.type == kCommonName) return "CN";
  if (part.type == kOrganization) return "O";
  if (part.type == kOrganizationalUnit) return "OU";
  ODCA_CHECK(part.type == kOrganizationIdentifier);
  return "organizationIdentifier";
}

Json written(const AnchorConstraints& constraints) {
  Json json = Json::object();
  for (const NamePart& part : constraints.first_ca)
    json["first_ca"].push_back({{"type", attribute_name(part)}, {part.prefix ? "starts_with" : "is", part.value}});
  if (constraints.path_len) json["path_len"] = *constraints.path_len;
  if (constraints.min_amt) json["min_amt"] = *constraints.min_amt;
  if (constraints.max_amt) json["max_amt"] = *constraints.max_amt;
  if (constraints.use_window) {
    json["use_from"] = format_time(constraints.use_window->not_before);
    json["use_until"] = format_time(constraints.use_window->not_after);
  }
  return json;
}

Json written(const TrustFileRow& row) {
  Json json = Json::object();
  if (row.sha256) json["sha256"] = to_hex(*row.sha256);
  if (!row.sha256) json["file"] = row.file;
  json["use"] = row.use == CertificateUse::anchor ? "anchor" : "intermediate";
  if (row.roles) json["roles"] = row.roles->to_strings();
  const Json constraints = written(row.constraints);
  if (!constraints.empty()) json["constraints"] = constraints;
  if (!row.label.empty()) json["label"] = row.label;
  for (const Provenance& one : row.provenance) {
    if (!one.url.empty()) json["published_at"] = one.url;
    if (!one.retrieved.empty()) json["checked_on"] = one.retrieved;
  }
  return json;
}

/// written is the file as JSON, which is YAML.
std::string written(const TrustFile& file) {
  Json json = Json::object();
  for (const TrustFileRow& row : file.rows) json["certificates"].push_back(written(row));
  for (const DenyEntry& entry : file.denied)
    json["deny"].push_back({{"label", entry.label},
                            {"reason", entry.reason},
                            {entry.kind == DenyEntry::Kind::spki ? "spki_sha256" : "sha256", to_hex(entry.sha256)}});
  return json.dump(1);
}

void check_row(const TrustFileRow& row) {
  ODCA_CHECK(row.sha256.has_value() == row.file.empty() && row.file.find('/') == std::string::npos);
  ODCA_CHECK(row.place.starts_with("line "));
  if (row.use == CertificateUse::intermediate)
    ODCA_CHECK(!row.roles && written(row.constraints).empty());
  else
    ODCA_CHECK(!row.roles || !row.roles->empty());
  if (row.constraints.use_window)
    ODCA_CHECK(row.constraints.use_window->not_before <= row.constraints.use_window->not_after);
}

void check_denied(const std::vector<DenyEntry>& denied) {
  for (std::size_t i = 0; i < denied.size(); ++i) {
    ODCA_CHECK(!denied[i].label.empty() && !denied[i].reason.empty());
    for (std::size_t k = 0; k < i; ++k)
      ODCA_CHECK(denied[i].kind != denied[k].kind || denied[i].sha256 != denied[k].sha256);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = parse_trust_file(as_text({data, size}), "trust.yaml", OriginKind::custom);
  if (!file) {
    const Error& error = file.error();
    ODCA_CHECK(!error.reason.empty() && !error.message.empty() && printable(describe(error)) && printable(error.hint));
    ODCA_CHECK(!error.trace.empty() && error.trace.back() == "trust.yaml");
    return 0;
  }
  for (const TrustFileRow& row : file->rows) check_row(row);
  check_denied(file->denied);
  const std::string text = written(*file);
  if (longest_line(text) > yaml::kMaxLine) return 0;  // a block of many lines is one line in JSON
  const auto again = parse_trust_file(text, "again.yaml", OriginKind::custom);
  ODCA_CHECK(again.has_value() && written(*again) == text);
  return 0;
}
