// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/json_lines.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "batch/test_folder.h"

namespace odca::batch {
namespace {

std::string refusal(std::string_view line) {
  const BatchItem item = parse_json_line(line, "label");
  return item.error ? item.error->message : "";
}

TEST(BatchJsonLine, EveryMemberIsRead) {
  const BatchItem item = parse_json_line(
      R"({"id":"pc-1","chain":"PEM","upid":"00112233445566778899aabbccddeeff00112233","leaf_hash":"sha256:0011223344556677889900112233445566778899001122334455667788990011","amt_version":20,"note":"x"})",
      "label");
  ASSERT_FALSE(item.error) << item.error->message;
  EXPECT_EQ(item.id, "pc-1");
  EXPECT_EQ(as_text(item.content), "PEM");
  EXPECT_EQ(item.device.amt_version, 20U);
  ASSERT_TRUE(item.device.upid);
  EXPECT_EQ(item.device.upid->size(), 20U);
  EXPECT_TRUE(item.device.leaf_hash);
}
TEST(BatchJsonLine, APinAndANameAreReadAsTheOptionsRead) {
  const std::string key(64, 'a');
  const BatchItem by_key = parse_json_line(R"({"chain":"P","pin":")" + key + R"(","name":"pc-1.example.com."})", "l");
  ASSERT_FALSE(by_key.error) << by_key.error->message;
  EXPECT_TRUE(by_key.device.pin_spki);
  EXPECT_EQ(by_key.host, "pc-1.example.com");
  EXPECT_TRUE(parse_json_line(R"({"chain":"P","pin":"cert:)" + key + R"("})", "l").device.pin_certificate);
  EXPECT_NE(refusal(R"({"chain":"P","pin":"aa"})"), "");
  EXPECT_NE(refusal(R"({"chain":"P","name":"https://pc-1"})"), "");
}
TEST(BatchJsonLine, TheLabelStandsForAMissingId) { EXPECT_EQ(parse_json_line(R"({"chain":"P"})", "f:3").id, "f:3"); }
TEST(BatchJsonLine, ANumberMayBeTheId) { EXPECT_EQ(parse_json_line(R"({"id":7,"chain":"P"})", "f:3").id, "7"); }
TEST(BatchJsonLine, RefusesWhatIsNoObject) {
  for (const char* line : {"[]", "1", "{", R"({"chain":"P"} x)", "{\"chain\":\"\xff\"}", R"({"chain":"P",})"})
    EXPECT_EQ(refusal(line), "the line is not a JSON object") << line;
}
TEST(BatchJsonLine, RefusesAMemberTwice) {
  EXPECT_EQ(refusal(R"({"chain":"P","chain":"Q"})"), "the member 'chain' stands twice");
  EXPECT_EQ(refusal(R"({"upid":"00","up\u0069d":"00","chain":"Q"})"), "the member 'upid' stands twice");
}
TEST(BatchJsonLine, RefusesAnUnknownMemberWithASuggestion) {
  const BatchItem item = parse_json_line(R"({"chain":"P","leafhash":"00"})", "l");
  ASSERT_TRUE(item.error);
  EXPECT_EQ(item.error->message, "the member 'leafhash' is not known");
  EXPECT_EQ(item.error->hint, "did you mean 'leaf_hash'?");
}
TEST(BatchJsonLine, RefusesValuesWithin) {
  for (const char* line : {R"({"chain":["P"]})", R"({"chain":"P","note":{"a":1}})", R"({"chain":"P","other":[]})"})
    EXPECT_EQ(refusal(line), "a member of the line is an object or a list") << line;
}
TEST(BatchJsonLine, DeepNestingIsOneRefusalAndNoMore) {
  EXPECT_NE(refusal("{\"chain\":" + std::string(1000000, '[')), "");
}
TEST(BatchJsonLine, RefusesWrongTypesAndValues) {
  EXPECT_EQ(refusal(R"({"chain":1})"), "the member 'chain' is not a text");
  EXPECT_EQ(refusal(R"({"id":1.5,"chain":"P"})"), "the member 'id' is neither a text nor a whole number");
  EXPECT_EQ(refusal(R"({"amt_version":-1,"chain":"P"})"), "the member 'amt_version' is no version of AMT: '-1'");
  EXPECT_NE(refusal(R"({"upid":"00112233445566778899aabbccddeeff","chain":"P"})"), "");
  EXPECT_NE(refusal(R"({"leaf_hash":"00112233445566778899aabbccddeeff00112233","chain":"P"})"), "");
  EXPECT_EQ(refusal(R"({"id":"a"})"), "the member 'chain' is missing");
  EXPECT_EQ(refusal(R"({"id":"","chain":"P"})"), "the member 'id' has 0 bytes, expected 1 to 1024");
  EXPECT_NE(refusal(R"({"upid":"zz","chain":"P"})"), "");
  EXPECT_NE(refusal("{\"id\":\"" + std::string(1025, 'i') + "\",\"chain\":\"P\"}"), "");
}

TEST(BatchJsonLine, AVersionOfAmtIsANumberOrAText) {
  const auto major = [](const std::string& value) {
    const BatchItem item = parse_json_line("{\"amt_version\":" + value + ",\"chain\":\"P\"}", "l");
    return item.error ? std::optional<unsigned>() : item.device.amt_version;
  };
  for (const char* fine : {"19", "19.0", "\"19\"", "\"19.0.5\"", "\"19.0.5.1992\""})
    EXPECT_EQ(major(fine), 19U) << fine;
  for (const char* bad : {"\"\"", "1.9e1", "\"19.\"", "\".19\"", "\"v19\"", "\"19.0.5.1992.1\"", "\"256\"", "true",
                          "null", "\"19-0\"", "\"+19\"", "\" 19\""})
    EXPECT_EQ(major(bad), std::nullopt) << bad;
}
TEST(BatchJsonLine, OfAWholeUpidTheSecondHalfIsTheDevices) {
  const std::string oem(64, '1'), csme(64, '2');
  const BatchItem item = parse_json_line("{\"upid\":\"" + oem + csme + "\",\"chain\":\"P\"}", "l");
  ASSERT_FALSE(item.error);
  EXPECT_EQ(item.device.upid, Bytes(32, 0x22));
  EXPECT_EQ(item.upid_oem, Bytes(32, 0x11));
}

std::vector<std::string> read_all(const std::string& content, std::size_t max_line) {
  const testing::TestFolder folder;
  auto stream = json_lines(*ByteSource::open(folder.put("f", content)), max_line);
  std::vector<std::string> out;
  while (true) {
    auto next = stream->next();
    if (!next) out.push_back('!' + next.error().message.substr(next.error().message.rfind('\'') + 2));
    if (!next || !*next) return out;
    const BatchItem item = opened(**std::move(next));
    const std::size_t colon = item.id.rfind(':');
    out.push_back(item.id.substr(colon == std::string::npos ? 0 : colon) +
                  (item.error ? '!' + std::string(item.error->reason) : ""));
  }
}
using Lines = std::vector<std::string>;

TEST(BatchJsonLines, NumbersCountBlankLinesAndTheLastLineFeedMayMiss) {
  EXPECT_EQ(read_all("{\"chain\":\"P\"}\n\n \r\n{\"chain\":\"P\"}", 100), (Lines{":1", ":4"}));
}
TEST(BatchJsonLines, ALineTooLongIsDroppedToItsEnd) {
  const std::string longer = "{\"chain\":\"" + std::string(200000, 'x') + "\"}\n";
  EXPECT_EQ(read_all(longer + "{\"id\":\"after\",\"chain\":\"P\"}\n", 100), (Lines{":1!too-big", "after"}));
}
TEST(BatchJsonLines, ALineOfExactlyTheLimitIsRead) {
  const std::string line = R"({"id":"a","chain":"P"})";
  EXPECT_EQ(read_all(line + "\n", line.size()), (Lines{"a"}));
  EXPECT_EQ(read_all(line + "\n", line.size() - 1), (Lines{":1!too-big"}));
}
TEST(BatchJsonLines, WhatIsSomethingElseAsAWholeIsOneError) {
  EXPECT_EQ(read_all("[\n{\"chain\":\"P\"},\n{\"chain\":\"P\"}\n]\n", 100), (Lines{"!is a JSON list, not JSON Lines"}));
  EXPECT_EQ(read_all("[\n\"P\",\n\"P\"\n]\n", 100), (Lines{"!is a JSON list, not JSON Lines"}));
  EXPECT_EQ(read_all("\n [{\"chain\":\"P\"}]", 100), (Lines{"!is a JSON list, not JSON Lines"}));
  EXPECT_EQ(read_all("{\r\n  \"chain\": \"P\"\r\n}\r\n", 100), (Lines{"!is JSON over several lines, not JSON Lines"}));
  EXPECT_EQ(read_all(std::string("\xff\xfe{\0\"\0", 6), 100), (Lines{"!is UTF-16 text, not JSON Lines"}));
  EXPECT_EQ(read_all("\x1f\x8b\b", 100).size(), 1U);
}
TEST(BatchJsonLines, ABadLineDoesNotEndTheStream) {
  EXPECT_EQ(read_all("{\n{\"id\":\"b\",\"chain\":\"P\"}\n", 100), (Lines{":1!json-line", "b"}));
}

}  // namespace
}  // namespace odca::batch
