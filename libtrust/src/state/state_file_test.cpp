// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "state/state_file.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "state/ledger.h"
#include "state/sealed.h"
#include "state/test_bundle.h"

namespace odca::state {
namespace {

BundleReference reference(std::uint64_t version) {
  return {.version = version, .content_id = hash_of("id"), .file_sha256 = hash_of("file")};
}

State full_state() {
  return {.active = reference(7),
          .previous = reference(6),
          .floor = FloorRecord{.bundle = reference(7), .release_keys = hash_of("keys")},
          .root_seen = RootSeen{.version = 2, .sha256 = hash_of("root")},
          .ledger = hash_of("ledger"),
          .latest_time = Time(std::chrono::seconds(1'800'000'000)),
          .mode = Mode::rolled_back,
          .sequence = 5};
}

TEST(StateFile, ComesBackAsItWasWritten) {
  const auto state = read_state(write_state(full_state()));
  ASSERT_TRUE(state);
  EXPECT_EQ(*state, full_state());
}

TEST(StateFile, ComesBackWithoutItsOptionalParts) {
  const State state{.sequence = 1};
  EXPECT_EQ(*read_state(write_state(state)), state);
}

TEST(StateFile, NoBitMayBeAnother) {
  const std::string content = write_state(full_state());
  for (std::size_t i = 0; i < content.size() * 8; ++i) {
    std::string changed = content;
    changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));  // one bit of one byte
    const auto state = read_state(changed);
    ASSERT_FALSE(state) << i;
    EXPECT_EQ(state.error().reason.text(), "E_STATE_CORRUPT");
  }
}

TEST(StateFile, NoPartOfItIsOne) {
  const std::string content = write_state(full_state());
  for (std::size_t size = 0; size < content.size(); ++size) EXPECT_FALSE(read_state(content.substr(0, size))) << size;
  EXPECT_FALSE(read_state(content + "\n"));
}

TEST(StateFile, AnUnknownMemberIsDamage) {
  EXPECT_EQ(
      read_state(seal(R"({"format":"amt-trust-state/1","mode":"normal","more":1,"sequence":1})")).error().reason.text(),
      "E_STATE_CORRUPT");
}
TEST(StateFile, AnotherFormatIsDamage) {
  EXPECT_FALSE(read_state(seal(R"({"format":"amt-trust-state/2","mode":"normal","sequence":1})")));
}
TEST(StateFile, TheNearestWholeOneIsRead) {
  EXPECT_TRUE(read_state(seal(R"({"format":"amt-trust-state/1","mode":"normal","sequence":1})")));
}

TEST(LedgerFile, ItsFormatNeverChanges) {
  const Ledger ledger = bundle::next_ledger({}, {.deny = {deny_of(1)}});
  const std::string text =
      R"({"deny":[{"id":1,"kind":"spki_sha256","label":"key 1","reason":"for the test",)"
      R"("sha256":"6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b","since":"2026-01-01"}],)"
      R"("format":"amt-trust-ledger/1"})";
  EXPECT_EQ(write_ledger(ledger), seal(text));
  EXPECT_TRUE(bundle::same_entries(*read_ledger(seal(text), "ledger"), ledger));
}

TEST(LedgerFile, EntriesOutOfOrderAreDamage) {
  Ledger ledger = bundle::next_ledger({}, {.deny = {deny_of(1), deny_of(2)}});
  std::swap(ledger[0], ledger[1]);
  EXPECT_EQ(read_ledger(write_ledger(ledger), "ledger").error().reason.text(), "E_STATE_CORRUPT");
}
TEST(LedgerFile, AnEntryTwiceIsDamage) { EXPECT_FALSE(read_ledger(write_ledger({deny_of(1), deny_of(1)}), "ledger")); }

TEST(Ledger, HasAnUpperSize) {
  Ledger ledger(kMaxLedgerEntries);
  EXPECT_TRUE(check_size(ledger));
  ledger.emplace_back();
  EXPECT_EQ(check_size(ledger).error().reason.text(), "E_LIMIT");
}

RC_GTEST_PROP(StateFileProperty, EveryStateComesBack,
              (bool active, bool floor, std::uint32_t version, std::uint32_t sequence)) {
  State state{.sequence = std::uint64_t{sequence} + 1};
  if (active) state.active = reference(std::uint64_t{version} + 1);
  if (floor) state.floor = FloorRecord{.bundle = reference(version + std::uint64_t{1}), .release_keys = hash_of("k")};
  RC_ASSERT(*read_state(write_state(state)) == state);
}

}  // namespace
}  // namespace odca::state
