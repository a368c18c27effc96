// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about the ODCA hierarchy (docs/hierarchy.md 1 to 3): its levels, their names, and what those names say.
#include <algorithm>

#include "base/text.h"
#include "profile/levels.h"
#include "rules/applies.h"
#include "rules/lab.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

std::optional<Level> level(const RuleInput& in, CertificateRole role) { return find_level(in.path, in.roles, role); }

/// is_root_shown: a path without anchor may end with the root itself, which some tools append.
bool is_root_shown(const RuleInput& in) {
  return !in.path.anchor && in.path.steps.size() > 1 && in.path.steps.back().certificate.self_issued();
}

std::string anchor_name(const RuleInput& in) {
  return in.path.anchor ? cat("the anchor ", quote(in.path.anchor->subject.to_string())) : std::string("no anchor");
}

void check_shape(const RuleInput& in, Answer& out) {
  if (is_whole_odca_path(in.path)) return;
  const std::size_t shown = in.roles.size() - (is_root_shown(in) ? 1 : 0);
  if (!in.path.anchor && std::equal(in.roles.begin(), in.roles.begin() + static_cast<std::ptrdiff_t>(shown),
                                    kOdcaLevels.begin(), kOdcaLevels.end()))
    return;
  std::string missing;
  for (const CertificateRole role : kOdcaLevels)
    if (!level(in, role)) missing += cat(missing.empty() ? "" : ", ", to_string(role));
  const bool lacks = !missing.empty();
  Finding& finding = out.report(
      lacks ? ReasonId("missing-level") : "extra-level", {},
      lacks ? cat("missing on the path: ", missing) : cat("the path has ", shown, " levels below ", anchor_name(in)));
  std::string found;
  for (const CertificateRole role : in.roles) found += cat(found.empty() ? "" : ", ", to_string(role));
  finding.params = {{"expected", "leaf, app-ca, kernel-ca, rom-ca, issuing-ca, intermediate"}, {"found", found}};
}

void report_misnamed(Answer& out, const Level& found, std::string_view expected) {
  Finding& finding =
      out.report("name", found.cert, cat(quote(found.subject.to_string()), " is not the name of ", expected));
  finding.params = {{"expected", std::string(expected)}, {"found", found.subject.to_string()}};
}

void check_intermediate(const RuleInput& in, Answer& out) {
  const std::optional<Level> found = level(in, CertificateRole::intermediate);
  if (!found) return out.not_applicable();
  if (!in.names.intermediate) report_misnamed(out, *found, "an ODCA intermediate CA");
}

void check_issuing(const RuleInput& in, Answer& out) {
  const std::optional<Level> found = level(in, CertificateRole::issuing_ca);
  if (!found) return out.not_applicable();
  if (!in.names.issuing) report_misnamed(out, *found, "an ODCA product issuing CA");
}

void check_rom(const RuleInput& in, Answer& out) {
  const std::optional<Level> found = level(in, CertificateRole::rom_ca);
  if (!found) return out.not_applicable();
  if (!in.names.rom) report_misnamed(out, *found, "a ROM CA");
}

void check_kernel(const RuleInput& in, Answer& out) {
  const std::optional<Level> found = level(in, CertificateRole::kernel_ca);
  if (!found) return out.not_applicable();
  if (!in.names.kernel) report_misnamed(out, *found, "a Kernel CA");
}

void check_app(const RuleInput& in, Answer& out) {
  const std::optional<Level> found = level(in, CertificateRole::app_ca);
  if (!found) return out.not_applicable();
  const std::optional<DeviceCaName>& name = in.names.app;
  if (!name) return report_misnamed(out, *found, "an App CA");
  if (in.question.purpose == Purpose::odca || name->app == "AMT") return;
  Finding& finding = out.report("app", found->cert, cat("the application is ", quote(name->app), ", expected 'AMT'"));
  finding.params = {{"expected", "AMT"}, {"found", name->app}};
}

