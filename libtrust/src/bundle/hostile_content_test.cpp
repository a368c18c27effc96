// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Hostile bundles 58 to 72: versions, times, and what the store says.
#include "bundle/test_attempt.h"

namespace odca::bundle {
namespace {

using Change = std::function<void(Attempt&)>;
using std::chrono::hours;
using std::chrono::seconds;

Change in_store(std::function<void(Json&)> change) {
  return [change = std::move(change)](Attempt& attempt) { attempt.edit_store(change); };
}

/// rotate_release_keys adds root 3 with these release keys; the bundle is signed by the first and the last of them.
void rotate_release_keys(BundleSimulator& bundle, const std::vector<std::string>& keys) {
  bundle.add_root().release.keys = keys;
  bundle.set_release_signers({keys.front(), keys.back()});
}

/// of_version makes an attempt with a bundle of a version.
Change of_version(std::uint64_t version) {
  return [version](Attempt& attempt) { attempt.bundle.set_version(version); };
}

INSTANTIATE_TEST_SUITE_P(
    Versions, HostileBundle,
    ::testing::ValuesIn(std::vector<Hostile>{Hostile{58, "rollback", "E_ROLLBACK", of_version(5)},
                      Hostile{58, "control_next_version", "ok", of_version(8)},
                      Hostile{59, "rollback_one_role", "E_LINK", [](Attempt& a) { a.bundle.timestamp.version = 5; }},
                      Hostile{60, "policy_rollback_same_root", "E_ROLLBACK",
                              [](Attempt& a) {
                                a.bundle.set_version(5);
                                a.bundle.add_root();
                              }},
                      // The new root chain before an old bundle, whose signers are both still keyholders.
                      Hostile{60, "policy_rollback_one_key_rotated", "E_ROLLBACK",
                              [](Attempt& a) {
                                a.bundle.set_version(5);
                                a.bundle.add_root().release.keys = {"release-1", "release-2", "release-4"};
                              }},
                      Hostile{60, "policy_rollback_threshold_changed", "E_ROLLBACK",
                              [](Attempt& a) {
                                a.bundle.set_version(5);
                                a.bundle.add_root().release.threshold = 1;
                              }},
                      Hostile{60, "policy_rollback_keys_rotated_back", "E_ROLLBACK",
                              [](Attempt& a) {
                                a.bundle.add_root().release.keys = {"release-4", "release-5", "release-6"};
                                a.bundle.add_root().release.keys = {"release-1", "release-2", "release-3"};
                                a.bundle.set_version(5);
                              }},
                      Hostile{61, "equivocation", "E_EQUIVOCATION",
                              [](Attempt& a) {
                                a.floor = a.accepted();
                                a.bundle.targets.expires += hours(1);
                              }},
                      Hostile{61, "control_same_bundle_with_one_more_signature", "ok",
                              [](Attempt& a) {
                                a.floor = a.accepted();
                                a.bundle.set_release_signers({"release-1", "release-2", "release-3"});
                              }},
                      Hostile{62, "fast_forward", "E_JUMP", of_version(kLargestInteger)},
                      Hostile{62, "jump_of_1001", "E_JUMP", of_version(6 + kMaxJump + 1)},
                      Hostile{62, "control_jump_of_1000", "ok", of_version(6 + kMaxJump)},
                      Hostile{62, "control_jump_accepted", "ok",
                              [](Attempt& a) {
                                a.bundle.set_version(kLargestInteger);
                                a.options.accept_jump = true;
                              }},
                      Hostile{62, "control_first_install", "ok",
                              [](Attempt& a) {
                                a.bundle.set_version(20'261'122);
                                a.floor = {};
                              }},
                      Hostile{62, "control_recovered_by_rotation", "ok",
                              [](Attempt& a) {
                                a.bundle.set_version(kLargestInteger);
                                a.options.accept_jump = true;
                                a.floor = a.accepted();
                                a.bundle.set_version(8);
                                rotate_release_keys(a.bundle, {"release-3", "release-4", "release-5"});
                              }},
                      Hostile{62, "no_recovery_without_rotation", "E_ROLLBACK",
                              [](Attempt& a) {
                                a.bundle.set_version(kLargestInteger);
                                a.options.accept_jump = true;
                                a.floor = a.accepted();
                                a.bundle.set_version(8);
                                a.bundle.add_root();
                              }},
                      Hostile{62, "no_recovery_below_what_is_compiled_in", "E_ROLLBACK",
                              [](Attempt& a) {
                                a.bundle.set_version(8);
                                a.floor.embedded_version = 9;
                                rotate_release_keys(a.bundle, {"release-3", "release-4", "release-5"});
                              }},
                      Hostile{65, "embedded_newer", "E_ROLLBACK", [](Attempt& a) { a.floor.embedded_version = 8; }},
                      Hostile{65, "control_embedded_as_new", "ok", [](Attempt& a) { a.floor.embedded_version = 7; }}}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Times, HostileBundle,
    ::testing::ValuesIn(
        std::vector<
            Hostile>{Hostile{63, "expired_timestamp", "E_EXPIRED",
                             [](Attempt& a) { a.bundle.timestamp.expires = a.options.now; }},
                     Hostile{63, "expired_snapshot", "E_EXPIRED",
                             [](Attempt& a) { a.bundle.snapshot.expires = a.options.now; }},
                     Hostile{63, "expired_targets", "E_EXPIRED",
                             [](Attempt& a) { a.bundle.targets.expires = a.options.now; }},
                     Hostile{63, "control_expires_in_a_second", "ok",
                             [](Attempt& a) { a.bundle.targets.expires = a.options.now + seconds(1); }},
                     Hostile{
                         64,
                         "clock_back", "E_CLOCK",
                         [](Attempt& a) {
                           a.bundle.targets.expires = time_of("2025-01-01");
                           a.options.now = time_of("2024-06-01");
                         }},
                     Hostile{64, "clock_before_last_install", "E_CLOCK",
                             [](Attempt& a) { a.floor.latest_time = a.options.now + hours(24) + seconds(1); }},
                     Hostile{64, "control_clock_a_day_before_last_install", "ok",
                             [](Attempt& a) { a.floor.latest_time = a.options.now + hours(24); }},
                     Hostile{64, "clock_before_program", "E_CLOCK",
                             [](Attempt& a) { a.options.build_date = a.options.now + seconds(1); }},
                     Hostile{64, "clock_before_bundle", "E_CLOCK",
                             in_store([](Json& j) { j["created"] = "2026-06-02T00:00:01Z"; })},
                     Hostile{64, "control_clock_a_day_before_bundle", "ok",
                             in_store([](Json& j) { j["created"] = "2026-06-02T00:00:00Z"; })}}),
    name_of);

/// anchor_of makes an anchor entry of a certificate of testdata.
Json anchor_of(const std::string& der) {
  const auto certificate = Certificate::from_der(*from_base64(der));
  EXPECT_TRUE(certificate) << describe(certificate.error());
  return {{"id", 9},
          {"label", "new"},
          {"status", "active"},
          {"subject", to_base64((*certificate)->subject.der())},
          {"spki", to_base64((*certificate)->spki)},
          {"cert_sha256", Json::array({to_hex((*certificate)->sha256)})},
          {"der", der},
          {"roles", Json::array({"odca"})},
          {"constraints", Json::object()},
          {"provenance", Json::array()}};
}
Change with_anchor(const std::string& part_name) {
  return in_store([part_name](Json& j) { j["anchors"].push_back(anchor_of(part(part_name))); });
}
/// distrusted_again makes the store's distrusted anchor active under a new id.
void trust_the_distrusted(Json& store) {
  Json& bad = store["anchors"][2];
  ASSERT_EQ(bad["status"], "distrusted");
  bad["status"] = "active";
  bad["id"] = 9;
  bad["roles"] = {"odca"};
}
/// ledger_with remembers a denial that the store of testdata lifted since.
void remember_lifted(Attempt& attempt) {
  DenyEntry entry{.id = 3};
  entry.kind = DenyEntry::Kind::certificate;
  entry.sha256.fill(0x11);
  attempt.floor.ledger.push_back(entry);
}

INSTANTIATE_TEST_SUITE_P(
    Content, HostileBundle,
    ::testing::ValuesIn(std::vector<Hostile>{
        Hostile{66, "deny_shrink", "E_DENY_SHRINK",
                [](Attempt& a) {
                  remember_lifted(a);
                  a.edit_store([](Json& j) { j["deny"].erase(1); });
                }},
        Hostile{66, "deny_of_another_value", "E_DENY_SHRINK",
                [](Attempt& a) {
                  remember_lifted(a);
                  a.edit_store([](Json& j) { j["deny"][1]["value"] = std::string(64, '2'); });
                }},
        Hostile{66, "deny_of_another_kind", "E_DENY_SHRINK",
                [](Attempt& a) {
                  remember_lifted(a);
                  a.edit_store([](Json& j) { j["deny"][1]["kind"] = "spki_sha256"; });
                }},
        Hostile{66, "control_deny_lifted", "ok", remember_lifted},
        Hostile{67, "readd_distrusted", "E_CONTENT", in_store(trust_the_distrusted)},
        Hostile{67, "readd_distrusted_of_ledger", "E_CONTENT",
                in_store([](Json& j) {
                  trust_the_distrusted(j);
                  j["deny"].erase(0);
                })},
        Hostile{67, "control_readd_lifted", "ok",
                in_store([](Json& j) {
                  trust_the_distrusted(j);
                  j["deny"][0]["lifted"] = true;
                })},
        Hostile{68, "anchor_hash_lie", "E_CONTENT",
                in_store([](Json& j) { j["anchors"][0]["cert_sha256"][0] = std::string(64, '0').replace(0, 1, "1"); })},
        Hostile{68, "anchor_key_lie", "E_CONTENT",
                in_store([](Json& j) { j["anchors"][0]["spki"] = j["anchors"][3]["spki"]; })},
        Hostile{68, "anchor_with_trailing_bytes", "E_CONTENT",
                in_store([](Json& j) {
                  Bytes der = *from_base64(j["anchors"][0]["der"].get<std::string>());
                  der.push_back(0);
                  j["anchors"][0]["der"] = to_base64(der);
                })},
        Hostile{69, "control_anchor_is_a_ca", "ok", with_anchor("other")},
        Hostile{69, "anchor_is_a_leaf", "E_CONTENT", with_anchor("leaf")},
        Hostile{69, "anchor_of_rsa_512", "E_CONTENT", with_anchor("weak")},
        Hostile{69, "anchor_with_forged_signature", "E_CONTENT", with_anchor("forged")},
        Hostile{69, "anchor_of_version_1", "E_CONTENT",
                in_store([](Json& j) { j["anchors"][0]["der"] = part("version_1"); })},
        Hostile{69, "anchor_no_der", "E_CONTENT", in_store([](Json& j) { j["anchors"][0]["der"] = "AAAA"; })},
        Hostile{69, "anchor_id_twice", "E_CONTENT", in_store([](Json& j) { j["anchors"][3]["id"] = 1; })},
        Hostile{69, "range_backwards", "E_CONTENT",
                in_store([](Json& j) {
                  j["anchors"][0]["constraints"]["min_amt"] = 19;
                  j["anchors"][0]["constraints"]["max_amt"] = 16;
                })},
        Hostile{70, "no_active", "E_EMPTY",
                in_store([](Json& j) {
                  for (Json& anchor : j["anchors"])
                    if (anchor["status"] == "active") anchor["status"] = "retired";
                })},
        Hostile{70, "no_anchor", "E_EMPTY", in_store([](Json& j) { j["anchors"] = Json::array(); })},
        Hostile{71, "wrong_scope", "E_SCOPE", in_store([](Json& j) { j["scope"] = "other-product"; })},
        Hostile{72, "future_reader", "E_TOOL_TOO_OLD",
                in_store([](Json& j) {
                  j["reader_level"] = 9;
                  j["schema"] = "amt-trust-store/2";
                  j["quantum"] = true;
                })},
        Hostile{72, "future_tool", "E_TOOL_TOO_OLD",
                [](Attempt& a) {
                  a.options.tool_version = "0.9.12";
                  a.edit_store([](Json& j) { j["min_tool"] = "0.10.0"; });
                }},
        Hostile{72, "control_tool_as_new", "ok",
                [](Attempt& a) {
                  a.options.tool_version = "0.10.0";
                  a.edit_store([](Json& j) { j["min_tool"] = "0.10.0"; });
                }},
        Hostile{72, "future_schema_of_this_level", "E_SCHEMA",
                in_store([](Json& j) { j["schema"] = "amt-trust-store/2"; })}}),
    name_of);

INSTANTIATE_TEST_SUITE_P(Roles, HostileBundle,
                         ::testing::ValuesIn(std::vector<Hostile>{
                             Hostile{0, "root_of_trust_for_other_roles", "E_CONTENT",
                                     [](Attempt& a) {
                                       a.trust.only = Roles{AnchorRole::enterprise, AnchorRole::lab};
                                     }},
                             Hostile{0, "root_of_trust_for_no_role", "E_CONTENT",
                                     [](Attempt& a) { a.trust.only = Roles{}; }},
                             Hostile{0, "retired_anchor_of_another_role", "E_CONTENT",
                                     [](Attempt& a) {
                                       a.trust.only = Roles{AnchorRole::enterprise};
                                       a.edit_store([](Json& j) {
                                         j["anchors"][0]["roles"] = {"enterprise"};
                                         j["anchors"].erase(3);
                                       });
                                     }},
                             Hostile{0, "control_root_of_trust_for_these_roles", "ok",
                                     [](Attempt& a) {
                                       a.trust.only = Roles{AnchorRole::odca, AnchorRole::dice, AnchorRole::lab};
                                     }}}),
                         name_of);

}  // namespace
}  // namespace odca::bundle
