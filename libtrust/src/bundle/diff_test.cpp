// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/diff.h"

#include <gtest/gtest.h>

#include <functional>

#include "bundle/test_store.h"

namespace odca::bundle {
namespace {

/// effective is the store of testdata as it works alone, changed by `edit`.
EffectiveTrust effective(const std::function<void(StoreDocument&)>& edit = [](StoreDocument&) {}) {
  static const StoreDocument sample = store_of(store_json());
  StoreDocument store = sample;
  edit(store);
  return merge(store, {}).trust;
}

/// Edit changes the store; `forth` is the change that diff() must report, `back` that of the way back.
struct Edit {
  std::string name;
  std::function<void(StoreDocument&)> edit;
  ChangeKind forth;
  ChangeKind back;
};
void PrintTo(const Edit& edit, std::ostream* out) { *out << edit.name; }
std::string name_of_edit(const ::testing::TestParamInfo<Edit>& info) { return info.param.name; }

AnchorConstraints& constraints(StoreDocument& store) { return store.anchors.at(0).constraints; }

std::string kinds(const std::vector<Change>& changes) {
  std::string list;
  for (const Change& one : changes) list += std::string(list.empty() ? "" : " ") + std::string(to_string(one.kind));
  return list;
}

class Diff : public ::testing::TestWithParam<Edit> {};
TEST_P(Diff, IsToldBothWays) {
  const EffectiveTrust before = effective();
  const EffectiveTrust after = effective(GetParam().edit);
  const auto forth = diff(before, after);
  const auto back = diff(after, before);
  EXPECT_EQ(kinds(forth), to_string(GetParam().forth)) << to_text(forth);
  EXPECT_EQ(kinds(back), to_string(GetParam().back)) << to_text(back);
}

using S = StoreDocument;
constexpr auto kWider = ChangeKind::constraint_widened;
constexpr auto kNarrower = ChangeKind::constraint_narrowed;
INSTANTIATE_TEST_SUITE_P(
    All, Diff,
    ::testing::Values(
        Edit{"anchor", [](S& s) { s.anchors.pop_back(); }, ChangeKind::anchor_removed, ChangeKind::anchor_added},
        Edit{"retired", [](S& s) { s.anchors[3].status = AnchorStatus::retired; }, ChangeKind::anchor_removed,
             ChangeKind::anchor_added},
        Edit{"role", [](S& s) { s.anchors[3].roles.insert(AnchorRole::rfc5280); }, ChangeKind::roles_widened,
             ChangeKind::roles_narrowed},
        Edit{"path_len", [](S& s) { constraints(s).path_len = 4; }, kWider, kNarrower},
        Edit{"no_path_len", [](S& s) { constraints(s).path_len.reset(); }, kWider, kNarrower},
        Edit{"min_amt", [](S& s) { constraints(s).min_amt = 14; }, kWider, kNarrower},
        Edit{"no_min_amt", [](S& s) { constraints(s).min_amt.reset(); }, kWider, kNarrower},
        Edit{"max_amt", [](S& s) { constraints(s).max_amt = 22; }, kWider, kNarrower},
        Edit{"no_max_amt", [](S& s) { constraints(s).max_amt.reset(); }, kWider, kNarrower},
        Edit{"longer_use", [](S& s) { constraints(s).use_window->not_after += std::chrono::seconds(1); }, kWider,
             kNarrower},
        Edit{"no_use_window", [](S& s) { constraints(s).use_window.reset(); }, kWider, kNarrower},
        Edit{"no_validity", [](S& s) { s.anchors[0].validity.reset(); }, kWider, kNarrower},
        Edit{"name_part_dropped", [](S& s) { constraints(s).first_ca.pop_back(); }, kWider, kNarrower},
        Edit{"shorter_prefix", [](S& s) { constraints(s).first_ca[1].value = "S"; }, kWider, kNarrower},
        Edit{"whole_becomes_prefix", [](S& s) { constraints(s).first_ca[0].prefix = true; }, kWider, kNarrower},
        Edit{"no_certificate", [](S& s) { s.anchors[0].certificate.reset(); }, kWider, kNarrower},
        Edit{"label", [](S& s) { s.anchors[0].label = "x"; }, ChangeKind::description_changed,
             ChangeKind::description_changed},
        Edit{"lifted", [](S& s) { s.deny[1].lifted = false; }, ChangeKind::denial_added, ChangeKind::denial_lifted},
        Edit{"intermediate", [](S& s) { s.intermediates.clear(); }, ChangeKind::intermediate_removed,
             ChangeKind::intermediate_added},
        Edit{"crl", [](S& s) { s.crls.clear(); }, ChangeKind::revocation_lost, ChangeKind::revocation_added}),
    name_of_edit);

TEST(DiffOf, TheSameIsNothing) { EXPECT_TRUE(diff(effective(), effective()).empty()); }

TEST(DiffOf, AnOtherNamePartIsBoth) {
  const auto changes = diff(effective(), effective([](S& s) { constraints(s).first_ca[0].value = "Other"; }));
  EXPECT_EQ(kinds(changes), "constraint-widened constraint-narrowed");
}
TEST(DiffOf, AShiftedWindowIsBoth) {
  const auto changes = diff(effective(), effective([](S& s) {
                              constraints(s).use_window->not_before += std::chrono::hours(1);
                              constraints(s).use_window->not_after += std::chrono::hours(1);
                            }));
  EXPECT_EQ(kinds(changes), "constraint-widened constraint-narrowed");
}
TEST(DiffOf, WhatExpandsStandsFirst) {
  const auto changes = diff(effective(), effective([](S& s) {
                              s.anchors[0].label = "x";
                              s.deny[1].lifted = false;
                              constraints(s).max_amt.reset();
                            }));
  EXPECT_EQ(kinds(changes), "constraint-widened denial-added description-changed");
  EXPECT_TRUE(expands_trust(changes));
  const std::string text = to_text(changes);
  EXPECT_EQ(text.substr(0, 2), "+ ");
  EXPECT_NE(text.find("last AMT version was 21, is any"), std::string::npos) << text;
}
TEST(DiffOf, ADenialOfAnAnchorsKeyRemovesIt) {
  const auto edit = [](S& s) {
    s.deny[1].lifted = false;
    s.deny[1].kind = DenyEntry::Kind::spki;
    s.deny[1].sha256 = s.anchors[0].spki_sha256;
  };
  EXPECT_EQ(kinds(diff(effective(), effective(edit))), "anchor-removed denial-added");
  EXPECT_EQ(kinds(diff(effective(edit), effective())), "anchor-added denial-lifted");
}
TEST(DiffOf, AnotherKeyUnderTheSameNameIsAnotherAnchor) {
  const auto changes = diff(effective(), effective([](S& s) {
                              s.anchors[0].spki = s.anchors[1].spki;
                              s.anchors[0].spki_sha256 = s.anchors[1].spki_sha256;
                            }));
  EXPECT_EQ(kinds(changes), "anchor-added anchor-removed");
}
TEST(DiffOf, ANewerCrlIsNoLoss) {
  nlohmann::json newer = store_json();
  newer["crls"][0]["der"] = part("newer_crl");
  EXPECT_EQ(kinds(diff(effective(), merge(store_of(newer), {}).trust)), "revocation-added");
  nlohmann::json shorter = store_json();
  shorter["crls"][0]["der"] = part("shorter_crl");
  EXPECT_EQ(kinds(diff(effective(), merge(store_of(shorter), {}).trust)), "revocation-lost");
}

}  // namespace
}  // namespace odca::bundle