void check_engine(const RuleInput& in, Answer& out) {
  const HierarchyNames& names = in.names;
  const auto expect_csme = [&](CertificateRole role, const auto& name) {
    if (!name || name->engine == "CSME") return;
    Finding& finding =
        out.report("engine", level(in, role)->cert, cat("the engine is ", quote(name->engine), ", expected 'CSME'"));
    finding.params = {{"expected", "CSME"}, {"found", name->engine}};
  };
  expect_csme(CertificateRole::intermediate, names.intermediate);
  expect_csme(CertificateRole::issuing_ca, names.issuing);
  expect_csme(CertificateRole::rom_ca, names.rom);
  expect_csme(CertificateRole::kernel_ca, names.kernel);
  expect_csme(CertificateRole::app_ca, names.app);
}

bool has_lab_class(const RuleInput& in, std::string_view device_class) {
  const std::vector<std::string>& classes = in.policy.lab.classes;
  return std::find(classes.begin(), classes.end(), device_class) != classes.end();
}

/// lab_key returns the key of the path, the anchor's included, that the policy's lab section names.
std::optional<Fingerprint> lab_key(const RuleInput& in) {
  for (const PathStep& step : in.path.steps)
    if (lab_names_key(in.policy, step.certificate->spki_sha256)) return step.certificate->spki_sha256;
  if (in.path.anchor && lab_names_key(in.policy, in.path.anchor->spki_sha256)) return in.path.anchor->spki_sha256;
  return {};
}

void allow_in_lab(const RuleInput& in, Answer& out, const std::string& device_class) {
  if (has_lab_class(in, device_class)) return out.allow_in_lab(cat("class ", device_class));
  if (const std::optional<Fingerprint> key = lab_key(in)) out.allow_in_lab(cat("the key ", to_hex(*key)));
}

void check_class(const RuleInput& in, Answer& out) {
  const std::optional<IssuingName>& name = in.names.issuing;
  if (!name || name->device_class.empty() || name->device_class == "P") return;
  const bool engineering = name->device_class == "E", test = name->device_class == "T";
  const std::string_view meaning = engineering ? "engineering" : test ? "test" : "debug";
  Finding& finding = out.report(
      engineering ? ReasonId("class-E")
      : test      ? ReasonId("class-T")
                  : "class-D",
      level(in, CertificateRole::issuing_ca)->cert,
      cat("the issuing CA is of class ", name->device_class, " (", meaning, "), expected class P (production)"));
  finding.params = {{"expected", "P"}, {"found", name->device_class}};
  allow_in_lab(in, out, name->device_class);
}

/// check_class_known: a product line has three CAs with consecutive numbers, one each of T, E and P; names of the
/// earliest form do not include the class.
void check_class_known(const RuleInput& in, Answer& out) {
  const std::optional<IssuingName>& name = in.names.issuing;
  if (!name || !name->device_class.empty()) return;
  const std::optional<Level> issuing = level(in, CertificateRole::issuing_ca);
  Finding& finding =
      out.report("class-unknown", issuing->cert,
                 cat("unknown device class: the name of issuing CA ", quote(issuing->subject.to_string()),
                     " has none, so its devices may be production, engineering or test"));
  finding.params = {{"expected", "P"}, {"found", "no class"}};
  if (has_lab_class(in, "E") && has_lab_class(in, "T")) return out.allow_in_lab("classes E and T");
  if (const std::optional<Fingerprint> key = lab_key(in)) out.allow_in_lab(cat("the key ", to_hex(*key)));
}

void report_debug(const RuleInput& in, Answer& out, std::optional<std::size_t> cert, std::string_view mark,
                  ReasonId reason) {
  out.report(reason, cert, cat(mark, " marks a debug part"));
  allow_in_lab(in, out, "D");
}

/// host_of returns the host of a URI in lower case (RFC 3986 3.2.2: "the host subcomponent is case-insensitive"),
/// without user, port and final dot; empty when there is none.
std::string host_of(std::string_view uri) {
  const std::size_t slashes = uri.find("//");
  if (slashes == std::string_view::npos) return {};
  std::string_view authority = uri.substr(slashes + 2);
  authority = authority.substr(0, authority.find_first_of("/?#\\"));
  if (const std::size_t user = authority.rfind('@'); user != std::string_view::npos)
    authority = authority.substr(user + 1);
  std::string host(authority.substr(0, authority.find(':')));
  if (host.ends_with('.')) host.pop_back();
  std::transform(host.begin(), host.end(), host.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });  // fits a char
  return host;
}

