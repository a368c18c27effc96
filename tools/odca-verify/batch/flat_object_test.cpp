// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/flat_object.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <set>

namespace odca::batch {
namespace {

using Kind = FlatMember::Kind;

std::string problem(std::string_view text) {
  const auto read = read_flat_object(text);
  return read ? "" : read.error().message;
}

TEST(BatchFlatObject, ReadsEveryKindOfValue) {
  const auto read = read_flat_object(R"( { "a" : "t" , "b":-12,"c":1.5e3,"d":true,"e":false,"f":null,"":"" } )");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 7U);
  EXPECT_EQ((*read)[0].value, "t");
  EXPECT_EQ((*read)[0].kind, Kind::text);
  EXPECT_EQ((*read)[1].value, "-12");
  EXPECT_EQ((*read)[1].kind, Kind::whole);
  for (std::size_t i = 2; i < 6; ++i) EXPECT_EQ((*read)[i].kind, Kind::other) << i;
  EXPECT_EQ((*read)[6].name, "");
  EXPECT_TRUE(read_flat_object("{}"));
  EXPECT_TRUE(read_flat_object("\xEF\xBB\xBF{}"));
}
TEST(BatchFlatObject, ReadsEveryEscape) {
  const auto read = read_flat_object(R"({"\u0061":"\"\\\/\b\f\n\r\t\u00e4\u20AC\ud83d\uDE00 ä"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->front().name, "a");
  EXPECT_EQ(read->front().value, "\"\\/\b\f\n\r\t\u00e4\u20ac\U0001F600 \u00e4");
}
TEST(BatchFlatObject, RefusesWhatIsNoJson) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "}",
                           "[]",
                           "1",
                           "{,}",
                           R"({"a"})",
                           R"({"a":})",
                           R"({"a":1,})",
                           R"({"a":1 "b":2})",
                           R"({"a":1}x)",
                           R"({a:1})",
                           R"({'a':1})",
                           R"({"a":01})",
                           R"({"a":-})",
                           R"({"a":1.})",
                           R"({"a":.5})",
                           R"({"a":1e})",
                           R"({"a":+1})",
                           R"({"a":tru})",
                           R"({"a":NaN})",
                           R"({"a":"\x"})",
                           R"({"a":"\u12g4"})",
                           R"({"a":"\u-123"})",
                           R"({"a":"\ud800"})",
                           R"({"a":"\udc00"})",
                           R"({"a":"\ud800\u0041"})",
                           "{\"a\":\"\t\"}",
                           "{\"a\":\"\xff\"}",
                           "{\"a\":\"\xed\xa0\x80\"}",
                           R"({"a":")",
                           R"({"a":"\)",
                           R"({"a":"\u12)"})
    EXPECT_EQ(problem(text), "the line is not a JSON object") << text;
  EXPECT_NE(problem(std::string_view("{}\0", 3)), "");
}
TEST(BatchFlatObject, ManyMembersAreRefusedEarly) {
  std::string text = "{";
  for (int i = 0; i < 300000; ++i) text += "\"" + std::to_string(i) + "\":1,";
  EXPECT_EQ(problem(text + "\"x\":1}"), "the line has more than 16 members");
}

/// by_others reads with another JSON reader; nothing where we refuse more than JSON does.
std::optional<nlohmann::json> by_others(const std::string& text) {
  bool twice = false;
  std::set<std::string> seen;
  const nlohmann::json::parser_callback_t watch = [&](int, nlohmann::json::parse_event_t event, nlohmann::json& value) {
    if (event == nlohmann::json::parse_event_t::key) twice = twice || !seen.insert(value.get<std::string>()).second;
    return true;
  };
  nlohmann::json object = nlohmann::json::parse(text, watch, false);
  if (!object.is_object() || twice) return std::nullopt;
  for (const auto& [name, value] : object.items())
    if (value.is_structured()) return std::nullopt;
  return object;
}

// Lines with one, two or three octets changed, put in or taken out are read alike by another reader.
TEST(BatchFlatObject, AgreesWithAnotherReaderOnBrokenLines) {
  const std::string seed =
      R"( {"id":"pc\u00e91\ud83d\ude00","chain":"-----\nMII\/=","amt_version":20,"note":null,"n":-1.5} )";
  constexpr std::string_view kOctets = "{}[]\",:\\ud80-1e.n\t\n\0\x7f\xc3\xa9\xff tf";
  std::mt19937 random(7);  // the same lines each time
  const auto below = [&](std::size_t end) { return static_cast<std::size_t>(random()) % end; };
  std::size_t accepted = 0;
  for (int round = 0; round < 30000; ++round) {
    std::string text = seed;
    for (std::size_t change = 0; change <= below(3); ++change) {
      const std::size_t at = below(text.size());
      const char octet = kOctets[below(kOctets.size())];
      const std::size_t kind = below(3);
      if (kind == 0) text[at] = octet;
      if (kind == 1) text.insert(at, 1, octet);
      if (kind == 2) text.erase(at, 1);
    }
    const auto ours = read_flat_object(text);
    const auto theirs = by_others(text);
    ASSERT_EQ(ours.has_value(), theirs.has_value()) << text;
    if (!ours) continue;
    ++accepted;
    ASSERT_EQ(ours->size(), theirs->size()) << text;
    for (const FlatMember& member : *ours) {
      const nlohmann::json& other = theirs->at(member.name);
      ASSERT_EQ(member.kind == Kind::text, other.is_string()) << text;
      if (other.is_string()) {
        ASSERT_EQ(member.value, other.get<std::string>()) << text;
      }
      ASSERT_EQ(member.kind == Kind::whole, other.is_number_integer()) << text;
    }
  }
  EXPECT_GT(accepted, 1000U);
}

}  // namespace
}  // namespace odca::batch
