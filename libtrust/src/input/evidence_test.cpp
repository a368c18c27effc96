// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/evidence.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "input/testdata/files.h"

namespace odca {
namespace {

TEST(Evidence, PurposesAreReadAsTheyArePrinted) {
  for (const Purpose purpose :
       {Purpose::amt_activation, Purpose::amt_wsman, Purpose::amt_auditlog, Purpose::odca, Purpose::rfc5280})
    EXPECT_EQ(purpose_from(to_string(purpose)), purpose);
}

TEST(Evidence, PhasesAreReadAsTheyArePrinted) {
  for (const Phase phase : {Phase::pre_provisioning, Phase::in_provisioning, Phase::transition, Phase::provisioned})
    EXPECT_EQ(phase_from(to_string(phase)), phase);
}

TEST(Evidence, NamesAreThoseOfTheCommandLine) {
  EXPECT_EQ(to_string(Purpose::amt_activation), "amt-activation");
  EXPECT_EQ(to_string(Phase::pre_provisioning), "pre-provisioning");
  EXPECT_EQ(to_string(InputKind::tls_records), "tls-records");
}

TEST(Evidence, OtherNamesAreNothing) {
  for (const std::string_view text : {"", "AMT-activation", "amt-activation ", "unknown"}) {
    EXPECT_FALSE(purpose_from(text)) << text;
    EXPECT_FALSE(phase_from(text)) << text;
  }
}

TEST(Evidence, AddAppendsEveryList) {
  const Result<Dump> dump = read_dump(test::file("s_client.txt"), "a", {});
  ASSERT_TRUE(dump);
  Dump other = *dump;
  other.unreadable.push_back({.where = "b: item"});
  other.limits.push_back({.limit = "certificates"});
  other.notes.push_back("b: note");
  Evidence evidence;
  evidence.add(*dump);
  evidence.add(other);
  EXPECT_EQ(evidence.certificates.size(), 2 * dump->certificates.size());
  EXPECT_EQ(evidence.unreadable.size(), 1U);
  EXPECT_EQ(evidence.limits.size(), 1U);
  EXPECT_EQ(evidence.notes.size(), dump->notes.size() * 2 + 1);
}

TEST(Evidence, TheNextInputHasTheRoomThatIsLeft) {
  const Result<Dump> dump = read_dump(test::file("s_client.txt"), "a", {});
  ASSERT_TRUE(dump);
  const std::size_t size = dump->certificates.size();
  Evidence evidence;
  evidence.add(*dump);
  evidence.unreadable.push_back({.where = "a: item"});
  EXPECT_EQ(limits_left({.certificates = size + 3}, evidence).certificates, 2U);
  EXPECT_EQ(limits_left({.certificates = size}, evidence).certificates, 0U);

  const Result<Dump> next =
      read_dump(test::file("s_client.txt"), "b", limits_left({.certificates = size + 3}, evidence));
  ASSERT_TRUE(next);
  EXPECT_EQ(next->certificates.size(), 2U);
  ASSERT_EQ(next->limits.size(), 1U);
  EXPECT_EQ(next->limits[0].limit.text(), "certificates");
}

}  // namespace
}  // namespace odca