bool is_debug_address(const std::string& uri) {
  constexpr std::string_view kHosts[] = {"tsde.intel.com", "pre1-tsci.intel.com", "pre-tsci.intel.com"};
  return std::find(std::begin(kHosts), std::end(kHosts), host_of(uri)) != std::end(kHosts);
}

bool has_debug_address(const Certificate& certificate) {
  const auto any = [](const std::vector<std::string>& uris) {
    return std::any_of(uris.begin(), uris.end(), is_debug_address);
  };
  return any(certificate->ca_issuer_uris) ||
         std::any_of(certificate->crl_distribution_points.begin(), certificate->crl_distribution_points.end(),
                     [&](const DistributionPoint& point) { return any(point.uris); });
}

/// has_debug_serial: the debug root and every debug intermediate have the serial number 0x40 followed by 15 zero
/// octets.
bool has_debug_serial(const Certificate& certificate) {
  constexpr std::size_t kOctets = 16;
  const Bytes& serial = certificate->serial;
  return serial.size() == kOctets && serial[0] == 0x40 &&
         std::all_of(serial.begin() + 1, serial.end(), [](std::uint8_t octet) { return octet == 0; });
}

void check_debug(const RuleInput& in, Answer& out) {
  const HierarchyNames& names = in.names;
  const auto check_name = [&](CertificateRole role, const std::optional<DeviceCaName>& name) {
    if (!name || !name->debug) return;
    const std::optional<Level> found = level(in, role);
    report_debug(in, out, found->cert, cat("the name ", quote(found->subject.to_string())), "debug-name");
  };
  check_name(CertificateRole::app_ca, names.app);
  check_name(CertificateRole::kernel_ca, names.kernel);
  check_name(CertificateRole::rom_ca, names.rom);
  if (names.issuing && is_debug_number(names.issuing->number))
    report_debug(in, out, level(in, CertificateRole::issuing_ca)->cert,
                 cat("the number ", quote(names.issuing->number)), "debug-name");
  // one is enough: on a debug chain every certificate has such an address
  for (std::size_t i = 0; i < in.path.steps.size(); ++i)
    if (has_debug_address(in.path.steps[i].certificate))
      return report_debug(in, out, i, "a URI on a host for debug certificates", "debug-address");
  if (!out.items().empty()) return;
  for (std::size_t i = 0; i < in.path.steps.size(); ++i)
    if (has_debug_serial(in.path.steps[i].certificate))
      return report_debug(in, out, i, "the debug CAs' serial number", "debug-serial");
  if (in.path.anchor && in.path.anchor->certificate && has_debug_serial(*in.path.anchor->certificate))
    report_debug(in, out, {}, "the debug CAs' serial number in the anchor", "debug-serial");
}

void check_platform(const RuleInput& in, Answer& out) {
  const HierarchyNames& names = in.names;
  std::string expected;
  const auto compare = [&](CertificateRole role, const auto& name) {
    if (!name) return;
    if (expected.empty()) expected = name->platform;
    if (name->platform == expected) return;
    Finding& finding = out.report("platform-mismatch", level(in, role)->cert,
                                  cat("the platform is ", quote(name->platform), ", expected ", quote(expected)));
    finding.params = {{"expected", expected}, {"found", name->platform}};
  };
  compare(CertificateRole::issuing_ca, names.issuing);
  compare(CertificateRole::rom_ca, names.rom);
  compare(CertificateRole::kernel_ca, names.kernel);
  compare(CertificateRole::app_ca, names.app);
}

void check_generation(const RuleInput& in, Answer& out) {
  const HierarchyNames& names = in.names;
  const auto mismatch = [&](CertificateRole role, std::string_view why) {
    out.report("generation-mismatch", level(in, role)->cert, std::string(why));
  };
  // The earliest form of issuing names belongs to the first generation of intermediates.
  if (names.intermediate && names.issuing && (names.intermediate->generation == 2) != (names.issuing->generation == 2))
    mismatch(CertificateRole::issuing_ca, "the issuing CA's name is of another generation than the intermediate's");
  // Alder Lake: device names of the first generation below an issuing CA of the second. Never the other way round.
  if (names.issuing && names.rom && names.rom->generation == 2 && names.issuing->generation != 2)
    mismatch(CertificateRole::rom_ca, "the ROM CA's name is of a later generation than the issuing CA's");
  if (names.rom && names.kernel && names.rom->generation != names.kernel->generation)
    mismatch(CertificateRole::kernel_ca, "the Kernel CA's name is of another generation than the ROM CA's");
  if (names.kernel && names.app && names.kernel->generation != names.app->generation)
    mismatch(CertificateRole::app_ca, "the App CA's name is of another generation than the Kernel CA's");
}

