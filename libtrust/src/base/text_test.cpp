// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Messages show values between quotation marks, and no value can end its own quotation.
#include "base/text.h"

#include <gtest/gtest.h>

namespace odca {
namespace {

TEST(Quote, PutsAValueBetweenQuotationMarks) { EXPECT_EQ(quote("AMT RCFG"), "'AMT RCFG'"); }

TEST(Quote, IsNotEndedFromWithin) {
  EXPECT_EQ(quote("a', expected 'b"), R"('a\', expected \'b')");
  EXPECT_EQ(quote("a\\"), R"('a\\')");
}

}  // namespace
}  // namespace odca
