// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "der/writer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "der/check.h"
#include "der/reader.h"

namespace odca::der {
namespace {

std::string hex(const std::optional<Bytes>& bytes) { return bytes ? to_hex(*bytes) : "nothing"; }

TEST(Writer, WritesLengthsInTheFewestOctets) {
  EXPECT_EQ(to_hex(octet_string(Bytes(0x7f))).substr(0, 4), "047f");
  EXPECT_EQ(to_hex(octet_string(Bytes(0x80))).substr(0, 6), "048180");
  EXPECT_EQ(to_hex(octet_string(Bytes(0x100))).substr(0, 8), "04820100");
  EXPECT_EQ(to_hex(octet_string(Bytes(0x10000))).substr(0, 10), "0483010000");
}
TEST(Writer, WritesIntegersInTheFewestOctets) {
  EXPECT_EQ(to_hex(integer(0)), "020100");
  EXPECT_EQ(to_hex(integer(127)), "02017f");
  EXPECT_EQ(to_hex(integer(128)), "02020080");
  EXPECT_EQ(to_hex(integer(0xffffffffffffffff)), "020900ffffffffffffffff");
  EXPECT_EQ(to_hex(integer_from_magnitude(Bytes{0, 0, 0x80})), "02020080");
  EXPECT_EQ(hex(integer_from_contents(Bytes{0x80})), "020180");
  EXPECT_EQ(hex(integer_from_contents(Bytes{0x00, 0x01})), "nothing");
}
TEST(Writer, WritesNamedBitsWithoutTrailingZeros) {
  EXPECT_EQ(to_hex(named_bits(0)), "030100");
  EXPECT_EQ(to_hex(named_bits(1)), "03020780");
  EXPECT_EQ(to_hex(named_bits(1U << 5U | 1U << 6U)), "03020106");
  EXPECT_EQ(to_hex(named_bits(1U << 8U)), "0303070080");
}
TEST(Writer, WritesObjectIdentifiers) {
  EXPECT_EQ(hex(oid("2.5.4.3")), "0603550403");
  EXPECT_EQ(hex(oid("2.16.840.1.113741.1.5.3.6.6.4")), "060d6086480186f84d010503060604");
  EXPECT_EQ(hex(oid("2.999")), "06028837");
  for (const char* text : {"", "1", "1.", ".1", "1..2", "3.1", "1.40", "1.2.", "1.2.03", "1.2.x", "1.2 ", "1.-2",
                           "+1.2", "2.18446744073709551615", "1.2.18446744073709551616"})
    EXPECT_EQ(hex(oid(text)), "nothing") << text;
}
TEST(Writer, PicksTheTimeTypeOfRfc5280) {
  EXPECT_EQ(hex(time_value(*parse_time("2049-12-31T23:59:59Z"))), to_hex(string_value(kUtcTime, "491231235959Z")));
  EXPECT_EQ(hex(time_value(*parse_time("2050-01-01"))), to_hex(string_value(kGeneralizedTime, "20500101000000Z")));
  EXPECT_EQ(hex(time_value(*parse_time("9999-12-31T23:59:59Z"))),
            to_hex(string_value(kGeneralizedTime, "99991231235959Z")));
  EXPECT_EQ(hex(time_value(*parse_time("9999-12-31T23:59:59Z") + std::chrono::seconds{1})), "nothing");
}
TEST(Writer, SortsSets) {
  EXPECT_EQ(to_hex(set_of({integer(2), boolean_value(true), integer(1)})), "31090101ff020101020102");
}
TEST(Writer, WritesContextTags) {
  EXPECT_EQ(to_hex(explicit_tag(3, null())), "a3020500");
  EXPECT_EQ(to_hex(implicit_tag(0, Bytes{1, 2})), "80020102");
}

unsigned tag_number(std::size_t n) { return static_cast<unsigned>(n % 31); }  // below 31

// Any value that the writer can make, nested.
rc::Gen<Bytes> any_value(int depth) {
  const auto octets = rc::gen::arbitrary<Bytes>();
  const auto primitive =
      rc::gen::oneOf(rc::gen::map(rc::gen::arbitrary<bool>(), boolean_value),
                     rc::gen::map(rc::gen::arbitrary<std::uint64_t>(), integer),
                     rc::gen::map(octets, [](const Bytes& b) { return octet_string(b); }),
                     rc::gen::map(octets, [](const Bytes& b) { return integer_from_magnitude(b); }),
                     rc::gen::map(octets, [](const Bytes& b) { return bit_string_value(b); }),
                     rc::gen::map(octets, [](const Bytes& b) { return implicit_tag(tag_number(b.size()), b); }),
                     rc::gen::map(rc::gen::arbitrary<std::uint16_t>(), named_bits), rc::gen::just(null()));
  if (depth == 0) return primitive;
  const auto members = rc::gen::resize(6, rc::gen::container<std::vector<Bytes>>(any_value(depth - 1)));
  return rc::gen::oneOf(
      primitive, rc::gen::map(members, [](const std::vector<Bytes>& m) { return sequence(m); }),
      rc::gen::map(members, [](const std::vector<Bytes>& m) { return set_of(m); }),
      rc::gen::map(members, [](const std::vector<Bytes>& m) { return explicit_tag(tag_number(m.size()), join(m)); }));
}

RC_GTEST_PROP(WriterProperty, WhatIsWrittenPassesTheCheck, ()) {
  RC_ASSERT(check_der(*any_value(2), kDeepest) == DerCheck::ok);
}
RC_GTEST_PROP(WriterProperty, ACutValueNeverPassesTheCheck, ()) {
  Bytes bytes = *any_value(2);
  bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size()));
  RC_ASSERT(check_der(bytes, kDeepest) != DerCheck::ok);
}
RC_GTEST_PROP(WriterProperty, IntegersComeBack, (std::uint32_t number)) {
  const Bytes bytes = integer(number);
  const auto element = read_only(bytes, kInteger);
  RC_ASSERT(element.has_value());
  RC_ASSERT(small_unsigned(element->contents) == number);
}
RC_GTEST_PROP(WriterProperty, ObjectIdentifiersComeBack, (std::vector<std::uint64_t> arcs)) {
  std::string dotted = "2.5";
  for (const std::uint64_t arc : arcs) dotted += "." + std::to_string(arc);
  const auto bytes = oid(dotted);
  RC_ASSERT(bytes.has_value());
  const auto element = read_only(*bytes, kObjectIdentifier);
  RC_ASSERT(element.has_value());
  RC_ASSERT(is_oid(element->contents));
  RC_ASSERT(oid_text(element->contents) == dotted);
}
RC_GTEST_PROP(WriterProperty, TimesComeBack, ()) {
  // 0001-01-01 to 9999-12-31.
  const Time time{std::chrono::seconds{*rc::gen::inRange<std::int64_t>(-62135596800, 253402300800)}};
  const auto bytes = time_value(time);
  RC_ASSERT(bytes.has_value());
  Reader reader(*bytes);
  const auto element = reader.read();
  RC_ASSERT(element.has_value());
  RC_ASSERT((element->tag == kUtcTime ? utc_time(element->contents) : generalized_time(element->contents)) == time);
}
RC_GTEST_PROP(WriterProperty, NamedBitsComeBack, (std::uint16_t bits)) {
  const Bytes bytes = named_bits(bits);
  const auto string = bit_string(read_only(bytes, kBitString)->contents);
  RC_ASSERT(string.has_value());
  std::uint16_t again = 0;
  for (std::size_t bit = 0; bit < string->octets.size() * 8; ++bit)
    if ((string->octets[bit / 8] >> (7 - bit % 8) & 1U) != 0) again = static_cast<std::uint16_t>(again | 1U << bit);
  RC_ASSERT(again == bits);
}

}  // namespace
}  // namespace odca::der
