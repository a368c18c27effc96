// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a policy file may say, and what it may not: each refusal with its reason, place and words.
#include <gtest/gtest.h>

#include "base/text.h"
#include "odca/policy_file.h"
#include "odca/rule_catalog.h"
#include "policy/vocabulary.h"

namespace odca {
namespace {

const std::string kHex(64, 'a');

Result<Policy> read(const std::string& text) { return parse_policy(text, "p.yaml"); }

// A policy whose only section below the name is `text`.
Result<Policy> with(const std::string& text) { return read("name: test\n" + text); }

Result<Policy> with_exception(const std::string& fields) { return with("exceptions:\n  - {" + fields + "}\n"); }

struct Refused {
  const char* about;
  std::string text;
  const char* reason;
  const char* line;
  const char* says;
};

// Prints the sentence in test output instead of bytes.
void PrintTo(const Refused& refused, std::ostream* out) { *out << refused.about; }

class RefusesPolicy : public testing::TestWithParam<Refused> {};

TEST_P(RefusesPolicy, WithReasonPlaceAndWords) {
  const auto policy = read(GetParam().text);
  ASSERT_FALSE(policy);
  const Error& error = policy.error();
  EXPECT_EQ(error.reason.text(), GetParam().reason) << describe(error);
  ASSERT_EQ(error.trace.size(), 2U);
  EXPECT_EQ(error.trace[0].substr(0, error.trace[0].find(',')), GetParam().line) << describe(error);
  EXPECT_EQ(error.trace[1], "p.yaml");
  EXPECT_NE((error.message + "\n" + error.hint).find(GetParam().says), std::string::npos) << describe(error);
}

const Refused kRefused[] = {
    {"no name", "rules: {}\n", "missing-key", "line 1", "'name'"},
    {"a name of two lines", "name: \"a\\nb\"\n", "value", "line 1", "one line"},
    {"a name too long for a report", "name: " + std::string(81, 'n') + "\n", "range", "line 1", "80"},
    {"a sequence", "- name\n", "value", "line 1", "expected a mapping"},
    {"a misspelt section", "name: a\nrule: {}\n", "unknown-key", "line 2", "did you mean 'rules'"},
    {"a key twice", "name: a\nname: b\n", "duplicate-key", "line 2", "'name'"},
    {"an alias bomb", "name: a\nlab: &x\n  keys: [*x, *x]\n", "anchor", "line 2", "anchor"},
    {"a second document", "name: a\n---\nname: b\n", "second-document", "line 2", "second"},

    {"an unknown source", "name: a\ntrust: {source: embeded}\n", "value", "line 2", "did you mean 'embedded'"},
    {"custom without path", "name: a\ntrust:\n  source: custom\n", "missing-key", "line 3", "'path'"},
    {"a path with the default source", "name: a\ntrust:\n  path: x\n", "value", "line 3", "'embedded'"},
    {"a path with another source", "name: a\ntrust:\n  source: system\n  path: x\n", "value", "line 4", "'system'"},
    {"a role that the system has anyway", "name: a\ntrust: {system_roles: [enterprise]}\n", "value", "line 2",
     "'odca'"},
    {"a word for installed trust", "name: a\ntrust: {installed: require}\n", "value", "line 2",
     "did you mean 'required'"},
    {"a role twice", "name: a\ntrust: {system_roles: [odca, odca]}\n", "value", "line 2", "duplicate"},

    {"an unknown rule", "name: a\nrules:\n  cert.validty: warn\n", "unknown-rule", "line 3", "'cert.validity'"},
    {"an unknown rule near nothing", "name: a\nrules:\n  x: warn\n", "unknown-rule", "line 3", "odca-verify rules"},
    {"a severity that is none", "name: a\nrules:\n  cert.validity: error\n", "value", "line 3", "'fail'"},
    {"a severity in YAML 1.1's sense", "name: a\nrules:\n  cert.validity: false\n", "value", "line 3", "'false'"},
    {"the anchor rule lowered", "name: a\nrules:\n  path.anchor: warn\n", "floor", "line 3", "'path.anchor'"},
    {"a signature rule switched off", "name: a\nrules: {path.signature: off}\n", "floor", "line 2", "'path.signature'"},
    {"a rule below its floor of warn", "name: a\nrules:\n  cert.validity: note\n", "floor", "line 3",
     "'warn' or stricter"},
    {"rules as a list", "name: a\nrules: [path.anchor]\n", "value", "line 2", "mapping"},

    {"a limit of zero", "name: a\nlimits: {certificates: 0}\n", "range", "line 2", "from 1 to 1024"},
    {"a limit lifted", "name: a\nlimits:\n  signature_checks: 10001\n", "range", "line 3", "10000"},
    {"a limit below zero", "name: a\nlimits: {der_depth: -1}\n", "value", "line 2", "'-1'"},
    {"a limit in octal", "name: a\nlimits: {der_depth: 010}\n", "value", "line 2", "'010'"},
    {"a limit without bound", "name: a\nlimits: {search_steps: none}\n", "value", "line 2", "'none'"},
    {"an unknown limit", "name: a\nlimits: {signatures: 10}\n", "unknown-key", "line 2", "'signatures'"},

    {"an algorithm that is none", "name: a\nalgorithms: {odca: {signatures: [rsa-pkcs1-sha1]}}\n", "value", "line 2",
     "'rsa-pkcs1-sha256'"},
    {"the word for keys that verify nothing", "name: a\nalgorithms: {odca: {ca_keys: [unsupported]}}\n", "value",
     "line 2", "'unsupported'"},
    {"no algorithm at all", "name: a\nalgorithms: {odca: {signatures: []}}\n", "value", "line 2", "at least one"},
    {"an algorithm twice", "name: a\nalgorithms: {rfc5280: {keys: [rsa, rsa]}}\n", "value", "line 2", "duplicate"},
    {"short RSA keys", "name: a\nalgorithms: {rsa_min_bits: 1024}\n", "range", "line 2", "2048"},

    {"CRLs that are never fresh", "name: a\nrevocation: {max_age_days: 0}\n", "range", "line 2", "from 1"},
    {"CRLs of the dump that do nothing", "name: a\nrevocation: {dump_crls: ignore}\n", "value", "line 2", "'revoke'"},
    {"revocation switched off", "name: a\nrevocation: off\n", "value", "line 2", "mapping"},
    {"a leaf hash that is ignored", "name: a\ndevice: {leaf_hash: ignore}\n", "value", "line 2", "'exact'"},
    {"names for a purpose without names", "name: a\nleaf_names: {odca: [x]}\n", "unknown-key", "line 2", "'odca'"},
    {"a purpose without any name", "name: a\nleaf_names: {amt-wsman: []}\n", "value", "line 2", "at least one"},

    {"class P as an allowance", "name: a\nlab: {classes: [P]}\n", "value", "line 2", "'E', 'T' or 'D'"},
    {"class e", "name: a\nlab: {classes: [e]}\n", "value", "line 2", "'E', 'T' or 'D'"},
    {"a key that is no hash", "name: a\nlab: {keys: [abc]}\n", "value", "line 2", "64 hexadecimal"},
    {"a lab key twice", "name: a\nlab: {keys: [" + kHex + ", " + kHex + "]}\n", "value", "line 2", "duplicate"},
};
INSTANTIATE_TEST_SUITE_P(Policy, RefusesPolicy, testing::ValuesIn(kRefused));

// The message that docs/policy.md shows.
TEST(PolicyParse, SaysWhyASeverityIsTooWeak) {
  const auto policy = read("name: site\nrules:\n  path.anchor: warn\n");
  ASSERT_FALSE(policy);
  EXPECT_EQ(describe(policy.error()),
            "p.yaml: line 3, column 16: expected 'fail' for rule 'path.anchor', whose floor is 'fail', found 'warn'");
}

TEST(PolicyParse, ANameIsEnoughAndChangesNothingElse) {
  const auto policy = read("name: default\n");
  ASSERT_TRUE(policy) << describe(policy.error());
  EXPECT_EQ(*policy, default_policy());
}

TEST(PolicyParse, ReadsTrust) {
  const auto policy =
      with("trust:\n  source: custom\n  path: anchors/site\n  system_roles: [odca, lab]\n  installed: required\n");
  ASSERT_TRUE(policy) << describe(policy.error());
  EXPECT_EQ(policy->trust.source, SourceKind::custom);
  EXPECT_EQ(policy->trust.path, "anchors/site");
  EXPECT_EQ(policy->trust.system_roles, (std::vector<SystemRole>{SystemRole::odca, SystemRole::lab}));
  EXPECT_EQ(policy->trust.installed, InstalledDemand::required);
}

TEST(PolicyParse, KeepsOnlySeveritiesThatDiffer) {
  const auto policy = with("rules:\n  cert.validity: warn\n  path.anchor: fail\n  input.unused: off\n");
  ASSERT_TRUE(policy) << describe(policy.error());
  EXPECT_EQ(policy->rules.size(), 2U);
  EXPECT_EQ(severity_of(*policy, "cert.validity"), Severity::warn);
  EXPECT_EQ(severity_of(*policy, "input.unused"), Severity::off);
  EXPECT_EQ(severity_of(*policy, "path.anchor"), Severity::fail);
}

TEST(PolicyParse, TakesEverySeverityDownToTheFloorAndNoneBelow) {
  constexpr std::string_view kNames[] = {"fail", "warn", "note", "off"};
  ASSERT_FALSE(rule_catalog().empty());
  for (const RuleInfo& rule : rule_catalog())
    for (std::size_t i = 0; i < 4; ++i) {
      const auto policy = with(cat("rules: {", rule.id, ": ", kNames[i], "}\n"));
      const auto chosen = static_cast<Severity>(i);  // the enumeration's order
      EXPECT_EQ(policy.has_value(), chosen <= rule.floor) << rule.id.text() << " " << kNames[i];
      if (policy) {
        EXPECT_EQ(severity_of(*policy, rule.id), chosen) << rule.id.text();
      }
    }
}

TEST(PolicyParse, ReadsLimitsAtTheirBounds) {
  const auto policy = with("limits: {certificates: 1, signature_checks: 10000}\n");
  ASSERT_TRUE(policy) << describe(policy.error());
  EXPECT_EQ(policy->limits.certificates, 1U);
  EXPECT_EQ(policy->limits.signature_checks, 10'000U);
  EXPECT_EQ(policy->limits.search_steps, Limits{}.search_steps);
}

TEST(PolicyParse, ReadsAlgorithms) {
  const auto policy =
      with("algorithms:\n  odca: {leaf_keys: [ec-p521]}\n  rfc5280: {signatures: [ed25519]}\n  rsa_min_bits: 3072\n");
  ASSERT_TRUE(policy) << describe(policy.error());
  EXPECT_EQ(policy->algorithms.odca_leaf_keys, std::vector<KeyKind>{KeyKind::ec_p521});
  EXPECT_EQ(policy->algorithms.rfc5280_signatures, std::vector<SignatureKind>{SignatureKind::ed25519});
  EXPECT_EQ(policy->algorithms.rsa_min_bits, 3072U);
  EXPECT_EQ(policy->algorithms.odca_signatures, AlgorithmPolicy{}.odca_signatures);
}

TEST(PolicyVocabulary, AlgorithmsAreNamedAsReportsNameThem) {
  for (std::size_t i = 0; i < kSignatureNames.size(); ++i)
    EXPECT_EQ(kSignatureNames[i], to_string(static_cast<SignatureKind>(i + 1)));  // table position to enumerator
  for (std::size_t i = 0; i < kKeyNames.size(); ++i)
    EXPECT_EQ(kKeyNames[i], to_string(static_cast<KeyKind>(i + 1)));  // table position to enumerator
}

TEST(PolicyParse, NamesOfAlgorithmsMeanTheirKinds) {
  const auto policy = with(
      "algorithms:\n  rfc5280:\n    signatures: [ecdsa-sha256, ecdsa-sha384, ecdsa-sha512, rsa-pkcs1-sha256, "
      "rsa-pkcs1-sha384, rsa-pkcs1-sha512, rsa-pss-sha256, rsa-pss-sha384, rsa-pss-sha512, ed25519]\n"
      "    keys: [ec-p256, ec-p384, ec-p521, rsa, ed25519]\n");
  ASSERT_TRUE(policy) << describe(policy.error());
  EXPECT_EQ(policy->algorithms.rfc5280_signatures, AlgorithmPolicy{}.rfc5280_signatures);
  EXPECT_EQ(policy->algorithms.rfc5280_keys, AlgorithmPolicy{}.rfc5280_keys);
}

TEST(PolicyParse, ReadsRevocationDeviceAndLeafNames) {
  const auto policy = with(
      "revocation: {max_age_days: 90, dump_crls: clear}\ndevice: {leaf_hash: spki}\nleaf_names:\n  amt-wsman: [AMT "
      "WS-MAN, 'site: "
      "ws']\n");
  ASSERT_TRUE(policy) << describe(policy.error());
  EXPECT_EQ(policy->revocation.max_age_days, 90U);
  EXPECT_EQ(policy->revocation.dump_crls, DumpCrls::clear);
  EXPECT_EQ(policy->device.leaf_hash, LeafHashMode::spki);
  EXPECT_EQ(policy->leaf_names.at("amt-wsman"), (std::vector<std::string>{"AMT WS-MAN", "site: ws"}));
}

TEST(PolicyParse, ReadsLabAllowances) {
  const auto policy = with("lab: {classes: [T, E], keys: [" + kHex + "]}\n");
  ASSERT_TRUE(policy) << describe(policy.error());
  EXPECT_EQ(policy->lab.classes, (std::vector<std::string>{"T", "E"}));
  ASSERT_EQ(policy->lab.keys.size(), 1U);
  EXPECT_EQ(policy->lab.keys[0][0], 0xAA);
}

TEST(PolicyParse, AnExceptionHoldsUntilTheLastSecondOfItsDay) {
  const auto policy = with_exception("rule: cert.validity, match: {rom: " + kHex + "}, reason: r, until: 2027-02-28");
  ASSERT_TRUE(policy) << describe(policy.error());
  ASSERT_EQ(policy->exceptions.size(), 1U);
  const Exception& exception = policy->exceptions[0];
  EXPECT_EQ(exception.rule, "cert.validity");
  EXPECT_EQ(exception.rom_sha256, fingerprint_from_hex(kHex));
  EXPECT_FALSE(exception.leaf_spki_sha256);
  EXPECT_TRUE(exception.platform.empty());
  EXPECT_EQ(format_time(exception.until), "2027-02-28T23:59:59Z");
}

TEST(PolicyParse, ExceptionsMatchKeysAndPlatformsToo) {
  const auto policy = with(
      "exceptions:\n"
      "  - {rule: leaf.eku, match: {platform: TGL}, reason: r, until: 2027-02-28}\n"
      "  - {rule: leaf.eku, match: {leaf_spki: " +
      kHex + "}, reason: r, until: 2027-02-28}\n");
  ASSERT_TRUE(policy) << describe(policy.error());
  EXPECT_EQ(policy->exceptions[0].platform, "TGL");
  EXPECT_EQ(policy->exceptions[1].leaf_spki_sha256, fingerprint_from_hex(kHex));
}

TEST(PolicyParse, ExceptionsAreWholeOrRefused) {
  const std::string match = "match: {platform: TGL}";
  for (const std::string& fields : {
           match + ", reason: r, until: 2027-02-28",                                                   // no rule
           std::string("rule: leaf.eku, reason: r, until: 2027-02-28"),                                // no match
           "rule: leaf.eku, " + match + ", until: 2027-02-28",                                         // no reason
           "rule: leaf.eku, " + match + ", reason: '', until: 2027-02-28",                             // empty reason
           "rule: leaf.eku, " + match + ", reason: r",                                                 // no end
           "rule: leaf.eku, " + match + ", reason: r, until: never",                                   // no date
           "rule: leaf.eku, " + match + ", reason: r, until: 2027-02-30",                              // no such day
           std::string("rule: leaf.eku, match: {}, reason: r, until: 2027-02-28"),                     // matches all
           "rule: leaf.eku, match: {platform: TGL, rom: " + kHex + "}, reason: r, until: 2027-02-28",  // two matches
           std::string("rule: leaf.eku, match: {platform: '*'}, reason: r, until: 2027-02-28"),        // a wildcard
           std::string("rule: leaf.eku, match: {rom: 00}, reason: r, until: 2027-02-28"),              // a short hash
           "rule: leaf.ekus, " + match + ", reason: r, until: 2027-02-28",                             // no such rule
           "rule: policy.exception_used, " + match + ", reason: r, until: 2027-02-28",                 // about itself
       })
    EXPECT_FALSE(with_exception(fields)) << fields;
}

TEST(PolicyParse, RulesWithFloorFailAllowNoException) {
  for (const RuleInfo& rule : rule_catalog()) {
    if (rule.id.text().starts_with("policy.")) continue;
    const auto policy =
        with_exception(cat("rule: ", rule.id, ", match: {platform: TGL}, reason: r, until: 2027-02-28"));
    EXPECT_EQ(policy.has_value(), rule.floor != Severity::fail) << rule.id.text();
    if (!policy) {
      EXPECT_EQ(policy.error().reason.text(), "floor") << rule.id.text();
    }
  }
}

TEST(PolicyParse, TwoExceptionsOfOneScopeAreRefused) {
  const std::string one = "  - {rule: leaf.eku, match: {platform: TGL}, reason: r, until: 2027-02-28}\n";
  const std::string later = "  - {rule: leaf.eku, match: {platform: TGL}, reason: s, until: 2028-02-28}\n";
  EXPECT_FALSE(with("exceptions:\n" + one + later));
}

TEST(PolicyLoad, NamesTheFileThatIsNotThere) {
  const auto policy = load_policy("no/such/policy.yaml");
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.error().code, Errc::io);
  EXPECT_NE(describe(policy.error()).find("no/such/policy.yaml"), std::string::npos);
}

TEST(PolicySeverity, FloorsHoldForPoliciesPutTogetherInCode) {
  Policy policy;
  policy.rules = {{"path.anchor", Severity::off}, {"cert.validity", Severity::note}};
  EXPECT_EQ(severity_of(policy, "path.anchor"), Severity::fail);
  EXPECT_EQ(severity_of(policy, "cert.validity"), Severity::warn);
}

TEST(PolicySeverity, AnUnknownRuleFails) { EXPECT_EQ(severity_of(default_policy(), "no.such_rule"), Severity::fail); }

}  // namespace
}  // namespace odca
