// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about the leaf: it is the key of one AMT service and of nothing else.
#include <algorithm>

#include "base/text.h"
#include "profile/odca_names.h"
#include "rules/applies.h"
#include "rules/leaf_names.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

std::string listed(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += cat(text.empty() ? "" : ", ", quote(value));
  return text;
}

void check_not_ca(const RuleInput& in, Answer& out) {
  if (!in.path.steps[0].certificate.is_ca()) return;
  out.report("leaf-is-ca", 0);
}

void check_leaf_name(const RuleInput& in, Answer& out) {
  const Name& subject = in.path.steps[0].certificate->subject;
  const std::vector<std::string> expected = leaf_names(in.policy, in.question.purpose);
  const bool single = subject.attributes().size() == 1 && subject.count(kCommonName) == 1;
  const std::string common_name(single ? *subject.first(kCommonName) : "");
  if (single && std::find(expected.begin(), expected.end(), common_name) != expected.end()) {
    const NameAttribute& attribute = subject.attributes()[0];
    if (has_hierarchy_string_type(attribute)) return;
    const std::string found = cat("string type ", unsigned{attribute.string_tag});
    out.report("string-type", 0,
               cat("the leaf's common name is of ", found, ", expected UTF8String or PrintableString"))
        .params = {{"expected", "UTF8String or PrintableString"}, {"found", found}};
    return;
  }

  const std::string service = service_named(common_name);
  const std::string belongs = service.empty() ? "" : " belongs to " + service;
  Finding& finding = out.report(service.empty() ? ReasonId("unknown-name") : "sibling", 0,
                                cat(service.empty() ? "unknown leaf name " : "leaf name ", quote(subject.to_string()),
                                    belongs, ", expected one of ", listed(expected)));
  finding.params = {{"expected", listed(expected)}, {"found", subject.to_string()}};
  finding.hint = cat("the purpose asked for is ", quote(to_string(in.question.purpose)),
                     "; ask with --purpose for the service that presented this chain");
}

void check_key_usage(const RuleInput& in, Answer& out) {
  if (in.path.steps[0].certificate.allows(KeyUsage::digital_signature)) return;
  out.report("key-usage", 0);
}

bool lists_usage(const std::vector<std::string>& usages, std::string_view wanted) {
  return std::find(usages.begin(), usages.end(), wanted) != usages.end();
}

Finding& report_eku(Answer& out, ReasonId reason, std::optional<std::size_t> cert, std::string message,
                    const std::string& found) {
  Finding& finding = out.report(reason, cert, std::move(message));
  finding.params = {{"expected", std::string(oid::kServerAuth)}, {"found", found}};
  return finding;
}

/// check_issuers_eku: a CA whose extended key usage lacks server authentication issues for persons or mail. RFC 5280
/// does not define extended key usage in CA certificates; other verifiers treat it as a limit too.
void check_issuers_eku(const RuleInput& in, Answer& out) {
  const auto check = [&](const Certificate& issuer, std::optional<std::size_t> cert) {
    const std::optional<std::vector<std::string>>& usages = issuer->extended_key_usage;
    if (!usages || lists_usage(*usages, oid::kServerAuth) || lists_usage(*usages, oid::kAnyExtendedKeyUsage)) return;
    report_eku(out, "ca-eku", cert,
               cat("the extended key usage of CA ", quote(issuer->subject.to_string()), " lacks server authentication"),
               listed(*usages));
  };
  for (std::size_t i = 1; i < in.path.steps.size(); ++i) check(in.path.steps[i].certificate, i);
  if (in.path.anchor->certificate) check(*in.path.anchor->certificate, {});
}

void check_leaf_eku(const RuleInput& in, Answer& out) {
  if (in.question.purpose == Purpose::amt_auditlog) return out.not_applicable();
  const std::optional<std::vector<std::string>>& usages = in.path.steps[0].certificate->extended_key_usage;
  if (for_issued(in)) check_issuers_eku(in, out);
  if (!usages) {
    // An enterprise's CA certifies persons, printers and programs too. On-die leaves are known by their names instead.
    if (for_issued(in)) report_eku(out, "eku-missing", 0, {}, "none");
    return;
  }
  // RFC 5280 4.2.1.12: "Applications that require the presence of a particular purpose MAY reject certificates that
  // include the anyExtendedKeyUsage OID but not the particular OID expected for the application." So here.
  if (!lists_usage(*usages, oid::kServerAuth)) report_eku(out, "eku", 0, {}, listed(*usages));
}

constexpr Reason kLeafNotCa[] = {{"leaf-is-ca",
                                  "the certificate asked about is a CA certificate, expected the leaf of a device",
                                  "name the leaf with --target"}};
constexpr Reason kLeafName[] = {
    {"string-type", "the leaf's common name is neither a UTF8String nor a PrintableString", ""},
    {"unknown-name", "unknown leaf name, not that of an AMT service",
     "ask with --purpose for the service that presented this chain"},
    {"sibling", "the leaf belongs to another service", "ask with --purpose for the service that presented this chain"}};
constexpr Reason kKeyUsage[] = {{"key-usage", "the key usage of the leaf does not allow digital signatures", ""}};
constexpr Reason kLeafEku[] = {
    {"eku", "the extended key usage of the leaf lacks server authentication", ""},
    {"eku-missing", "missing extended key usage in a leaf issued by a CA, expected server authentication",
     "issue the device a certificate for TLS servers; without the usage it could be a person's or a printer's"},
    {"ca-eku", "the extended key usage of a CA lacks server authentication", ""}};

constexpr Rule kLeafRules[] = {
    {{"leaf.not_ca",
      "The leaf is not a CA certificate.",
      "RFC 5280 4.2.1.9",
      Severity::fail,
      Severity::fail,
      kLeafNotCa,
      {"leaf-is-a-ca", "lnl"}},
     for_device_leaf,
     check_not_ca},
    {{"leaf.name",
      "The leaf's subject is a single common name that belongs to the service asked about.",
      "Intel AMT SDK, On Die Certificate Authority; docs/hierarchy.md 2",
      Severity::fail,
      Severity::warn,
      kLeafName,
      {"sibling-wsman", "tgl"}},
     for_service_name,
     check_leaf_name},
    {{"leaf.key_usage",
      "The leaf's key usage, where there is one, allows digital signatures.",
      "RFC 5280 4.2.1.3",
      Severity::fail,
      Severity::warn,
      kKeyUsage,
      {"leaf-key-usage", "lnl"}},
     for_service,
     check_key_usage},
    {{"leaf.eku",
      "The leaf's extended key usage contains server authentication; it may be absent in an on-die or self-signed "
      "leaf.",
      "RFC 5280 4.2.1.12; docs/hierarchy.md 8",
      Severity::fail,
      Severity::warn,
      kLeafEku,
      {"leaf-eku", "leaf-without-eku"}},
     for_service,
     check_leaf_eku},
};

}  // namespace

std::span<const Rule> leaf_rules() { return kLeafRules; }

}  // namespace odca
