// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "der/reader.h"

#include <gtest/gtest.h>

#include "der/check.h"

namespace odca::der {
namespace {

Bytes hex(std::string_view digits) { return *from_hex(digits); }

bool reads_header(std::string_view digits) {
  const Bytes bytes = hex(digits);
  Reader reader(bytes);
  return reader.read().has_value() && reader.at_end();
}
Bytes octets_of_length(std::string_view header, std::size_t length) {
  Bytes bytes = hex(header);
  bytes.resize(bytes.size() + length);
  return bytes;
}

TEST(Header, AcceptsTheShortForm) { EXPECT_TRUE(reads_header("0401aa")); }
TEST(Header, AcceptsTheShortestLongForm) {
  const Bytes bytes = octets_of_length("048180", 0x80);
  Reader reader(bytes);
  EXPECT_EQ(reader.read()->contents.size(), 0x80U);
}
TEST(Header, RefusesALongFormThatFitsTheShortOne) {
  const Bytes bytes = octets_of_length("04817f", 0x7f);
  EXPECT_FALSE(Reader(bytes).read());
}
TEST(Header, RefusesALeadingZeroInTheLength) {
  const Bytes bytes = octets_of_length("04820080", 0x80);
  EXPECT_FALSE(Reader(bytes).read());
}
TEST(Header, RefusesTheIndefiniteForm) { EXPECT_FALSE(reads_header("30800000")); }
TEST(Header, RefusesFiveLengthOctets) { EXPECT_FALSE(reads_header("04850100000000")); }
TEST(Header, RefusesTheReservedLengthOctet) { EXPECT_FALSE(reads_header("04ff00")); }
TEST(Header, RefusesMoreContentsThanThereAre) {
  EXPECT_FALSE(reads_header("0402aa"));
  EXPECT_FALSE(reads_header("0484ffffffff"));
}
TEST(Header, RefusesAHeaderCutShort) {
  for (const char* digits : {"", "04", "0481", "0482ff"}) EXPECT_FALSE(reads_header(digits)) << digits;
}
TEST(Header, RefusesHighTagNumbers) {
  EXPECT_FALSE(reads_header("1f0100"));
  EXPECT_FALSE(reads_header("bf0100"));
}

TEST(Reader, AFailedReadConsumesNothing) {
  const Bytes bytes = hex("020101");
  Reader reader(bytes);
  EXPECT_FALSE(reader.read(kBoolean));
  EXPECT_TRUE(reader.read(kInteger));
}
TEST(Reader, ReadsOneValueAfterAnother) {
  const Bytes bytes = hex("0201010500");
  Reader reader(bytes);
  EXPECT_EQ(reader.read()->whole.size(), 3U);
  EXPECT_TRUE(reader.next_is(kNull));
  EXPECT_TRUE(reader.read(kNull));
  EXPECT_TRUE(reader.at_end());
}
TEST(Reader, ReadOnlyRefusesWhatFollows) {
  EXPECT_TRUE(read_only(hex("0500"), kNull));
  EXPECT_FALSE(read_only(hex("05000500"), kNull));
  EXPECT_FALSE(read_only(hex("050005"), kNull));
}

TEST(Boolean, AcceptsTwoOctetsOnly) {
  EXPECT_EQ(boolean(hex("00")), false);
  EXPECT_EQ(boolean(hex("ff")), true);
  EXPECT_FALSE(boolean(hex("01")));
  EXPECT_FALSE(boolean(hex("")));
  EXPECT_FALSE(boolean(hex("ffff")));
}
TEST(Integer, MustBeMinimal) {
  for (const char* digits : {"00", "7f", "80", "0080", "ff7f", "0100"}) EXPECT_TRUE(is_integer(hex(digits))) << digits;
  for (const char* digits : {"", "0000", "007f", "ff80", "ffff"}) EXPECT_FALSE(is_integer(hex(digits))) << digits;
}
TEST(Integer, SmallUnsignedHasThirtyTwoBits) {
  EXPECT_EQ(small_unsigned(hex("00")), 0U);
  EXPECT_EQ(small_unsigned(hex("00ffffffff")), 0xffffffffU);
  EXPECT_FALSE(small_unsigned(hex("0100000000")));
  EXPECT_FALSE(small_unsigned(hex("ff")));
  EXPECT_FALSE(small_unsigned(hex("0001")));
}
TEST(Integer, MagnitudeHasNoSign) {
  EXPECT_EQ(magnitude(hex("0080"))->size(), 1U);
  EXPECT_EQ(magnitude(hex("00"))->size(), 0U);
  EXPECT_FALSE(magnitude(hex("80")));
}
TEST(BitString, UnusedBitsMustBeZeroAndFew) {
  EXPECT_EQ(bit_string(hex("0680"))->unused, 6U);
  EXPECT_TRUE(bit_string(hex("00")));
  for (const char* digits : {"", "01", "08ff", "0681", "0701ff"}) EXPECT_FALSE(bit_string(hex(digits))) << digits;
}
TEST(ObjectIdentifier, ArcsMustBeMinimalAndWhole) {
  EXPECT_TRUE(is_oid(hex("550403")));
  for (const char* digits : {"", "80", "558003", "5504ff"}) EXPECT_FALSE(is_oid(hex(digits))) << digits;
}
TEST(ObjectIdentifier, ArcsHaveAtMost64Bits) {
  EXPECT_EQ(oid_text(hex("5581ffffffffffffffff7f")), "2.5.18446744073709551615");
  EXPECT_FALSE(is_oid(hex("5582808080808080808000")));
}
TEST(ObjectIdentifier, PrintsDottedArcs) {
  EXPECT_EQ(oid_text(hex("550403")), "2.5.4.3");
  EXPECT_EQ(oid_text(hex("2b06010505070101")), "1.3.6.1.5.5.7.1.1");
  EXPECT_EQ(oid_text(hex("00")), "0.0");
  EXPECT_EQ(oid_text(hex("4f")), "1.39");
  EXPECT_EQ(oid_text(hex("50")), "2.0");
  EXPECT_EQ(oid_text(hex("8837")), "2.999");
}

std::string utc(std::string_view text) {
  const auto time = utc_time(as_bytes(text));
  return time ? format_time(*time) : "refused";
}
std::string generalized(std::string_view text) {
  const auto time = generalized_time(as_bytes(text));
  return time ? format_time(*time) : "refused";
}
TEST(UtcTime, TheCenturyTurnsAt50) {
  EXPECT_EQ(utc("491231235959Z"), "2049-12-31T23:59:59Z");
  EXPECT_EQ(utc("500101000000Z"), "1950-01-01T00:00:00Z");
}
TEST(UtcTime, RefusesEveryOtherSpelling) {
  for (const char* text : {"4912312359Z", "491231235959", "491231235959+0000", "491231235960Z", "491231240000Z",
                           "491331000000Z", "490229000000Z", "4912312359a9Z", "491231235959z", "20491231235959Z", ""})
    EXPECT_EQ(utc(text), "refused") << text;
}
TEST(GeneralizedTime, ReachesTheYear9999) { EXPECT_EQ(generalized("99991231235959Z"), "9999-12-31T23:59:59Z"); }
TEST(GeneralizedTime, RefusesEveryOtherSpelling) {
  for (const char* text : {"20491231235959", "20491231235959.1Z", "204912312359Z", "00000101000000Z", "20490100000000Z",
                           "20490001000000Z", "491231235959Z", "20491231235959+0000", "2049123123595 Z"})
    EXPECT_EQ(generalized(text), "refused") << text;
}

}  // namespace
}  // namespace odca::der
