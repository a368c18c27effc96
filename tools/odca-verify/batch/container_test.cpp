// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What must not be judged as the dump of one device, each with its nearest neighbour that may.
#include "batch/container.h"

#include <gtest/gtest.h>

#include "batch/json_shape.h"

namespace odca::batch {
namespace {

using std::string_literals::operator""s;

const std::string kPem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const std::string kInJson = "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n";

std::string reason(const std::string& content) {
  const auto error = container(as_bytes(content));
  EXPECT_FALSE(error && (error->message.empty() || error->hint.empty())) << content;
  return std::string(error ? error->reason : ReasonId());
}

TEST(BatchContainer, AnArchiveIsKnownByItsFirstBytes) {
  for (const std::string& start : {"PK\x03\x04"s, "PK\x05\x06"s, "\x1f\x8b"s, "7z\xbc\xaf\x27\x1c"s,
                                   "\xfd"
                                   "7zXZ\0"s,
                                   "\x28\xb5\x2f\xfd"s, "BZh9"s, "Rar!\x1a\x07\0"s, "!<arch>\n"s, "070701"s})
    EXPECT_EQ(reason(start + kPem), "archive") << start;
  std::string tar(512, '\0');
  tar.replace(257, 5, "ustar");
  EXPECT_EQ(reason(tar + kPem), "archive");
  EXPECT_EQ(reason(kPem + "PK\x03\x04"), "");
}
TEST(BatchContainer, JsonOfSeveralDevices) {
  const std::string object = "{\"id\": \"a\", \"chain\": \"" + kInJson + "\"}";
  EXPECT_EQ(reason("[" + object + "]"), "json-list");
  EXPECT_EQ(reason(" \n[\n  " + object + ",\n  " + object + "\n]\n"), "json-list");
  EXPECT_EQ(reason("[\"" + kInJson + "\", \"" + kInJson + "\"]"), "json-list");
  EXPECT_EQ(reason("\xEF\xBB\xBF[" + object + "]"), "json-list");
  EXPECT_EQ(reason(object + "\n" + object + "\n"), "json-objects");
  EXPECT_EQ(reason(object + object), "json-objects");
  EXPECT_EQ(reason(object + ",\n" + object), "json-objects");
  EXPECT_EQ(reason("{\"devices\": [" + object + ", {\"id\": \"b\", \"chain\": \"\"}]}"), "several-devices");
  EXPECT_EQ(reason(object), "");
  EXPECT_EQ(reason("{\"upid\": \"00\", \"chain\": \"" + kInJson + "\"}"), "json-line");
  EXPECT_EQ(reason("{\"chain\": [\"" + kInJson + "\",\"" + kInJson + "\"]}"), "");
  EXPECT_EQ(reason("[48 130 2 10]"), "");
  EXPECT_EQ(reason("[2026-11-30 10:00:00] " + kPem), "");
}
TEST(BatchContainer, UnicodeInSixteenBitsIsTheSame) {
  const std::string list = "[{\"chain\":\"P\"}]";
  std::string wide = "\xff\xfe";
  for (const char c : list) wide += {c, '\0'};
  EXPECT_EQ(reason(wide), "json-list");
}
TEST(BatchContainer, ATableHasCertificatesInFields) {
  EXPECT_EQ(reason("id,chain\npc-17,\"" + kPem + "\"\npc-18,\"\"\n"), "table");
  EXPECT_EQ(reason("id;chain\npc-17;" + kPem), "table");
  EXPECT_EQ(reason("pc-17\t" + kInJson + "\n"), "table");
  EXPECT_EQ(reason("chain,id\n\"" + kPem + "\",pc-17\n"), "table");
  EXPECT_EQ(reason("subject=CN = a, O = b\n" + kPem), "");
  EXPECT_EQ(reason("\t" + kPem), "");
  EXPECT_EQ(reason(kPem + "\n" + kPem), "");
}
TEST(BatchContainer, SeveralConnectionsAreSeveralDevices) {
  const std::string session = "CONNECTED(00000003)\n---\nCertificate chain\n 0 s:CN = a\n" + kPem + "---\n";
  EXPECT_EQ(reason(session + session), "several-devices");
  EXPECT_EQ(reason(session), "");
  EXPECT_EQ(reason("- Certificate[0] info:\n" + kPem + "- Certificate[1] info:\n" + kPem), "");
}

TEST(JsonShape, IsFoundInOnePassWhateverTheDepth) {
  EXPECT_EQ(json_shape(std::string(1000000, '{')), JsonShape::other);
  EXPECT_EQ(json_shape("{\"a\":" + std::string(1000000, '[')), JsonShape::other);
  EXPECT_EQ(json_shape("{}"), JsonShape::one_object);
  EXPECT_EQ(json_shape("{}\x1e{}"), JsonShape::several_objects);
  EXPECT_EQ(json_shape("{\"a\":\"}{\\\"\"}"), JsonShape::one_object);
  EXPECT_EQ(json_shape("{\"a\":\"id\",\"id\":\"chain\"}"), JsonShape::one_object);
  EXPECT_EQ(json_shape("{} and so on"), JsonShape::other);
  EXPECT_EQ(json_shape(""), JsonShape::other);
  EXPECT_EQ(json_shape("["), JsonShape::other);
}

}  // namespace
}  // namespace odca::batch
