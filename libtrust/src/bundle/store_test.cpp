// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>

#include "bundle/test_store.h"
#include "odca/digest.h"

namespace odca::bundle {
namespace {

using nlohmann::json;

TEST(Store, IsWrittenAsItWasRead) {
  const std::string text = testdata("store.json");
  const auto store = read_text(text);
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ(write_store(*store), text);
}

TEST(Store, IsReadWhole) {
  const StoreDocument store = store_of(store_json());
  EXPECT_EQ(store.preamble.version, 7U);
  EXPECT_EQ(store.preamble.scope, kScope);
  EXPECT_EQ(format_time(store.created), "2026-01-03T04:05:06Z");
  EXPECT_EQ(store.notes, "A \"note\" with a \\ and – beyond ASCII");
  ASSERT_EQ(store.anchors.size(), 4U);
  EXPECT_EQ(store.intermediates.size(), 1U);
  EXPECT_EQ(store.crls.size(), 1U);
  ASSERT_EQ(store.deny.size(), 2U);
  EXPECT_FALSE(store.deny[0].lifted);
  EXPECT_TRUE(store.deny[1].lifted);
  EXPECT_EQ(store.deny[0].kind, DenyEntry::Kind::spki);
  EXPECT_EQ(store.deny[1].kind, DenyEntry::Kind::certificate);
  EXPECT_EQ(store.deny[0].sha256, store.anchors[2].spki_sha256);
}

TEST(Store, AnAnchorIsReadWhole) {
  const StoreDocument store = store_of(store_json());
  const TrustAnchor& entry = store.anchors.at(0);
  const TrustAnchor& anchor = entry;
  EXPECT_EQ(entry.status, AnchorStatus::active);
  EXPECT_EQ(anchor.label, "Root “1”");
  EXPECT_EQ(anchor.roles, (Roles{AnchorRole::odca, AnchorRole::lab}));
  EXPECT_EQ(anchor.subject.to_string(), "O=Example, CN=Root");
  EXPECT_EQ(anchor.key.kind, KeyKind::ec_p384);
  EXPECT_EQ(anchor.spki_sha256, sha256(anchor.spki));
  EXPECT_EQ(anchor.provenance.at(0).url, "https://example.org/root.cer");
  EXPECT_EQ(anchor.provenance.at(0).retrieved, "2026-01-02");
  ASSERT_EQ(anchor.constraints.first_ca.size(), 2U);
  EXPECT_FALSE(anchor.constraints.first_ca[0].prefix);
  EXPECT_TRUE(anchor.constraints.first_ca[1].prefix);
  EXPECT_EQ(anchor.constraints.path_len, 3U);
  EXPECT_EQ(anchor.constraints.min_amt, 15U);
  EXPECT_EQ(anchor.constraints.max_amt, 21U);
  ASSERT_TRUE(anchor.constraints.use_window);
  EXPECT_EQ(format_time(anchor.constraints.use_window->not_after), "2030-01-01T00:00:00Z");
  ASSERT_TRUE(anchor.certificate);
  EXPECT_EQ(anchor.subject_key_id, (*anchor.certificate)->subject_key_id);
  EXPECT_EQ(store.anchors[1].replaced_by, 1U);
}

TEST(Store, IsSound) { EXPECT_EQ(reason_of(lint(store_of(store_json()), {})), "ok"); }

/// Change is an edit of the store of testdata, and the class of the refusal that must follow.
struct Change {
  std::string name;
  std::function<void(json&)> edit;
  std::string reason;
};
void PrintTo(const Change& change, std::ostream* out) { *out << change.name; }
std::string name_of(const ::testing::TestParamInfo<Change>& info) { return info.param.name; }

class StoreSchema : public ::testing::TestWithParam<Change> {};
TEST_P(StoreSchema, IsKept) {
  json store = store_json();
  GetParam().edit(store);
  const auto read = read_json(store);
  EXPECT_EQ(reason_of(read), GetParam().reason) << (read ? "" : read.error().message);
  if (read) {
    EXPECT_EQ(write_store(*read), store.dump());
  }
}

json copies(const json& item, std::size_t count) { return std::vector<json>(count, item); }

INSTANTIATE_TEST_SUITE_P(
    Document, StoreSchema,
    ::testing::Values(Change{"unknown_member", [](json& s) { s["more"] = 1; }, "E_SCHEMA"},
                      Change{"no_notes_member", [](json& s) { s.erase("notes"); }, "E_SCHEMA"},
                      Change{"empty_notes", [](json& s) { s["notes"] = ""; }, "ok"},
                      Change{"other_schema", [](json& s) { s["schema"] = "amt-trust-store/2"; }, "E_SCHEMA"},
                      Change{"version_zero", [](json& s) { s["version"] = 0; }, "E_SCHEMA"},
                      Change{"version_text", [](json& s) { s["version"] = "7"; }, "E_SCHEMA"},
                      Change{"tool_of_two_numbers", [](json& s) { s["min_tool"] = "0.1"; }, "E_SCHEMA"},
                      Change{"tool_with_zeros", [](json& s) { s["min_tool"] = "0.01.0"; }, "E_SCHEMA"},
                      Change{"created_is_a_date", [](json& s) { s["created"] = "2026-01-03"; }, "E_SCHEMA"},
                      Change{"anchors_object", [](json& s) { s["anchors"] = json::object(); }, "E_SCHEMA"},
                      Change{"no_anchors", [](json& s) { s["anchors"] = json::array(); }, "ok"},
                      Change{"anchors_256", [](json& s) { s["anchors"] = copies(s["anchors"][1], 256); }, "ok"},
                      Change{"anchors_257", [](json& s) { s["anchors"] = copies(s["anchors"][1], 257); }, "E_LIMIT"},
                      Change{"deny_20000", [](json& s) { s["deny"] = copies(s["deny"][0], 20'000); }, "ok"},
                      Change{"deny_20001", [](json& s) { s["deny"] = copies(s["deny"][0], 20'001); }, "E_LIMIT"},
                      Change{"intermediates_1024",
                             [](json& s) { s["intermediates"] = copies(s["intermediates"][0], 1024); }, "ok"},
                      Change{"intermediates_1025",
                             [](json& s) { s["intermediates"] = copies(s["intermediates"][0], 1025); }, "E_LIMIT"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Anchor, StoreSchema,
    ::testing::Values(
        Change{"unknown_anchor_member", [](json& s) { s["anchors"][0]["purpose"] = "tls"; }, "E_SCHEMA"},
        Change{"unknown_constraint", [](json& s) { s["anchors"][0]["constraints"]["eku"] = "x"; }, "E_SCHEMA"},
        Change{"no_constraints_member", [](json& s) { s["anchors"][0].erase("constraints"); }, "E_SCHEMA"},
        Change{"empty_first_ca", [](json& s) { s["anchors"][0]["constraints"]["first_ca"] = json::array(); },
               "E_SCHEMA"},
        Change{"part_without_value", [](json& s) { s["anchors"][0]["constraints"]["first_ca"][0]["value"] = ""; },
               "E_SCHEMA"},
        Change{"part_of_no_type", [](json& s) { s["anchors"][0]["constraints"]["first_ca"][0]["type"] = "CN"; },
               "E_SCHEMA"},
        Change{"half_a_window", [](json& s) { s["anchors"][0]["constraints"].erase("use_until"); }, "E_SCHEMA"},
        Change{"no_window",
               [](json& s) {
                 s["anchors"][0]["constraints"].erase("use_until");
                 s["anchors"][0]["constraints"].erase("use_from");
               },
               "ok"},
        Change{"amt_1000", [](json& s) { s["anchors"][0]["constraints"]["max_amt"] = 1000; }, "E_SCHEMA"},
        Change{"amt_999", [](json& s) { s["anchors"][0]["constraints"]["max_amt"] = 999; }, "ok"},
        Change{"path_len_256", [](json& s) { s["anchors"][0]["constraints"]["path_len"] = 256; }, "E_SCHEMA"},
        Change{"path_len_0", [](json& s) { s["anchors"][0]["constraints"]["path_len"] = 0; }, "ok"},
        Change{"roles_unsorted",
               [](json& s) {
                 s["anchors"][0]["roles"] = {"lab", "odca"};
               },
               "E_SCHEMA"},
        Change{"roles_twice",
               [](json& s) {
                 s["anchors"][0]["roles"] = {"odca", "odca"};
               },
               "E_SCHEMA"},
        Change{"unknown_role", [](json& s) { s["anchors"][0]["roles"] = {"tls"}; }, "E_SCHEMA"},
        Change{"unknown_status", [](json& s) { s["anchors"][0]["status"] = "trusted"; }, "E_SCHEMA"},
        Change{"id_zero", [](json& s) { s["anchors"][0]["id"] = 0; }, "E_SCHEMA"},
        Change{"label_200", [](json& s) { s["anchors"][0]["label"] = std::string(200, 'x'); }, "ok"},
        Change{"label_201", [](json& s) { s["anchors"][0]["label"] = std::string(201, 'x'); }, "E_LIMIT"},
        Change{"label_200_long_characters",
               [](json& s) {
                 std::string label;
                 for (int i = 0; i < 200; ++i) label += "–";
                 s["anchors"][0]["label"] = label;
               },
               "ok"},
        Change{"hash_upper_case", [](json& s) { s["anchors"][0]["cert_sha256"][1] = std::string(64, 'A'); },
               "E_SCHEMA"},
        Change{"hash_short", [](json& s) { s["anchors"][0]["cert_sha256"][1] = std::string(62, 'a'); }, "E_SCHEMA"},
        Change{"spki_no_base64", [](json& s) { s["anchors"][0]["spki"] = "!"; }, "E_SCHEMA"},
        Change{"subject_no_der", [](json& s) { s["anchors"][0]["subject"] = "AAAA"; }, "E_CONTENT"},
        Change{"der_no_der", [](json& s) { s["anchors"][0]["der"] = "AAAA"; }, "E_CONTENT"},
        Change{"der_of_version_1", [](json& s) { s["anchors"][0]["der"] = part("version_1"); }, "E_CONTENT"},
        Change{"der_with_trailing_bytes",
               [](json& s) {
                 Bytes der = *from_base64(s["anchors"][0]["der"].get<std::string>());
                 der.push_back(0);
                 s["anchors"][0]["der"] = to_base64(der);
               },
               "E_CONTENT"},
        Change{"retrieved_no_date", [](json& s) { s["anchors"][0]["provenance"][0]["retrieved"] = "2026-13-01"; },
               "E_SCHEMA"},
        Change{"provenance_without_hash", [](json& s) { s["anchors"][0]["provenance"][0].erase("sha256"); }, "ok"},
        Change{"provenance_17",
               [](json& s) { s["anchors"][0]["provenance"] = copies(s["anchors"][0]["provenance"][0], 17); },
               "E_LIMIT"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Rest, StoreSchema,
    ::testing::Values(
        Change{"unknown_deny_member", [](json& s) { s["deny"][0]["serial"] = "1"; }, "E_SCHEMA"},
        Change{"unknown_deny_kind", [](json& s) { s["deny"][0]["kind"] = "issuer_spki_serial"; }, "E_SCHEMA"},
        Change{"lifted_is_a_number", [](json& s) { s["deny"][0]["lifted"] = 0; }, "E_SCHEMA"},
        Change{"deny_value_short", [](json& s) { s["deny"][0]["value"] = "00"; }, "E_SCHEMA"},
        Change{"deny_since_no_date", [](json& s) { s["deny"][0]["since"] = "soon"; }, "E_SCHEMA"},
        Change{"deny_reason_2001", [](json& s) { s["deny"][0]["reason"] = std::string(2001, 'x'); }, "E_LIMIT"},
        Change{"intermediate_is_text", [](json& s) { s["intermediates"][0] = "x"; }, "E_SCHEMA"},
        Change{"intermediate_is_a_crl", [](json& s) { s["intermediates"][0]["der"] = part("newer_crl"); }, "E_CONTENT"},
        Change{"crl_is_a_certificate", [](json& s) { s["crls"][0]["der"] = part("other"); }, "E_CONTENT"},
        Change{"crls_256", [](json& s) { s["crls"] = copies(s["crls"][0], 256); }, "ok"},
        Change{"crls_257", [](json& s) { s["crls"] = copies(s["crls"][0], 257); }, "E_LIMIT"}),
    name_of);

TEST(Store, AnErrorNamesThePlace) {
  json store = store_json();
  store["anchors"][3]["label"] = 5;
  EXPECT_EQ(read_json(store).error().message, "'anchors[3].label': expected a string, found an integer");
}

/// every_place calls `visit` with each value below `at`, in its place.
void every_place(json& at, const std::function<void(json&)>& visit) {
  for (json& child : at) {
    if (child.is_structured()) every_place(child, visit);
    visit(child);
  }
}

TEST(Store, AnotherKindIsRefusedAtEveryPlace) {
  json store = store_json();
  std::size_t places = 0;
  every_place(store, [&](json& place) {
    const json kept = place;
    for (const json& other : {json(true), json(5), json("text"), json::array({json::array()}), json{{"a", 1}}}) {
      if (other.type() == kept.type() || (other.is_number() && kept.is_number())) continue;
      place = other;
      EXPECT_EQ(reason_of(read_json(store)), "E_SCHEMA") << kept << " became " << other;
    }
    place = kept;
    ++places;
  });
  EXPECT_GT(places, 100U);
}

TEST(Store, ThePreambleIsReadWithoutTheRest) {
  json store = store_json();
  store["reader_level"] = 9;
  store["schema"] = "amt-trust-store/2";
  store["anchors"] = "who knows";
  const std::string text = store.dump();
  const auto document = Document::parse(text);
  ASSERT_TRUE(document);
  const auto preamble = read_preamble(document->root());
  ASSERT_TRUE(preamble) << preamble.error().message;
  EXPECT_EQ(preamble->reader_level, 9U);
}

TEST(Store, APreambleMemberMustBeThere) {
  for (const char* const name : {"schema", "scope", "version", "reader_level", "min_tool"}) {
    json store = store_json();
    store.erase(name);
    const std::string text = store.dump();
    EXPECT_EQ(reason_of(read_preamble(Document::parse(text)->root())), "E_SCHEMA") << name;
  }
}

TEST(Store, CrlsEndAtTheirLimitTogether) {
  json store = store_json();
  const std::size_t one = from_base64(store["crls"][0]["der"].get<std::string>())->size();
  store["crls"][0]["der"] = to_base64(Bytes(kMaxCrlBytes - one + 1));
  EXPECT_EQ(reason_of(read_json(store)), "E_CONTENT");  // all zero, but not too long
  store["crls"][0]["der"] = to_base64(Bytes(kMaxCrlBytes + 1));
  EXPECT_EQ(reason_of(read_json(store)), "E_LIMIT");
}

}  // namespace
}  // namespace odca::bundle
