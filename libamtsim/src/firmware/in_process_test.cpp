// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// InProcessHeci: connections with answers of their own, and nothing that waits.
#include "firmware/in_process.h"

#include <gtest/gtest.h>

#include "firmware/test_bytes.h"
#include "wire/clients.h"

namespace odca::amtsim {
namespace {

using testing::hex;

struct InProcess : ::testing::Test {
  Firmware device{profile_named("amt20").value(), {}, 7};
  InProcessHeci heci{device};
  amt::Deadline now{};
  std::unique_ptr<amt::HeciClient> connected(const amt::Guid& client) { return *heci.connect(client, now); }
};

TEST_F(InProcess, AnswersWhatWasSent) {
  const auto client = connected(amt::wire::kWatchdog);
  ASSERT_TRUE(client->send(hex("05 02 51 10"), now));
  EXPECT_EQ(*client->receive(now), hex("e2"));
}
TEST_F(InProcess, KeepsTheAnswersOfAConnectionApartAndInOrder) {
  const auto one = connected(amt::wire::kWatchdog), other = connected(amt::wire::kMkhi);
  ASSERT_TRUE(one->send(hex("05 02 51 10"), now));
  ASSERT_TRUE(one->send(hex("05 02 52 10"), now));
  ASSERT_TRUE(other->send(hex("ff 03 00 00"), now));
  EXPECT_EQ(*other->receive(now), hex("ff 83 00 89"));
  EXPECT_EQ(*one->receive(now), hex("e2"));
  EXPECT_EQ(*one->receive(now), hex("89"));
}
TEST_F(InProcess, TimesOutWhenThereIsNoAnswer) {
  const auto client = connected(amt::wire::kPthi);
  ASSERT_TRUE(client->send(hex("01"), now));
  const auto answer = client->receive(now);
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().reason == "timed-out");
}
TEST_F(InProcess, HasNoClientForAnotherGuid) {
  const auto client = heci.connect(amt::wire::kLme, now);
  ASSERT_FALSE(client);
  EXPECT_TRUE(client.error().reason == "heci-no-client");
}
TEST_F(InProcess, RefusesAMessageThatIsTooLong) {
  const auto client = connected(amt::wire::kPthi);
  EXPECT_TRUE(client->send(Bytes(client->max_message()), now));
  const Status refused = client->send(Bytes(client->max_message() + 1), now);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().reason == "too-big");
}

}  // namespace
}  // namespace odca::amtsim
