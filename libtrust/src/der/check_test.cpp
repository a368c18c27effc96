// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "der/check.h"

#include <gtest/gtest.h>

#include "der/writer.h"

namespace odca::der {
namespace {

DerCheck check(std::string_view digits, std::size_t depth = 24) { return check_der(*from_hex(digits), depth); }
Bytes nested(std::size_t depth) {
  Bytes bytes = null();
  for (std::size_t i = 1; i < depth; ++i) bytes = sequence({bytes});
  return bytes;
}

TEST(CheckDer, AcceptsNestedValues) { EXPECT_EQ(check("30080101ff31030c0161"), DerCheck::ok); }
TEST(CheckDer, AcceptsAnEmptySequence) { EXPECT_EQ(check("3000"), DerCheck::ok); }
TEST(CheckDer, RefusesNothingAtAll) { EXPECT_EQ(check(""), DerCheck::not_der); }
TEST(CheckDer, RefusesWhatFollows) {
  EXPECT_EQ(check("300000"), DerCheck::trailing);
  EXPECT_EQ(check("30003000"), DerCheck::trailing);
}
TEST(CheckDer, RefusesABadValueInside) {
  for (const char* digits : {
           "010101",      // BOOLEAN that is neither 00 nor FF
           "02020001",    // INTEGER with a leading zero
           "0a020001",    // ENUMERATED with a leading zero
           "03020181",    // BIT STRING with an unused bit set
           "050100",      // NULL with contents
           "06020080",    // OBJECT IDENTIFIER with a leading zero septet
           "060255ff",    // OBJECT IDENTIFIER cut short
           "30800000",    // indefinite length
           "0c810161",    // length not in the shortest form
           "24030401aa",  // constructed OCTET STRING
           "1000",        // primitive SEQUENCE
           "0000",        // end-of-contents
           "0401",        // contents cut short
           "1f2000",      // high tag number
       }) {
    EXPECT_EQ(check_der(sequence({*from_hex(digits)}), 24), DerCheck::not_der) << digits;
  }
}
TEST(CheckDer, RefusesAPrimitiveSequence) { EXPECT_EQ(check("30021000"), DerCheck::not_der); }
TEST(CheckDer, RefusesAConstructedString) { EXPECT_EQ(check("30022c00"), DerCheck::not_der); }
TEST(CheckDer, LooksInsideContextTags) { EXPECT_EQ(check("3005a003010101"), DerCheck::not_der); }
TEST(CheckDer, LeavesOctetStringsClosed) { EXPECT_EQ(check("30050403010101"), DerCheck::ok); }
TEST(CheckDer, LeavesTimesToTheirReaders) {
  EXPECT_EQ(check("3003170130"), DerCheck::ok);
  EXPECT_EQ(check("3003180130"), DerCheck::ok);
}
TEST(CheckDer, StopsAtTheDepthAllowed) {
  EXPECT_EQ(check_der(nested(5), 5), DerCheck::ok);
  EXPECT_EQ(check_der(nested(6), 5), DerCheck::too_deep);
  EXPECT_EQ(check_der(nested(1), 0), DerCheck::too_deep);
}
TEST(CheckDer, NeverGoesDeeperThanItsOwnBound) {
  EXPECT_EQ(check_der(nested(kDeepest), 1000000), DerCheck::ok);
  EXPECT_EQ(check_der(nested(kDeepest + 1), 1000000), DerCheck::too_deep);
  EXPECT_EQ(check_der(nested(20000), 1000000), DerCheck::too_deep);
}

}  // namespace
}  // namespace odca::der
