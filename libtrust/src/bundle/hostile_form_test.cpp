// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Hostile bundles 1 to 26: the form of the file. Those of keys and contents are beside.
#include "bundle/test_attempt.h"

namespace odca::bundle {
namespace {

TEST_P(HostileBundle, IsJudged) {
  Attempt attempt;
  GetParam().change(attempt);
  const Verification verification = attempt.verify();
  EXPECT_EQ(verification.bundle ? "ok" : verification.bundle.error().reason.text(), GetParam().expected)
      << (verification.bundle ? "" : describe(verification.bundle.error()));
}

/// file_edit makes a case of a change to the finished file.
Hostile of_file(int number, std::string name, std::string expected, Edit edit) {
  return {number, std::move(name), std::move(expected),
          [edit = std::move(edit)](Attempt& attempt) { attempt.bundle.after_packing = edit; }};
}
/// of_store makes a case of a change to the store's text, which is then signed.
Hostile of_store(int number, std::string name, std::string expected, const Edit& edit) {
  return {number, std::move(name), std::move(expected),
          [edit](Attempt& attempt) { attempt.bundle.store = edit(attempt.bundle.store); }};
}
/// of_timestamp makes a case of a change to the timestamp's signed text, which is then signed.
Hostile of_timestamp(int number, std::string name, std::string expected, Edit edit) {
  return {number, std::move(name), std::move(expected),
          [edit = std::move(edit)](Attempt& attempt) { attempt.bundle.timestamp.before_signing = edit; }};
}
Hostile version_written(int number, std::string name, const std::string& version) {
  return of_timestamp(number, std::move(name), "E_CANON",
                      replaced(R"("version":7}})", R"("version":)" + version + "}}"));
}

Json junk_signatures(std::size_t count) {
  Json signatures = Json::array();
  for (std::size_t i = 0; i < count; ++i) {
    std::string id = std::to_string(1'000'000 + i);
    id.resize(64, '0');
    signatures.push_back({{"keyid", id}, {"sig", std::string(128, 'a')}});
  }
  return signatures;
}

INSTANTIATE_TEST_SUITE_P(
    Form, HostileBundle,
    ::testing::ValuesIn(std::vector<Hostile>{
        Hostile{0, "base", "ok", [](Attempt&) {}},
        Hostile{1, "empty_file", "E_CANON", [](Attempt& a) { a.file = ""; }},
        Hostile{2, "not_json", "E_CANON", [](Attempt& a) { a.file = "\x8f\x01PK\x03\x04\xff random"; }},
        of_file(5, "trailing_newline", "E_CANON", [](const std::string& text) { return text + "\n"; }),
        of_file(6, "trailing_second_bundle", "E_CANON", [](const std::string& text) { return text + text; }),
        of_file(7, "bom", "E_CANON", [](const std::string& text) { return "\xEF\xBB\xBF" + text; }),
        of_file(8, "pretty_printed", "E_CANON", [](const std::string& text) { return Json::parse(text).dump(1); }),
        of_timestamp(9, "unsorted_keys", "E_CANON",
                     replaced(R"("spec_version":"1.0.31","version":7)", R"("version":7,"spec_version":"1.0.31")")),
        Hostile{10, "dup_key_signed", "E_CANON",
                [](Attempt& a) {
                  a.bundle.timestamp.after_signing = replaced(R"("signed":{)", R"("signed":{"_type":"x"},"signed":{)");
                }},
        of_store(11, "dup_key_store", "E_CANON", replaced(R"({"anchors":)", R"({"anchors":[],"anchors":)")),
        of_store(12, "unicode_escape", "E_CANON", replaced("mistake", "mist\\u0061ke")),
        of_store(13, "control_char", "E_CANON", replaced("mistake", "mist\x1b[2Jake")),
        of_store(14, "bidi_label", "E_CANON", replaced("mistake", "mist\xE2\x80\xAE" "ake")),
        of_store(15, "bad_utf8_overlong", "E_CANON", replaced("mistake", "mist\xC0\xAF" "ake")),
        of_store(15, "bad_utf8_lone_surrogate", "E_CANON", replaced("mistake", "mist\xED\xA0\x80" "ake")),
        version_written(16, "float_version", "7.0"), version_written(17, "big_int_2_53", "9007199254740992"),
        version_written(17, "big_int_2_64_and_7", "18446744073709551623"),
        version_written(17, "big_int_40_digits", std::string(40, '7')), version_written(18, "negative", "-1"),
        version_written(18, "leading_zero", "07"), version_written(19, "null_field", "null"),
        Hostile{21, "deep_nesting", "E_LIMIT", [](Attempt& a) { a.file = std::string(100'000, '['); }},
        Hostile{22, "huge_file", "E_LIMIT",
                [](Attempt& a) { a.file = a.bundle.publish() + std::string(std::size_t{4} << 20U, ' '); }},
        Hostile{23, "many_signatures", "E_LIMIT",
                [](Attempt& a) {
                  a.bundle.timestamp.after_signing = as_json([](Json& j) { j["signatures"] = junk_signatures(5'000); });
                }},
        Hostile{23, "one_signature_too_many", "E_LIMIT",
                [](Attempt& a) {
                  a.bundle.timestamp.after_signing = as_json([](Json& j) { j["signatures"] = junk_signatures(33); });
                }},
        Hostile{24, "many_roots", "E_LIMIT", [](Attempt& a) { while (a.bundle.roots.size() < 65) a.bundle.add_root(); }},
        Hostile{24, "as_many_roots_as_allowed", "ok",
                [](Attempt& a) { while (a.bundle.roots.size() < 64) a.bundle.add_root(); }},
        of_file(24, "no_root", "E_SCHEMA", as_json([](Json& j) { j["roots"] = Json::array(); })),
        of_file(25, "unknown_outer_member", "E_SCHEMA", as_json([](Json& j) { j["comment"] = "hello"; })),
        of_file(26, "unknown_format", "E_FORMAT", as_json([](Json& j) { j["format"] = "amt-trust-bundle/2"; })),
        of_file(26, "no_format", "E_FORMAT", as_json([](Json& j) { j.erase("format"); }))}),
    name_of);

/// positions lists the JSON pointers of all values in `value`, itself first.
void list_positions(const Json& value, const Json::json_pointer& at, std::vector<Json::json_pointer>& positions) {
  positions.push_back(at);
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i) list_positions(value[i], at / i, positions);
  if (value.is_object())
    for (const auto& [key, member] : value.items()) list_positions(member, at / key, positions);
}

/// wrong_kinds are values of another kind than `value`.
std::vector<Json> wrong_kinds(const Json& value) {
  std::vector<Json> kinds;
  for (const Json& other : {Json::array(), Json::object(), Json(1), Json("x"), Json(true)})
    if (other.type() != value.type() && !(other.is_number() && value.is_number())) kinds.push_back(other);
  return kinds;
}

/// Case 20, wrong-shape: not only an array where an object is due, but each other kind at each position.
TEST(HostileForm, Case20WrongShapeIsRefusedAtEveryPosition) {
  Attempt attempt;
  const Json good = Json::parse(attempt.bytes());
  std::vector<Json::json_pointer> positions;
  list_positions(good, Json::json_pointer(), positions);
  std::size_t tried = 0;
  for (const auto& at : positions) {
    const std::string place = at.to_string();
    if (place.starts_with("/store/")) continue;  // what is signed: the next test
    for (const Json& other : wrong_kinds(good[at])) {
      Json bad = good;
      bad[at] = other;
      attempt.file = bad.dump();
      EXPECT_EQ(attempt.outcome(), place == "/format" ? "E_FORMAT" : "E_SCHEMA") << place << " as " << other;
      ++tried;
    }
  }
  EXPECT_GT(tried, 300U);
}

TEST(HostileForm, Case20WrongShapeIsRefusedAtEveryPositionOfASignedStore) {
  Attempt attempt;
  const Json good = Json::parse(attempt.bundle.store);
  std::vector<Json::json_pointer> positions;
  list_positions(good, Json::json_pointer(), positions);
  for (const auto& at : positions) {
    if (at.empty()) continue;
    for (const Json& other : wrong_kinds(good[at])) {
      Json bad = good;
      bad[at] = other;
      attempt.bundle.store = bad.dump();
      EXPECT_EQ(attempt.outcome(), "E_SCHEMA") << at << " as " << other;
    }
  }
}

/// expect_short_message tries a long string; whether it is refused is for other tests.
void expect_short_message(const Attempt& attempt, const Json::json_pointer& at, std::size_t& refused) {
  constexpr std::size_t kMostOctets = 500;
  const Verification verification = attempt.verify();
  if (verification.bundle) return;
  const std::string message = describe(verification.bundle.error());
  EXPECT_LT(message.size(), kMostOctets) << at << ": " << message.substr(0, kMostOctets);
  ++refused;
}

/// What strangers wrote comes back in messages, but not as long as they wrote it.
TEST(HostileForm, NoMessageRepeatsALongString) {
  const Json text = std::string(20'000, 'x');
  Attempt attempt;
  const Json good = Json::parse(attempt.bytes());
  const Json good_store = Json::parse(attempt.bundle.store);
  std::vector<Json::json_pointer> positions;
  list_positions(good, Json::json_pointer(), positions);
  std::size_t refused = 0;
  for (const auto& at : positions) {
    if (!good[at].is_string()) continue;
    Json bad = good;
    bad[at] = text;
    attempt.file = bad.dump();
    expect_short_message(attempt, at, refused);
  }
  positions.clear();
  attempt.file.reset();
  list_positions(good_store, Json::json_pointer(), positions);
  for (const auto& at : positions) {
    if (!good_store[at].is_string()) continue;
    Json bad = good_store;
    bad[at] = text;
    attempt.bundle.store = bad.dump();
    expect_short_message(attempt, at, refused);
  }
  EXPECT_GT(refused, 100U);
}

TEST(HostileForm, Case04TruncatedAnywhere) {
  const std::string whole = Attempt().bytes();
  Attempt attempt;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    attempt.file = whole.substr(0, length);
    ASSERT_EQ(attempt.outcome(), "E_CANON") << length;
  }
}

/// stripped is a bundle as small as one can be: root 1 only, one key for each role, one anchor.
Attempt stripped() {
  Attempt attempt;
  BundleSimulator& bundle = attempt.bundle;
  bundle.roots.resize(1);
  bundle.roots[0].root = {{"root-1"}, 1};
  bundle.roots[0].release = {{"release-1"}, 1};
  bundle.roots[0].document.signers = {"root-1"};
  bundle.set_release_signers({"release-1"});
  attempt.edit_store([](Json& store) {
    store["anchors"] = Json::array({store["anchors"][1]});
    store["anchors"][0]["status"] = "active";
    store["anchors"][0].erase("replaced_by");
    for (const char* const list : {"crls", "deny", "intermediates"}) store[list] = Json::array();
  });
  attempt.trust = bundle.root_of_trust();
  attempt.floor = {};
  return attempt;
}

/// Case 3, bit-flip-any: every bit of a whole bundle without a signature that is not needed.
TEST(HostileForm, Case03AnyBitFlipped) {
  Attempt attempt = stripped();
  ASSERT_EQ(attempt.outcome(), "ok");
  const std::string whole = attempt.bytes();
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string flipped = whole;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));  // one bit of one octet
    attempt.file = flipped;
    ASSERT_NE(attempt.outcome(), "ok") << bit / 8 << ": " << whole.substr(bit / 8, 20);
  }
}

}  // namespace
}  // namespace odca::bundle
