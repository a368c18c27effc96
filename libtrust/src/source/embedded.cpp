// Source "embedded": Intel's material as compiled in. Nothing is looked up outside the program.
#include "base/check.h"
#include "base/text.h"
#include "odca/verifier.h"
#include "source/embedded_store.h"
#include "source/embedded_tables.h"
#include "source/sources.h"
#include "source/store_contents.h"

namespace odca {
namespace {

constexpr std::string_view kAnchorFile = "bundles/intel-odca/anchors.yaml";
constexpr std::string_view kMinTool = "0.1.0";  // the first that reads level 1
constexpr std::string_view kDenyFile = "bundles/intel-odca/deny.yaml";

Origin origin_of(std::string_view file) {
  return {.kind = OriginKind::embedded, .where = std::string(file), .bundle_version = embedded::kVersion};
}

Time time_of(std::int64_t seconds) { return Time(std::chrono::seconds(seconds)); }

template <class Number>
void set(std::optional<Number>& out, std::int64_t value) {
  if (value != embedded::kUnset) out = static_cast<Number>(value);  // the generator bounds it to 0 to 999
}

AnchorConstraints constraints_of(const embedded::AnchorRow& row) {
  AnchorConstraints constraints;
  for (const embedded::NamePartRow& part : row.first_ca)
    constraints.first_ca.push_back(
        {.type = std::string(part.type), .value = std::string(part.value), .prefix = part.prefix});
  set(constraints.path_len, row.path_len);
  set(constraints.min_amt, row.min_amt);
  set(constraints.max_amt, row.max_amt);
  if (row.use_from != embedded::kUnset) constraints.use_window = {time_of(row.use_from), time_of(row.use_until)};
  return constraints;
}

Result<TrustAnchor> anchor_of(const embedded::AnchorRow& row) {
  ODCA_TRY_ASSIGN(const Certificate certificate, Certificate::from_der(row.certificate));
  TrustAnchor anchor = anchor_from_certificate(certificate, {}, origin_of(kAnchorFile));
  for (const std::string_view name : row.roles)
    if (const auto role = anchor_role_from(name)) anchor.roles.insert(*role);
  anchor.label = row.label;
  anchor.constraints = constraints_of(row);
  anchor.published_at = row.published_at;
  anchor.checked_on = row.checked_on;
  return anchor;
}

DenyEntry entry_of(const embedded::DenyRow& row) {
  return {.kind = row.is_key ? DenyEntry::Kind::spki : DenyEntry::Kind::certificate,
          .sha256 = row.sha256,
          .label = std::string(row.label),
          .reason = std::string(row.reason),
          .origin = origin_of(kDenyFile)};
}

bundle::StoreAnchor store_anchor_of(const embedded::AnchorRow& row) {
  auto anchor = anchor_of(row);
  ODCA_CHECK(anchor);  // the build read it
  return {.id = row.id,
          .status = bundle::AnchorStatus::active,
          .anchor = *std::move(anchor),
          .provenance = {{.url = std::string(row.published_at), .retrieved = std::string(row.checked_on)}}};
}

bundle::StoreIntermediate store_intermediate_of(const embedded::CertificateRow& row) {
  auto certificate = Certificate::from_der(row.der);
  ODCA_CHECK(certificate);  // the build read it
  return {.certificate = *std::move(certificate), .origin = origin_of(row.file)};
}

}  // namespace

std::vector<DenyEntry> embedded_denied() {
  std::vector<DenyEntry> entries;
  for (const embedded::DenyRow& row : embedded::kDenied)
    if (!row.lifted) entries.push_back(entry_of(row));
  return entries;
}

bundle::StoreDocument embedded_store() {
  bundle::StoreDocument store{.preamble = {.schema = std::string(bundle::kStoreSchema),
                                           .scope = std::string(bundle::kScope),
                                           .version = embedded::kVersion,
                                           .reader_level = bundle::kReaderLevel,
                                           .min_tool = std::string(kMinTool)},
                              .created = build_date()};
  for (const embedded::AnchorRow& row : embedded::kAnchors) store.anchors.push_back(store_anchor_of(row));
  for (const embedded::CertificateRow& row : embedded::kCertificates)
    store.intermediates.push_back(store_intermediate_of(row));
  for (const embedded::DenyRow& row : embedded::kDenied)
    store.deny.push_back({.id = row.id, .entry = entry_of(row), .since = std::string(row.since), .lifted = row.lifted});
  return store;
}

bundle::StoreIdentity embedded_identity() { return bundle::identity_of(embedded_store()); }

std::string embedded_version() { return cat("embedded ", embedded::kDate); }

Result<SourceContents> load_embedded(const TrustChoice&, const SourceContext& context) {
  if (context.installed) return installed_contents(*context.installed);
  SourceContents contents;
  for (const embedded::AnchorRow& row : embedded::kAnchors) {
    auto anchor = anchor_of(row);
    if (!anchor) return std::move(anchor).error().in(std::string(kAnchorFile));
    contents.anchors.push_back(*std::move(anchor));
  }
  for (const embedded::CertificateRow& row : embedded::kCertificates) {
    auto certificate = Certificate::from_der(row.der);
    if (!certificate) return std::move(certificate).error().in(std::string(row.file));
    contents.intermediates.push_back({*std::move(certificate), origin_of(row.file)});
  }
  contents.denied = embedded_denied();
  contents.versions.push_back(embedded_version());
  return contents;
}

Time build_date() { return time_of(embedded::kDateSeconds); }

}  // namespace odca
