// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/bytes.h"

#include <gtest/gtest.h>

namespace odca {
namespace {

TEST(Hex, PrintsLowerCaseWithoutSeparators) { EXPECT_EQ(to_hex(Bytes{0x00, 0xAb, 0xff}), "00abff"); }
TEST(Hex, ReadsEitherCase) { EXPECT_EQ(from_hex("00aBFf"), (Bytes{0x00, 0xab, 0xff})); }
TEST(Hex, ReadsColonsBetweenBytes) { EXPECT_EQ(from_hex("00:AB:ff"), (Bytes{0x00, 0xab, 0xff})); }
TEST(Hex, ReadsNothingAsNoBytes) { EXPECT_EQ(from_hex(""), Bytes{}); }
TEST(Hex, RefusesAnythingElse) {
  for (const char* text : {"0", "abc", "0g", "aa:", ":aa", "aa::bb", "a:ab", " aa", "aa ", "0x00", "aa-bb"})
    EXPECT_FALSE(from_hex(text)) << text;
}
TEST(Hex, ReadsAFingerprintOfExactlyThirtyTwoBytes) {
  const std::string digits(64, 'a');
  ASSERT_TRUE(fingerprint_from_hex(digits));
  EXPECT_EQ(fingerprint_from_hex(digits)->front(), 0xaa);
  EXPECT_FALSE(fingerprint_from_hex(digits + "aa"));
  EXPECT_FALSE(fingerprint_from_hex(digits.substr(2)));
}

// RFC 4648 section 10.
TEST(Base64, AgreesWithTheVectorsOfTheRfc) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(to_base64(as_bytes(plain)), coded);
    const auto back = from_base64(coded);
    ASSERT_TRUE(back) << coded;
    EXPECT_EQ(as_text(*back), plain);
  }
}
TEST(Base64, IgnoresAsciiWhiteSpace) { EXPECT_EQ(from_base64(" Zm\r\n9v\tYg=\n= "), from_base64("Zm9vYg==")); }
TEST(Base64, RefusesWrongPadding) {
  for (const char* text : {"Zg", "Zg=", "Zg===", "Zm8", "Zm8==", "Z===", "=", "====", "Zm9v=", "Zg==Zg==", "Zm9vY"})
    EXPECT_FALSE(from_base64(text)) << text;
}
TEST(Base64, RefusesOtherAlphabets) {
  for (const char* text : {"Zm9-", "Zm9_", "Zm9*", "Zm\xc3\xa9"}) EXPECT_FALSE(from_base64(text)) << text;
}
TEST(Base64, RefusesUnusedBitsThatAreSet) {
  EXPECT_FALSE(from_base64("Zh=="));
  EXPECT_FALSE(from_base64("Zm9="));
}

TEST(Bytes, EqualComparesLengthAndContents) {
  const Bytes a{1, 2}, b{1, 2}, c{1, 3}, d{1};
  for (const auto same : {equal, equal_constant_time}) {
    EXPECT_TRUE(same(a, b));
    EXPECT_FALSE(same(a, c));
    EXPECT_FALSE(same(a, d));
    EXPECT_TRUE(same(ByteView{}, ByteView{}));
  }
}

}  // namespace
}  // namespace odca
