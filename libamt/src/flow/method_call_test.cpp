// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The names of ReturnValues.
#include "flow/method_call.h"

#include <gtest/gtest.h>

namespace odca::amt {
namespace {

constexpr std::string_view kSetup = "http://intel.com/wbem/wscim/1/ips-schema/1/IPS_HostBasedSetupService";
constexpr std::string_view kCommit = "http://intel.com/wbem/wscim/1/amt-schema/1/AMT_SetupAndConfigurationService";

TEST(ReturnValueName, IsThatOfTheMethodsOwnTable) {
  EXPECT_EQ(return_value_name(kSetup, 2), "INVALID_STATE");
  EXPECT_EQ(return_value_name(kCommit, 2), "NOT_READY");
  EXPECT_EQ(return_value_name(kSetup, 5), "AUTHENTICATION_FAILED");
  EXPECT_EQ(return_value_name(kCommit, 2057), "DATA_MISSING");
}

TEST(ReturnValueName, KnowsSuccessAndWhatNobodyKnows) {
  EXPECT_EQ(return_value_name(kSetup, 0), "SUCCESS");
  EXPECT_EQ(return_value_name(kSetup, 2057), "UNKNOWN");
  EXPECT_EQ(return_value_name(kCommit, 99'999), "UNKNOWN");
}

}  // namespace
}  // namespace odca::amt
