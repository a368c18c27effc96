// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/schema.h"

#include <gtest/gtest.h>

namespace odca::bundle {
namespace {

/// The error of reading `text` by `read`, or "ok".
template <class Read>
std::string outcome(const std::string& text, Read read) {
  const auto document = Document::parse(text);
  if (!document) return document.error().message;
  const auto result = read(Field(document->root(), "place"));
  return result ? "ok" : std::string(result.error().reason) + ' ' + result.error().message;
}

TEST(Schema, AMemberThatIsNotKnownIsNamedWithItsPlace) {
  const auto read = [](const Field& field) -> Result<Object> {
    const auto items = field.items(9);
    return (*items)[1].object({"a"});
  };
  EXPECT_EQ(outcome(R"([{},{"a":1}])", read), "ok");
  EXPECT_EQ(outcome(R"([{},{"a":1,"b":2}])", read), "E_SCHEMA 'place[1].b': unknown member");
}
TEST(Schema, AMissingMemberIsNamed) {
  const auto read = [](const Field& field) { return field.object({"a"}, {"b"}); };
  EXPECT_EQ(outcome(R"({"a":1,"b":1})", read), "ok");
  EXPECT_EQ(outcome(R"({"b":1})", read), "E_SCHEMA 'place': missing member 'a'");
}
TEST(Schema, AnotherKindIsNamed) {
  EXPECT_EQ(outcome("[]", [](const Field& field) { return field.object({}); }),
            "E_SCHEMA 'place': expected an object, found an array");
}
TEST(Schema, IntegersHaveBounds) {
  const auto read = [](const Field& field) { return field.integer(1, 5); };
  EXPECT_EQ(outcome("5", read), "ok");
  EXPECT_EQ(outcome("6", read), "E_SCHEMA 'place': expected an integer from 1 to 5, found 6");
  EXPECT_NE(outcome("0", read), "ok");
  EXPECT_NE(outcome("\"1\"", read), "ok");
}
TEST(Schema, TextsEndAtTheirLimit) {
  const auto read = [](const Field& field) { return field.text(2); };
  EXPECT_EQ(outcome("\"ab\"", read), "ok");
  EXPECT_EQ(outcome("\"abc\"", read), "E_LIMIT 'place': expected at most 2 bytes, found 3");
}
TEST(Schema, ArraysEndAtTheirLimit) {
  const auto read = [](const Field& field) { return field.items(1); };
  EXPECT_EQ(outcome("[1]", read), "ok");
  EXPECT_EQ(outcome("[1,2]", read), "E_LIMIT 'place': expected at most 1 items, found 2");
}
TEST(Schema, HexadecimalIsLowerCaseWithoutColons) {
  const auto read = [](const Field& field) { return field.hex(); };
  EXPECT_EQ(outcome("\"0a0b\"", read), "ok");
  for (const char* const text : {"\"0A0b\"", "\"0a:0b\"", "\"0a0\"", "\"0g\""}) EXPECT_NE(outcome(text, read), "ok");
}
TEST(Schema, AFingerprintHas64Digits) {
  const auto read = [](const Field& field) { return field.fingerprint(); };
  EXPECT_EQ(outcome('"' + std::string(64, 'a') + '"', read), "ok");
  EXPECT_NE(outcome('"' + std::string(62, 'a') + '"', read), "ok");
  EXPECT_NE(outcome('"' + std::string(66, 'a') + '"', read), "ok");
}
TEST(Schema, Base64HasOneForm) {
  const auto read = [](const Field& field) { return field.base64(); };
  EXPECT_EQ(outcome("\"QQ==\"", read), "ok");
  for (const char* const text : {"\"QQ\"", "\"QR==\"", "\"Q Q==\"", "\"QQ== \"", "\"Q-==\""})
    EXPECT_NE(outcome(text, read), "ok") << text;
}
TEST(Schema, Base64EndsAtItsLimit) {
  const auto read = [](const Field& field) { return field.base64(2); };
  EXPECT_EQ(outcome("\"QUI=\"", read), "ok");
  EXPECT_EQ(outcome("\"QUJD\"", read), "E_LIMIT 'place': expected at most 2 bytes in base64, found 3");
}
TEST(Schema, TimesHaveOneForm) {
  const auto read = [](const Field& field) { return field.time(); };
  EXPECT_EQ(outcome("\"2026-03-01T00:00:00Z\"", read), "ok");
  for (const char* const text : {"\"2026-03-01\"", "\"2026-03-01T00:00:00.0Z\"", "\"2026-03-01T01:00:00+01:00\"",
                                 "\"2026-03-01t00:00:00z\"", "\"2026-02-30T00:00:00Z\""})
    EXPECT_NE(outcome(text, read), "ok") << text;
}
TEST(Schema, DatesAreOfTheCalendar) {
  const auto read = [](const Field& field) { return field.date(); };
  EXPECT_EQ(outcome("\"2028-02-29\"", read), "ok");
  for (const char* const text : {"\"2026-02-29\"", "\"2026-3-1\"", "\"2026-03-01T00:00:00Z\"", "\"\""})
    EXPECT_NE(outcome(text, read), "ok") << text;
}
TEST(Schema, AChoiceNamesTheChoices) {
  const auto read = [](const Field& field) {
    constexpr std::string_view kWords[] = {"a", "b"};
    return field.choice(kWords);
  };
  EXPECT_EQ(outcome("\"b\"", read), "ok");
  EXPECT_EQ(outcome("\"c\"", read), "E_SCHEMA 'place': expected one of 'a', 'b', found 'c'");
}

}  // namespace
}  // namespace odca::bundle
