// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Each field of a manifest: what is refused, with the nearest that is accepted.
#include "publish/manifest.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "odca/time.h"

namespace odca::bundle_tool {
namespace {

const std::string kHead = "format: amt-trust-manifest/1\nversion: 7\nroots: [root.json]\n";
const std::string kHash(64, 'a');
const std::string kProvenance = "    provenance: [{url: https://pki.example.com, retrieved: 2026-11-20}]\n";
const std::string kAnchor =
    "anchors:\n  - id: 5\n    label: Example\n    certificate: a.pem\n    roles: [enterprise]\n";
const std::string kDeny = "deny:\n  - id: 5\n    label: Example\n    reason: lost\n    since: 2026-11-20\n";

struct Case {
  std::string name;
  std::string text;
  std::string refusal;  ///< a part of the message; empty: accepted
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }
std::string name_of(const ::testing::TestParamInfo<Case>& info) { return info.param.name; }

class ManifestText : public ::testing::TestWithParam<Case> {};
TEST_P(ManifestText, IsReadOrRefused) {
  const auto manifest = read_manifest(GetParam().text, "manifest.yaml");
  if (GetParam().refusal.empty()) {
    EXPECT_TRUE(manifest) << (manifest ? "" : describe(manifest.error()));
    return;
  }
  ASSERT_FALSE(manifest);
  const std::string said = describe(manifest.error());
  EXPECT_NE(said.find(GetParam().refusal), std::string::npos) << said;
  EXPECT_NE(said.find("manifest.yaml"), std::string::npos) << said;
}

INSTANTIATE_TEST_SUITE_P(Form, ManifestText,
                         ::testing::Values(Case{"least", kHead, ""}, Case{"nothing", "", "is empty"},
                                           Case{"second_document", kHead + "---\na: b\n", "document"},
                                           Case{"alias", kHead + "notes: &a x\nbase: *a\n", "anchor"},
                                           Case{"duplicate_key", kHead + "version: 8\n", "'version'"},
                                           Case{"unknown_key", kHead + "versoin: 8\n", "'versoin'"},
                                           Case{"tag", kHead + "notes: !!str x\n", "tag"},
                                           Case{"sequence", "- a\n", "mapping"}),
                         name_of);
INSTANTIATE_TEST_SUITE_P(
    Head, ManifestText,
    ::testing::Values(
        Case{"other_format", "format: amt-trust-manifest/2\nversion: 7\nroots: [a]\n", "amt-trust-manifest/1"},
        Case{"no_format", "version: 7\nroots: [a]\n", "'format'"},
        Case{"no_version", "format: amt-trust-manifest/1\nroots: [a]\n", "'version'"},
        Case{"version_zero", "format: amt-trust-manifest/1\nversion: 0\nroots: [a]\n", "'0'"},
        Case{"version_too_large", "format: amt-trust-manifest/1\nversion: 9007199254740992\nroots: [a]\n",
             "9007199254740992"},
        Case{"version_quoted", "format: amt-trust-manifest/1\nversion: '7'\nroots: [a]\n", "'7'"},
        Case{"no_roots", "format: amt-trust-manifest/1\nversion: 7\n", "'roots'"},
        Case{"empty_roots", "format: amt-trust-manifest/1\nversion: 7\nroots: []\n", "empty"},
        Case{"root_twice", "format: amt-trust-manifest/1\nversion: 7\nroots: [a, a]\n", "'a'"},
        Case{"expires", kHead + "expires: 2028-01-01T00:00:00Z\n", ""},
        Case{"expires_word", kHead + "expires: never\n", "'never'"}, Case{"valid_days", kHead + "valid_days: 30\n", ""},
        Case{"valid_days_zero", kHead + "valid_days: 0\n", "'0'"},
        Case{"valid_days_and_expires", kHead + "valid_days: 3\nexpires: 2028-01-01\n", "both"},
        Case{"base", kHead + "base: embedded\n", ""}, Case{"base_empty", kHead + "base: ''\n", "an empty value"},
        Case{"min_tool", kHead + "min_tool: 0.2.0\n", ""}, Case{"min_tool_short", kHead + "min_tool: '0.2'\n", "'0.2'"},
        Case{"notes", kHead + "notes: what is new\n", ""},
        Case{"notes_of_two_lines", kHead + "notes: |\n  one\n  two\n", "line"}),
    name_of);
INSTANTIATE_TEST_SUITE_P(
    Anchors, ManifestText,
    ::testing::Values(
        Case{"certificate", kHead + kAnchor + kProvenance, ""},
        Case{"name_and_key", kHead + "anchors: [{id: 5, label: L, subject: MAA=, spki: MAA=, roles: [lab]}]\n", ""},
        Case{"change_of_the_base", kHead + "anchors: [{id: 1, status: retired}]\n", ""},
        Case{"no_id", kHead + "anchors: [{status: retired}]\n", "'id'"},
        Case{"id_zero", kHead + "anchors: [{id: 0, status: retired}]\n", "'0'"},
        Case{"id_twice", kHead + "anchors: [{id: 1, status: retired}, {id: 1, status: active}]\n", "duplicate"},
        Case{"no_label", kHead + "anchors: [{id: 5, certificate: a.pem, roles: [lab]}]\n", "'label'"},
        Case{"no_roles", kHead + "anchors: [{id: 5, certificate: a.pem, label: L}]\n", "'roles'"},
        Case{"unknown_role", kHead + "anchors: [{id: 5, roles: [labs]}]\n", "'labs'"},
        Case{"role_twice", kHead + "anchors: [{id: 5, roles: [lab, lab]}]\n", "'lab'"},
        Case{"unknown_status", kHead + "anchors: [{id: 5, status: gone}]\n", "'gone'"},
        Case{"subject_alone", kHead + "anchors: [{id: 5, label: L, subject: MAA=, roles: [lab]}]\n", "'spki'"},
        Case{"certificate_and_key",
             kHead + "anchors: [{id: 5, label: L, certificate: a, subject: MAA=, spki: MAA=, roles: [lab]}]\n", "all"},
        Case{"key_not_base64", kHead + "anchors: [{id: 5, label: L, subject: MAA=, spki: 'M!', roles: [lab]}]\n",
             "base64"},
        Case{"replaced_by", kHead + "anchors: [{id: 1, status: retired, replaced_by: 2}]\n", ""},
        Case{"replaced_by_zero", kHead + "anchors: [{id: 1, replaced_by: 0}]\n", "'0'"},
        Case{"encodings", kHead + "anchors: [{id: 1, cert_sha256: [" + kHash + "]}]\n", ""},
        Case{"encoding_twice", kHead + "anchors: [{id: 1, cert_sha256: [" + kHash + ", " + kHash + "]}]\n",
             "duplicate"},
        Case{"encoding_short", kHead + "anchors: [{id: 1, cert_sha256: [aa]}]\n", "'aa'"},
        Case{"constraints", kHead + "anchors: [{id: 1, constraints: {path_len: 1}}]\n", ""},
        Case{"unknown_constraint", kHead + "anchors: [{id: 1, constraints: {path: 1}}]\n", "'path'"},
        Case{"provenance_without_date", kHead + "anchors: [{id: 1, provenance: [{url: u}]}]\n", "'retrieved'"},
        Case{"provenance_without_url", kHead + "anchors: [{id: 1, provenance: [{retrieved: 2026-11-20}]}]\n", "'url'"},
        Case{"evidence_without_hash",
             kHead + "anchors: [{id: 1, provenance: [{url: u, retrieved: 2026-11-20, file: f}]}]\n", "'sha256'"},
        Case{"evidence_with_hash",
             kHead + "anchors: [{id: 1, provenance: [{url: u, retrieved: 2026-11-20, file: f, sha256: " + kHash +
                 "}]}]\n",
             ""}),
    name_of);
INSTANTIATE_TEST_SUITE_P(
    MaterialAndDeny, ManifestText,
    ::testing::Values(
        Case{"intermediates", kHead + "intermediates:\n  - file: a.pem\n" + kProvenance, ""},
        Case{"intermediate_without_file", kHead + "intermediates:\n  -\n" + kProvenance, "'file'"},
        Case{"drop_intermediates", kHead + "drop_intermediates: [" + kHash + "]\n", ""},
        Case{"drop_twice", kHead + "drop_intermediates: [" + kHash + ", " + kHash + "]\n", "duplicate"},
        Case{"drop_by_name", kHead + "drop_intermediates: [sub.pem]\n", "'sub.pem'"},
        Case{"drop_crls", kHead + "drop_crls: [" + kHash + "]\n", "'drop_crls'"},
        Case{"crls", kHead + "crls: [{file: a.crl}]\n", ""}, Case{"crl_of_nothing", kHead + "crls: [{}]\n", "'file'"},
        Case{"deny_key", kHead + kDeny + "    spki_sha256: " + kHash + "\n", ""},
        Case{"deny_certificate", kHead + kDeny + "    sha256: " + kHash + "\n", ""},
        Case{"deny_both", kHead + kDeny + "    sha256: " + kHash + "\n    spki_sha256: " + kHash + "\n", "both"},
        Case{"deny_nothing", kHead + kDeny, "neither"},
        Case{"deny_lifted", kHead + "deny: [{id: 3, lifted: true}]\n", ""},
        Case{"deny_lifted_yes", kHead + "deny: [{id: 3, lifted: yes}]\n", "'yes'"},
        Case{"deny_id_alone", kHead + "deny: [{id: 3}]\n", "'lifted'"},
        Case{"deny_id_twice", kHead + "deny: [{id: 3, lifted: true}, {id: 3, lifted: false}]\n", "duplicate"},
        Case{"deny_without_since", kHead + "deny: [{id: 3, label: L, reason: r, sha256: " + kHash + "}]\n", "'since'"},
        Case{"deny_hash_as_number", kHead + kDeny + "    sha256: 12\n", "'12'"}),
    name_of);

TEST(Manifest, SaysWhatItSays) {
  const auto manifest = read_manifest(kHead + "valid_days: 30\nbase: old.atb\nnotes: new root\n" + kAnchor +
                                          kProvenance + kDeny + "    spki_sha256: " + kHash + "\n",
                                      "manifest.yaml");
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->version, 7U);
  EXPECT_EQ(manifest->valid_days, 30U);
  EXPECT_EQ(manifest->roots, std::vector<std::string>{"root.json"});
  EXPECT_EQ(manifest->base, "old.atb");
  EXPECT_EQ(manifest->notes, "new root");
  EXPECT_EQ(manifest->anchors.at(0).id, 5U);
  EXPECT_EQ(manifest->anchors.at(0).certificate, "a.pem");
  EXPECT_EQ(manifest->anchors.at(0).provenance.at(0).provenance.retrieved, "2026-11-20");
  EXPECT_EQ(manifest->deny.at(0).entry->reason, "lost");
  EXPECT_EQ(manifest->deny.at(0).since, "2026-11-20");
}

TEST(Manifest, NothingSaidIsTheDefault) {
  const auto manifest = read_manifest(kHead, "manifest.yaml");
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->valid_days, 400U);
  EXPECT_FALSE(manifest->expires);
  EXPECT_EQ(manifest->base, "");
}

}  // namespace
}  // namespace odca::bundle_tool
