// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/canonical.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace odca::bundle {
namespace {

std::string reason_of_text(std::string_view text, const CanonicalLimits& limits = {}) {
  const auto document = Document::parse(text, limits);
  return document ? "ok" : std::string(document.error().reason);
}

TEST(Canonical, ReadsEachKind) {
  const std::string text = R"({"a":[1,true,"x\"\\y"],"b":{}})";
  const auto document = Document::parse(text);
  ASSERT_TRUE(document);
  const Value a = *document->root().find("a");
  EXPECT_EQ(a.items()[0].integer(), 1U);
  EXPECT_TRUE(a.items()[1].boolean());
  EXPECT_EQ(a.items()[2].string(), "x\"\\y");
  EXPECT_EQ(a.text(), R"([1,true,"x\"\\y"])");
  EXPECT_TRUE(document->root().find("b")->members().empty());
  EXPECT_FALSE(document->root().find("c"));
}

class Refused : public ::testing::TestWithParam<std::string> {};
TEST_P(Refused, IsNotCanonical) { EXPECT_EQ(reason_of_text(GetParam()), "E_CANON"); }
INSTANTIATE_TEST_SUITE_P(All, Refused,
                         ::testing::Values("", " 1", "1 ", "1\n",
                                           "\xEF\xBB\xBF"
                                           "1",
                                           "[1, 2]", "{\"a\": 1}", "[1,]", "[,1]", "{,}", R"({"b":1,"a":2})",
                                           R"({"a":1,"a":2})", R"({"a":1,})", R"({1:2})", "null", "-1", "01", "1.0",
                                           "1e3", "9007199254740992", "18446744073709551616", R"("\u0041")", R"("\n")",
                                           "\"\x1b\"", "\"\x7f\"", "\"\xC2\x80\"", "\"\xE2\x80\xAE\"",
                                           "\"\xE2\x80\xA8\"", "\"\xC0\xAF\"", "\"\xED\xA0\x80\"", "\"open", "[",
                                           "{\"a\"", "{\"a\":", "tru", "True", "[1]]", "{}{}", "{\"\xC3\xA9\":1}",
                                           R"({"a\\b":1})"));

TEST(Canonical, TheLargestIntegerIsRead) { EXPECT_EQ(reason_of_text("9007199254740991"), "ok"); }
TEST(Canonical, ZeroIsRead) { EXPECT_EQ(reason_of_text("0"), "ok"); }
TEST(Canonical, TextBeyondAsciiIsRead) { EXPECT_EQ(reason_of_text("\"\xC3\xA9\xE6\x97\xA5\""), "ok"); }
TEST(Canonical, NestingEndsAtItsLimit) {
  EXPECT_EQ(reason_of_text(std::string(16, '[') + std::string(16, ']')), "ok");
  EXPECT_EQ(reason_of_text(std::string(17, '[') + std::string(17, ']')), "E_LIMIT");
  EXPECT_EQ(reason_of_text(std::string(100'000, '[')), "E_LIMIT");
}
TEST(Canonical, BytesEndAtTheirLimit) {
  EXPECT_EQ(reason_of_text("12345", {.bytes = 5}), "ok");
  EXPECT_EQ(reason_of_text("12345", {.bytes = 4}), "E_LIMIT");
}
TEST(Canonical, ValuesEndAtTheirLimit) {
  EXPECT_EQ(reason_of_text("[1,2]", {.values = 3}), "ok");
  EXPECT_EQ(reason_of_text("[1,2]", {.values = 2}), "E_LIMIT");
}
TEST(Canonical, StringsEndAtTheirLimit) {
  EXPECT_EQ(reason_of_text("\"abc\"", {.string = 3}), "ok");
  EXPECT_EQ(reason_of_text("\"abcd\"", {.string = 3}), "E_LIMIT");
}

TEST(Canonical, NamesEndAtTheirLimit) {
  EXPECT_EQ(reason_of_text(R"({"abc":1})", {.name = 3}), "ok");
  EXPECT_EQ(reason_of_text(R"({"abcd":1})", {.name = 3}), "E_LIMIT");
}

/// A random value as canonical text.
rc::Gen<std::string> text_of(int depth) {
  const auto word = rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~'));
  const auto scalar =
      rc::gen::oneOf(rc::gen::map(word, [](const std::string& text) { return canonical_string(text); }),
                     rc::gen::map(rc::gen::inRange<std::uint64_t>(0, kLargestInteger), canonical_integer),
                     rc::gen::map(rc::gen::arbitrary<bool>(), canonical_boolean));
  if (depth == 0) return scalar;
  const auto key = rc::gen::container<std::string>(rc::gen::inRange<char>('a', 'z'));
  return rc::gen::oneOf(scalar,
                        rc::gen::map(rc::gen::container<std::vector<std::string>>(text_of(depth - 1)), canonical_array),
                        rc::gen::map(rc::gen::container<std::map<std::string, std::string>>(key, text_of(depth - 1)),
                                     [](const std::map<std::string, std::string>& members) {
                                       return canonical_object({members.begin(), members.end()});
                                     }));
}

std::string written(const Value& value) {
  if (value.is_boolean()) return canonical_boolean(value.boolean());
  if (value.is_integer()) return canonical_integer(value.integer());
  if (value.is_string()) return canonical_string(value.string());
  if (value.is_array()) {
    std::vector<std::string> items;
    for (const Value& item : value.items()) items.push_back(written(item));
    return canonical_array(items);
  }
  std::map<std::string, std::string, std::less<>> members;
  for (const auto& [key, member] : value.members()) members.emplace(key, written(member));
  return canonical_object(members);
}

RC_GTEST_PROP(CanonicalProperty, WhatIsWrittenIsReadAndWrittenTheSame, ()) {
  const std::string text = *rc::gen::resize(5, text_of(3));
  const auto document = Document::parse(text);
  RC_ASSERT(document.has_value());
  RC_ASSERT(written(document->root()) == text);
}

RC_GTEST_PROP(CanonicalProperty, WhateverIsReadIsTheOneFormOfIt, ()) {
  std::string text = *rc::gen::resize(5, text_of(2));
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text[at] = *rc::gen::arbitrary<char>();
  const auto document = Document::parse(text);
  if (document) RC_ASSERT(written(document->root()) == text);
}

}  // namespace
}  // namespace odca::bundle
