// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Accessors: what each takes, what it refuses, and that the message says both.
#include <gtest/gtest.h>

#include "yaml/yaml.h"

namespace odca::yaml {
namespace {

// The value of key `v` in a document that must be readable.
Node value(const std::string& text) {
  auto document = parse("v: " + text + "\n", "f.yaml");
  EXPECT_TRUE(document) << describe(document.error());
  return document->items()[0];
}

TEST(YamlNode, ErrorsPointAtTheNode) {
  const auto result = value("maybe").as_bool();
  ASSERT_FALSE(result);
  EXPECT_EQ(describe(result.error()), "f.yaml: line 1, column 4: expected true or false, found 'maybe'");
}

TEST(YamlNode, BoolIsTrueOrFalse) {
  EXPECT_TRUE(*value("true").as_bool());
  EXPECT_FALSE(*value("false").as_bool());
}

TEST(YamlNode, BoolIsNothingElse) {
  for (const char* const text : {"yes", "no", "on", "off", "True", "1", "'true'", "[true]"})
    EXPECT_FALSE(value(text).as_bool()) << text;
}

TEST(YamlNode, UnsignedIsDecimal) {
  EXPECT_EQ(*value("0").as_unsigned(), 0U);
  EXPECT_EQ(*value("18446744073709551615").as_unsigned(), 18446744073709551615U);
}

TEST(YamlNode, UnsignedIsNothingElse) {
  for (const char* const text :
       {"-1", "+1", "010", "0x10", "1e3", "1.0", "1_000", "'1'", "18446744073709551616", "[1]", "''"})
    EXPECT_FALSE(value(text).as_unsigned()) << text;
}

TEST(YamlNode, UnsignedKeepsItsBounds) {
  EXPECT_TRUE(value("3").as_unsigned(3, 5));
  EXPECT_TRUE(value("5").as_unsigned(3, 5));
  EXPECT_FALSE(value("2").as_unsigned(3, 5));
  const auto above = value("6").as_unsigned(3, 5);
  ASSERT_FALSE(above);
  EXPECT_EQ(above.error().message, "expected a number from 3 to 5, found '6'");
}

TEST(YamlNode, DateIsADay) {
  using namespace std::chrono;
  EXPECT_EQ(*value("2027-01-31").as_date(), sys_days(year(2027) / 1 / 31));
  for (const char* const text : {"2027-02-29", "2027-1-31", "31.01.2027", "2027-01-31T00:00:00Z", "tomorrow", "[a]"})
    EXPECT_FALSE(value(text).as_date()) << text;
}

TEST(YamlNode, TimeIsRfc3339) {
  using namespace std::chrono;
  EXPECT_EQ(*value("2027-01-31T12:00:00Z").as_time(), sys_days(year(2027) / 1 / 31) + hours(12));
  EXPECT_FALSE(value("noon").as_time());
}

TEST(YamlNode, Hex32IsThirtyTwoBytes) {
  const std::string digits(64, 'a');
  EXPECT_EQ((*value(digits).as_hex32())[31], 0xAA);
  EXPECT_FALSE(value(digits + "aa").as_hex32());
  EXPECT_FALSE(value(digits.substr(2)).as_hex32());
  EXPECT_FALSE(value("[" + digits + "]").as_hex32());
}

TEST(YamlNode, HexIsWholeBytes) {
  EXPECT_EQ(*value("00ff").as_hex(), (Bytes{0x00, 0xFF}));
  EXPECT_FALSE(value("0ff").as_hex());
  EXPECT_FALSE(value("''").as_hex());
}

TEST(YamlNode, LineIsOneTidyLine) {
  EXPECT_EQ(*value("some text").as_line(), "some text");
  EXPECT_FALSE(value("''").as_line());
  EXPECT_FALSE(value("' x'").as_line());
  EXPECT_FALSE(value("'x '").as_line());
  EXPECT_FALSE(value("\"x\\ny\"").as_line());
  EXPECT_TRUE(value("abc").as_line(3));
  EXPECT_FALSE(value("abcd").as_line(3));
}

TEST(YamlNode, ChoiceSuggestsTheNearest) {
  EXPECT_EQ(*value("warn").as_choice({"fail", "warn"}), 1U);
  const auto result = value("wran").as_choice({"fail", "warn"});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "expected 'fail' or 'warn', found 'wran'");
  EXPECT_EQ(result.error().hint, "did you mean 'warn'");
}

TEST(YamlNode, LinesAreDistinct) {
  EXPECT_EQ(*value("[a, b]").as_lines(), (std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(value("[a, a]").as_lines());
  EXPECT_FALSE(value("[]").as_lines());
  EXPECT_TRUE(value("[]").as_lines(Empty::allowed));
  EXPECT_FALSE(value("a").as_lines());
}

TEST(YamlNode, LongValuesAreCutInMessages) {
  const auto result = value(std::string(500, 'x')).as_bool();
  ASSERT_FALSE(result);
  EXPECT_LT(result.error().message.size(), 200U);
}

TEST(YamlNode, MessagesStayOnOneLine) {
  const auto result = value("\"x\\ny\"").as_bool();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message.find('\n'), std::string::npos);
}

TEST(YamlFields, FindAndRequire) {
  const Node node = value("{a: 1, b: 2}");
  const auto fields = Fields::of(node, {"a", "b", "c"});
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->find("a")->text(), "1");
  EXPECT_EQ(fields->find("c"), nullptr);
  ASSERT_TRUE(fields->require("b"));
  EXPECT_EQ((*fields->require("b"))->text(), "2");
  const auto missing = fields->require("c");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().reason.text(), "missing-key");
}

TEST(YamlFields, UnknownKeyIsRefusedWithASuggestion) {
  const Node node = value("{severitys: 1}");
  const auto fields = Fields::of(node, {"severities", "limits"});
  ASSERT_FALSE(fields);
  EXPECT_EQ(fields.error().message, "unknown key 'severitys'");
  EXPECT_EQ(fields.error().hint, "did you mean 'severities'");
}

TEST(YamlFields, UnknownKeyWithoutNeighbourListsTheKnown) {
  const Node node = value("{zebra: 1}");
  const auto fields = Fields::of(node, {"rules", "limits"});
  ASSERT_FALSE(fields);
  EXPECT_EQ(fields.error().hint, "known are 'rules', 'limits'");
}

TEST(YamlFields, OnlyAMappingHasFields) { EXPECT_FALSE(Fields::of(value("[a]"), {"a"})); }

}  // namespace
}  // namespace odca::yaml