void check_known_issuing(const RuleInput& in, Answer& out) {
  const std::optional<Level> found = level(in, CertificateRole::issuing_ca);
  if (!found || !found->cert) return out.not_applicable();  // an anchor is known by definition
  const Fingerprint& key = in.path.steps[*found->cert].certificate->spki_sha256;
  const std::span<const StoredCertificate> stored = in.store.intermediates();
  if (std::any_of(stored.begin(), stored.end(),
                  [&](const StoredCertificate& known) { return known.certificate->spki_sha256 == key; }))
    return;
  out.report("unknown-issuing-ca", found->cert,
             cat("unknown issuing CA ", quote(found->subject.to_string()), ", not in the trust source"));
}

void check_ca_eku(const RuleInput& in, Answer& out) {
  for (std::size_t i = 1; i < in.path.steps.size(); ++i) {
    const std::optional<std::vector<std::string>>& usages = in.path.steps[i].certificate->extended_key_usage;
    if (!usages) continue;
    for (const std::string& usage : *usages) {
      if (usage == oid::kTcgEmbeddedCa || usage == oid::kAnyExtendedKeyUsage) continue;
      Finding& finding =
          out.report("ca-eku", i, cat("unexpected extended key usage ", quote(usage), " in a CA certificate"));
      finding.params = {{"expected", std::string(oid::kTcgEmbeddedCa)}, {"found", usage}};
    }
  }
}

constexpr Reason kShape[] = {
    {"missing-level", "missing level on the path",
     "present the whole device chain; issuing CA and intermediate may also come from the trust source"},
    {"extra-level", "the path has levels that the hierarchy does not have",
     "the intermediate must be issued by a root, not by another CA of the hierarchy"}};
constexpr Reason kIntermediate[] = {{"name", "not the name of an ODCA intermediate CA", ""}};
constexpr Reason kIssuing[] = {{"name", "not the name of an ODCA product issuing CA", ""}};
constexpr Reason kRom[] = {{"name", "not the name of a ROM CA", ""}};
constexpr Reason kKernel[] = {{"name", "not the name of a Kernel CA", ""}};
constexpr Reason kApp[] = {{"name", "not the name of an App CA", ""}, {"app", "the application is not AMT", ""}};
constexpr Reason kEngine[] = {{"engine", "the engine is not CSME", ""}};
constexpr Reason kClass[] = {{"class-E", "the issuing CA is of class E (engineering)",
                              "a laboratory can allow the class under lab.classes in its policy"},
                             {"class-T", "the issuing CA is of class T (test)",
                              "a laboratory can allow the class under lab.classes in its policy"},
                             {"class-D", "the issuing CA is of class D (debug)",
                              "a laboratory can allow the class under lab.classes in its policy"}};
constexpr Reason kClassKnown[] = {
    {"class-unknown", "unknown device class: the name of the issuing CA has none",
     "compare the CA with its owner's publication; names of this form are older than the classes"}};
constexpr Reason kDebug[] = {
    {"debug-name", "a name marks a debug part",
     "keys of debug parts are not secret; a laboratory can allow class D or the key under lab in its policy"},
    {"debug-address", "a URI on a host for debug certificates marks a debug part",
     "keys of debug parts are not secret; a laboratory can allow class D or the key under lab in its policy"},
    {"debug-serial", "the debug CAs' serial number marks a debug part",
     "keys of debug parts are not secret; a laboratory can allow class D or the key under lab in its policy"}};
constexpr Reason kPlatform[] = {{"platform-mismatch", "the names of two levels are of different platforms", ""}};
constexpr Reason kGeneration[] = {
    {"generation-mismatch", "the names of two levels are of incompatible generations", ""}};
constexpr Reason kKnownIssuing[] = {{"unknown-issuing-ca", "unknown issuing CA, not in the trust source",
                                     "new platforms have new issuing CAs; the signature decides"}};
