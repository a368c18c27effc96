// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What lint() refuses, each with the nearest store that it accepts.
#include <gtest/gtest.h>

#include <functional>

#include "bundle/test_store.h"
#include "odca/digest.h"

namespace odca::bundle {
namespace {

using nlohmann::json;

Fingerprint hash_of(const std::string& base64) { return sha256(*from_base64(base64)); }
std::string hex_of(const std::string& base64) { return to_hex(hash_of(base64)); }

/// give makes anchor `index` one of this certificate of testdata, by name, key, hash and bytes.
void give(json& store, std::size_t index, const std::string& name) {
  const auto certificate = Certificate::from_der(*from_base64(part(name)));
  ASSERT_TRUE(certificate) << name;
  json& anchor = store["anchors"][index];
  anchor["der"] = part(name);
  anchor["subject"] = to_base64((*certificate)->subject.der());
  anchor["spki"] = to_base64((*certificate)->spki);
  anchor["cert_sha256"] = {to_hex((*certificate)->sha256)};
  anchor.erase("validity");
  anchor.erase("subject_key_id");
}
/// make_second adds an anchor like the first, of another key.
void make_second(json& store) { give(store, 3, "other"); }

struct Case {
  std::string name;
  std::function<void(json&)> edit;
  std::string reason;
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }
std::string name_of(const ::testing::TestParamInfo<Case>& info) { return info.param.name; }

class StoreLint : public ::testing::TestWithParam<Case> {};
TEST_P(StoreLint, Decides) {
  json store = store_json();
  GetParam().edit(store);
  const auto read = read_json(store);
  ASSERT_TRUE(read) << read.error().message;
  const Status status = lint(*read, {});
  EXPECT_EQ(reason_of(status), GetParam().reason) << (status ? "" : status.error().message);
}

INSTANTIATE_TEST_SUITE_P(
    Anchors, StoreLint,
    ::testing::Values(
        Case{"another_certificate", [](json& s) { make_second(s); }, "ok"},
        Case{"leaf", [](json& s) { give(s, 3, "leaf"); }, "E_CONTENT"},
        Case{"not_signed_by_itself", [](json& s) { give(s, 3, "forged"); }, "E_CONTENT"},
        Case{"weak_rsa", [](json& s) { give(s, 3, "weak"); }, "E_CONTENT"},
        Case{"weak_rsa_distrusted",
             [](json& s) {
               give(s, 3, "weak");
               s["anchors"][3]["status"] = "distrusted";
               const json entry = {{"id", 9},
                                   {"kind", "spki_sha256"},
                                   {"label", "weak"},
                                   {"lifted", false},
                                   {"reason", "weak"},
                                   {"since", "2026-01-01"},
                                   {"value", to_hex(sha256(*from_base64(s["anchors"][3]["spki"].get<std::string>())))}};
               s["deny"].push_back(entry);
             },
             "ok"},
        Case{"key_that_is_none", [](json& s) { s["anchors"][3]["spki"] = "MAA="; }, "E_CONTENT"},
        Case{"key_with_trailing_bytes",
             [](json& s) {
               Bytes spki = *from_base64(s["anchors"][3]["spki"].get<std::string>());
               spki.push_back(0);
               s["anchors"][3]["spki"] = to_base64(spki);
             },
             "E_CONTENT"},
        Case{"point_off_its_curve",
             [](json& s) {
               Bytes spki = *from_base64(s["anchors"][0]["spki"].get<std::string>());
               spki.back() ^= 1U;
               s["anchors"][3]["spki"] = to_base64(spki);
             },
             "E_CONTENT"},
        Case{"empty_subject", [](json& s) { s["anchors"][3]["subject"] = "MAA="; }, "E_CONTENT"},
        Case{"no_role", [](json& s) { s["anchors"][3]["roles"] = json::array(); }, "E_CONTENT"},
        Case{"hash_not_listed", [](json& s) { s["anchors"][0]["cert_sha256"] = {std::string(64, '0')}; }, "E_CONTENT"},
        Case{"other_certificate_for_the_key",
             [](json& s) {
               s["anchors"][0]["der"] = part("root_again");
               s["anchors"][0]["cert_sha256"] = {hex_of(part("root_again"))};
             },
             "E_CONTENT"},  // its dates
        Case{"other_certificate_for_the_key_without_dates",
             [](json& s) {
               s["anchors"][0]["der"] = part("root_again");
               s["anchors"][0]["cert_sha256"] = {hex_of(part("root_again"))};
               s["anchors"][0].erase("validity");
             },
             "ok"},
        Case{"certificate_of_another_key",
             [](json& s) {
               s["anchors"][0]["der"] = part("other");
               s["anchors"][0]["cert_sha256"] = {hex_of(part("other"))};
             },
             "E_CONTENT"},
        Case{"other_subject", [](json& s) { s["anchors"][0]["subject"] = s["anchors"][1]["subject"]; }, "E_CONTENT"},
        Case{"other_key_id", [](json& s) { s["anchors"][0]["subject_key_id"] = "00"; }, "E_CONTENT"},
        Case{"no_key_id", [](json& s) { s["anchors"][0].erase("subject_key_id"); }, "ok"},
        Case{"id_twice", [](json& s) { s["anchors"][3]["id"] = 1; }, "E_CONTENT"},
        Case{"key_twice",
             [](json& s) {
               s["anchors"][3]["spki"] = s["anchors"][0]["spki"];
               s["anchors"][3]["subject"] = s["anchors"][0]["subject"];
             },
             "E_CONTENT"},
        Case{"hash_twice", [](json& s) { s["anchors"][3]["cert_sha256"] = {std::string(64, '0')}; }, "E_CONTENT"},
        Case{"range_upside_down",
             [](json& s) {
               s["anchors"][0]["constraints"].update({{"min_amt", 19}, {"max_amt", 16}});
             },
             "E_CONTENT"},
        Case{"range_of_one",
             [](json& s) {
               s["anchors"][0]["constraints"].update({{"min_amt", 19}, {"max_amt", 19}});
             },
             "ok"},
        Case{"use_ends_before_it_begins",
             [](json& s) { s["anchors"][0]["constraints"]["use_until"] = "2025-12-31T23:59:59Z"; }, "E_CONTENT"},
        Case{"use_of_one_second", [](json& s) { s["anchors"][0]["constraints"]["use_until"] = "2026-01-01T00:00:00Z"; },
             "ok"},
        Case{"successor_unknown", [](json& s) { s["anchors"][1]["replaced_by"] = 99; }, "E_CONTENT"},
        Case{"successor_itself", [](json& s) { s["anchors"][1]["replaced_by"] = 2; }, "E_CONTENT"},
        Case{"successors_in_a_ring", [](json& s) { s["anchors"][0]["replaced_by"] = 2; }, "E_CONTENT"},
        Case{"successors_in_a_row", [](json& s) { s["anchors"][0]["replaced_by"] = 5; }, "ok"},
        Case{"none_active",
             [](json& s) {
               s["anchors"][0]["status"] = "retired";
               s["anchors"][3]["status"] = "retired";
             },
             "E_EMPTY"},
        Case{"one_active", [](json& s) { s["anchors"][0]["status"] = "retired"; }, "ok"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Deny, StoreLint,
    ::testing::Values(Case{"deny_id_twice", [](json& s) { s["deny"][1]["id"] = 1; }, "E_CONTENT"},
                      Case{"deny_value_twice",
                           [](json& s) {
                             s["deny"][1].update({{"kind", "spki_sha256"}, {"value", s["deny"][0]["value"]}});
                           },
                           "E_CONTENT"},
                      Case{"deny_value_of_two_kinds", [](json& s) { s["deny"][1]["value"] = s["deny"][0]["value"]; },
                           "ok"},
                      Case{"distrusted_and_not_denied", [](json& s) { s["deny"].erase(0); }, "E_CONTENT"},
                      Case{"distrusted_and_lifted", [](json& s) { s["deny"][0]["lifted"] = true; }, "E_CONTENT"},
                      Case{"active_and_denied_by_key",
                           [](json& s) {
                             s["anchors"][2].update({{"status", "active"}, {"roles", {"lab"}}});
                           },
                           "E_CONTENT"},
                      Case{"active_and_lifted",
                           [](json& s) {
                             s["anchors"][2].update({{"status", "active"}, {"roles", {"lab"}}});
                             s["deny"][0]["lifted"] = true;
                           },
                           "ok"},
                      Case{"active_and_denied_by_certificate",
                           [](json& s) {
                             s["deny"][1].update({{"lifted", false}, {"value", s["anchors"][0]["cert_sha256"][0]}});
                           },
                           "E_CONTENT"},
                      Case{"active_and_denial_of_certificate_lifted",
                           [](json& s) { s["deny"][1]["value"] = s["anchors"][0]["cert_sha256"][0]; }, "ok"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Rest, StoreLint,
    ::testing::Values(
        Case{"intermediate_twice", [](json& s) { s["intermediates"].push_back(s["intermediates"][0]); }, "E_CONTENT"},
        Case{"intermediate_is_a_leaf", [](json& s) { s["intermediates"][0]["der"] = part("leaf"); }, "E_CONTENT"},
        Case{"intermediate_is_a_ca", [](json& s) { s["intermediates"][0]["der"] = part("other"); }, "ok"},
        Case{"crl_twice", [](json& s) { s["crls"].push_back(s["crls"][0]); }, "E_CONTENT"},
        Case{"crl_and_its_successor",
             [](json& s) {
               s["crls"].push_back({{"der", part("newer_crl")}, {"provenance", json::array()}});
             },
             "ok"}),
    name_of);

/// ledger_entry denies the key of the first anchor of testdata.
DenyEntry ledger_entry(const StoreDocument& store) {
  return {.id = 20, .kind = DenyEntry::Kind::spki, .sha256 = store.anchors.at(0).spki_sha256};
}

TEST(StoreLintWithLedger, AnAnchorThatWasDeniedBeforeIsRefused) {
  const StoreDocument store = store_of(store_json());
  EXPECT_EQ(reason_of(lint(store, {ledger_entry(store)})), "E_CONTENT");
}
TEST(StoreLintWithLedger, AnotherCertificateOfTheDeniedKeyIsRefused) {
  json edited = store_json();
  const DenyEntry denied = ledger_entry(store_of(edited));
  give(edited, 0, "root_again");
  edited["anchors"][0]["id"] = 77;
  edited["anchors"][1].erase("replaced_by");
  EXPECT_EQ(reason_of(lint(store_of(edited), {})), "ok");
  EXPECT_EQ(reason_of(lint(store_of(edited), {denied})), "E_CONTENT");
}
TEST(StoreLintWithLedger, WhatTheStoreLiftsIsDeniedNoMore) {
  StoreDocument store = store_of(store_json());
  DenyEntry lifted = ledger_entry(store);
  lifted.lifted = true;
  store.deny.push_back(lifted);
  EXPECT_EQ(reason_of(lint(store, {ledger_entry(store)})), "ok");
}

}  // namespace
}  // namespace odca::bundle
