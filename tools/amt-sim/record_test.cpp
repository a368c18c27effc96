// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A record says what was received, and what the device has become.
#include "record.h"

#include <gtest/gtest.h>

namespace odca::amtsim {
namespace {

TEST(Record, OfADeviceThatNobodyMet) {
  const Firmware device(profile_named("amt20").value(), {}, 7);
  EXPECT_EQ(record_of(device), "{\"schema\":\"amt-sim-record/1\",\"profile\":\"amt20\",\"uuid\":\"" +
                                   device.uuid_text() +
                                   "\",\"mode\":\"none\",\"state\":\"pre\",\"sessions\":0,\"handshakes\":0,"
                                   "\"application_bytes\":0,\"secret_bytes\":0,\"requests\":[],\"effects\":{},"
                                   "\"lme\":{\"connections\":0,\"channels\":0,\"overruns\":0,\"violations\":0}}\n");
}

TEST(Record, TellsRequestsAndEffects) {
  Firmware device(profile_named("amt20").value(), {}, 7);
  ASSERT_EQ(device.setup("2", std::string(32, 'a')), 0U);
  device.pthi(from_hex("010100005e00000400000000").value());
  device.note([](Seen& seen) { seen.secret_bytes = 5; });
  const std::string record = record_of(device);
  EXPECT_NE(record.find("\"secret_bytes\":5"), std::string::npos);
  EXPECT_NE(record.find("\"requests\":[\"PTHI 0x0400005E\"],\"effects\":{\"StopConfiguration\":1}"), std::string::npos);
}

TEST(Record, TellsWhatCameOverLme) {
  Firmware device(profile_named("amt20").value(), {}, 7);
  device.note([](Seen& seen) { seen.lme = {.connections = 1, .channels = 2, .overruns = 3, .violations = 4}; });
  EXPECT_NE(record_of(device).find("\"lme\":{\"connections\":1,\"channels\":2,\"overruns\":3,\"violations\":4}"),
            std::string::npos);
}

TEST(Record, TellsWhatTheDeviceHasBecome) {
  Firmware device(profile_named("amt20").value(), {}, 7);
  ASSERT_EQ(device.setup("2", std::string(32, 'a')), 0U);
  EXPECT_NE(record_of(device).find("\"mode\":\"client\",\"state\":\"in\""), std::string::npos);
  ASSERT_EQ(device.commit(), 0U);
  EXPECT_NE(record_of(device).find("\"mode\":\"client\",\"state\":\"post\""), std::string::npos);
}

}  // namespace
}  // namespace odca::amtsim