constexpr Reason kCaEku[] = {{"ca-eku", "unexpected extended key usage in a CA certificate", ""}};

constexpr Rule kOdcaRules[] = {
    {{"odca.shape",
      "Leaf, App, Kernel, ROM, issuing CA, intermediate and root are on the path, in this order.",
      "Intel AMT SDK, On Die Certificate Authority; docs/hierarchy.md 1",
      Severity::fail,
      Severity::fail,
      kShape,
      {"shape-two-apps", "lnl"}},
     for_odca,
     check_shape},
    {{"odca.intermediate",
      "The intermediate CA has a name of the hierarchy.",
      "docs/hierarchy.md 2",
      Severity::fail,
      Severity::fail,
      kIntermediate,
      {"intermediate-ocsp", "lnl"}},
     for_odca,
     check_intermediate},
    {{"odca.issuing",
      "The product issuing CA has a name of one of the three forms of the hierarchy.",
      "docs/hierarchy.md 2",
      Severity::fail,
      Severity::fail,
      kIssuing,
      {"issuing-two-units", "lnl"}},
     for_odca,
     check_issuing},
    {{"odca.rom",
      "The ROM CA has a name of the hierarchy.",
      "docs/hierarchy.md 2",
      Severity::fail,
      Severity::fail,
      kRom,
      {"rom-two-common-names", "lnl"}},
     for_odca,
     check_rom},
    {{"odca.kernel",
      "The Kernel CA has a name of the hierarchy.",
      "docs/hierarchy.md 2",
      Severity::fail,
      Severity::fail,
      kKernel,
      {"kernel-name", "lnl"}},
     for_odca,
     check_kernel},
    {{"odca.app",
      "The App CA has a name of the hierarchy, and for AMT services the application is AMT.",
      "docs/hierarchy.md 2",
      Severity::fail,
      Severity::fail,
      kApp,
      {"app-name", "lnl"}},
     for_odca,
     check_app},
    {{"odca.engine",
      "The engine is CSME at every level whose name names one.",
      "docs/hierarchy.md 2",
      Severity::fail,
      Severity::fail,
      kEngine,
      {"engine-osse", "lnl"}},
     for_odca,
     check_engine},
    {{"odca.class",
      "The name of the product issuing CA has no class other than P.",
      "docs/hierarchy.md 3",
      Severity::fail,
      Severity::fail,
      kClass,
      {"all-roles-class-e", "all-roles-whole-chain"}},
     for_odca,
     check_class},
    {{"odca.class_known",
      "The name of the product issuing CA has a class.",
      "docs/hierarchy.md 3",
      Severity::warn,
      Severity::note,
      kClassKnown,
      {"class-not-named-refused", "tgl"}},
     for_odca,
     check_class_known},
    {{"odca.debug",
      "No name, serial number or URI on the path marks a debug part.",
      "docs/hierarchy.md 3",
      Severity::fail,
      Severity::fail,
      kDebug,
      {"debug-serial", "debug-serial-and-one"}},
     for_odca,
     check_debug},
    {{"odca.platform",
      "Issuing CA, ROM, Kernel and App name the same platform.",
      "docs/hierarchy.md 2",
      Severity::warn,
      Severity::note,
      kPlatform,
      {"platform-mismatch", "lnl"}},
     for_odca,
     check_platform},
    {{"odca.generation",
      "The names of intermediate, issuing CA and device are of compatible generations.",
      "docs/hierarchy.md 2",
      Severity::warn,
      Severity::note,
      kGeneration,
      {"generation-mismatch", "lnl"}},
     for_odca,
     check_generation},
    {{"odca.known_issuing",
      "The product issuing CA is in the trust source.",
      "docs/hierarchy.md 1",
      Severity::note,
      Severity::off,
      kKnownIssuing,
      {"unknown-issuing-ca", "lnl-4-from-store"}},
     for_odca,
     check_known_issuing},
    {{"odca.ca_eku",
      "Extended key usages of CAs are none, TCG embedded CA, or any.",
      "docs/hierarchy.md 5",
      Severity::warn,
      Severity::note,
      kCaEku,
      {"ca-eku-server-auth", "lnl"}},
     for_odca,
     check_ca_eku},
};

}  // namespace

std::span<const Rule> odca_rules() { return kOdcaRules; }

}  // namespace odca
