// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The writer's output is read back by somebody else's parser (nlohmann-json).
#include "json/writer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

namespace odca {
namespace {

using namespace std::string_literals;

std::string written(std::string_view text) { return JsonWriter().string(text).take(); }

TEST(JsonWriter, WritesMembersInOrder) {
  JsonWriter json;
  json.begin_object().key("b").number(1).key("a").begin_array().boolean(true).null().begin_object().end_object();
  json.end_array().key("c").strings({"x", "y"}).end_object();
  EXPECT_EQ(json.take(), R"({"b":1,"a":[true,null,{}],"c":["x","y"]})");
}

TEST(JsonWriter, WritesTheLargestNumber) {
  EXPECT_EQ(JsonWriter().number(18446744073709551615U).take(), "18446744073709551615");
}

TEST(JsonWriter, EscapesQuotesAndBackslashes) { EXPECT_EQ(written(R"(a"b\c)"), R"("a\"b\\c")"); }

TEST(JsonWriter, EscapesControlCharacters) { EXPECT_EQ(written("\x1B[2J\n\x7F"s), R"("\u001b[2J\u000a\u007f")"); }

TEST(JsonWriter, EscapesC1AndBidirectionalControlsAndLineSeparators) {
  EXPECT_EQ(written("\xC2\x9B\xE2\x80\xAE\xE2\x80\xA8"s), R"("\u009b\u202e\u2028")");
}

TEST(JsonWriter, EscapesAboveTheBasicPlaneAsSurrogatePairs) {
  EXPECT_EQ(written("\xF3\xA0\x80\x81"s), R"("\udb40\udc01")");
  EXPECT_EQ(nlohmann::json::parse(written("\xF3\xA0\x80\x81"s)).get<std::string>(), "\xF3\xA0\x80\x81");
}

TEST(JsonWriter, KeepsOrdinaryTextOutsideAscii) { EXPECT_EQ(written("Intel\xC2\xAE"s), "\"Intel\xC2\xAE\""); }

TEST(JsonWriter, ReplacesWhatIsNotUtf8) { EXPECT_EQ(written("a\xFF\xC0z"s), R"("a\ufffd\ufffdz")"); }

RC_GTEST_PROP(JsonWriter, AnyBytesMakeAStringThatOthersRead, (const std::string& bytes)) {
  const std::string text = written(bytes);
  RC_ASSERT(nlohmann::json::parse(text).is_string());
  RC_ASSERT(std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
}

RC_GTEST_PROP(JsonWriter, AsciiComesBackUnchanged, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
  RC_ASSERT(nlohmann::json::parse(written(text)).get<std::string>() == text);
}

}  // namespace
}  // namespace odca
