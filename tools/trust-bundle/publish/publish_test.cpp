// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The small parts of publishing: passphrases from a descriptor, missing signatures, differences, digests.
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/text.h"
#include "bundle/canonical.h"
#include "publish/differences.h"
#include "publish/needs.h"
#include "publish/passphrase.h"
#include "publish/preview.h"
#include "signing/testing.h"

namespace odca::bundle_tool {
namespace {

using bundle::test::key_of;

/// Pipe is a descriptor with this content.
class Pipe {
 public:
  explicit Pipe(std::string_view text) {
    EXPECT_EQ(::pipe(ends_), 0);
    EXPECT_EQ(::write(ends_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    ::close(ends_[1]);
  }
  ~Pipe() { ::close(ends_[0]); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  Result<Passphrases> passphrases() const { return Passphrases::of("--passphrase-fd", std::to_string(ends_[0])); }

 private:
  int ends_[2] = {-1, -1};
};

TEST(PassphraseDescriptor, GivesOneLineAfterTheOther) {
  const Pipe pipe("first one\nsecond\nlast");
  const auto passphrases = pipe.passphrases();
  ASSERT_TRUE(passphrases);
  EXPECT_EQ(passphrases->known("a")->view(), "first one");
  EXPECT_EQ(passphrases->fresh("b")->view(), "second");  // once, not twice
  EXPECT_EQ(passphrases->known("c")->view(), "last");
  EXPECT_EQ(passphrases->known("d").error().reason.text(), "E_PASSPHRASE");
}
TEST(PassphraseDescriptor, RefusesAnEmptyLine) {
  const Pipe pipe("\nsecond\n");
  EXPECT_EQ(pipe.passphrases()->known("a").error().reason.text(), "E_PASSPHRASE");
}
TEST(PassphraseDescriptor, RefusesALineThatIsTooLong) {
  const Pipe longest(cat(std::string(kMaxPassphrase, 'a'), '\n'));
  EXPECT_EQ(longest.passphrases()->known("a")->view().size(), kMaxPassphrase);
  const Pipe longer(cat(std::string(kMaxPassphrase + 1, 'a'), '\n'));
  EXPECT_EQ(longer.passphrases()->known("a").error().reason.text(), "E_PASSPHRASE");
}
TEST(PassphraseDescriptor, HasToBeOpenAndANumber) {
  EXPECT_EQ(Passphrases::of("--passphrase-fd", "60000").error().code, Errc::usage);
  EXPECT_EQ(Passphrases::of("--passphrase-fd", "-1").error().code, Errc::usage);
  EXPECT_EQ(Passphrases::of("--passphrase-fd", "secret").error().code, Errc::usage);
}

bundle::RootPlan plan(std::uint64_t version) {
  bundle::RootPlan made{.version = version,
                        .expires = bundle::test::at("2029-01-01T00:00:00Z"),
                        .root_threshold = 2,
                        .release_threshold = 1};
  for (const std::uint8_t number : {std::uint8_t{1}, std::uint8_t{2}, std::uint8_t{3}})
    made.root_keys.push_back(key_of(number).public_key());
  made.release_keys.push_back(key_of(4).public_key());
  return made;
}

TEST(Needs, OfARootDocumentAreThoseOfItsOwnKeys) {
  bundle::Publication root = *bundle::Publication::of_root(plan(1), {});
  auto needs = *needs_of(root.text(), {});
  ASSERT_EQ(needs.size(), 1U);
  EXPECT_EQ(needs[0].missing(), 2U);
  ASSERT_TRUE(root.sign(key_of(3)));
  EXPECT_EQ((*needs_of(root.text(), {}))[0].missing(), 1U);
  ASSERT_TRUE(root.sign(key_of(1)));
  EXPECT_TRUE(all_met(*needs_of(root.text(), {})));
}
TEST(Needs, OfTheNextRootDocumentAreThoseOfTheOldKeysToo) {
  const bundle::Publication first = *bundle::Publication::of_root(plan(1), {});
  bundle::RootPlan next = plan(2);
  next.root_keys = {key_of(1).public_key(), key_of(7).public_key(), key_of(8).public_key()};
  bundle::Publication second = *bundle::Publication::of_root(next, first.text());
  for (const std::uint8_t number : {std::uint8_t{7}, std::uint8_t{8}}) ASSERT_TRUE(second.sign(key_of(number)));
  const auto needs = *needs_of(second.text(), first.text());
  ASSERT_EQ(needs.size(), 2U);
  EXPECT_EQ(needs[0].missing(), 2U);  // by the old keys
  EXPECT_EQ(needs[1].missing(), 0U);
}
TEST(Needs, CountNoSignatureThatIsWrong) {
  bundle::Publication root = *bundle::Publication::of_root(plan(1), {});
  ASSERT_TRUE(root.sign(key_of(1)));
  std::string text = root.text();
  const std::size_t digit = text.find("\"sig\":\"") + 7;
  text[digit] = text[digit] == '0' ? '1' : '0';
  EXPECT_EQ((*needs_of(text, {}))[0].have, 0U);
}

std::vector<std::string> compared(const std::string& a, const std::string& b) {
  const auto left = bundle::Document::parse(a);
  const auto right = bundle::Document::parse(b);
  return differences(left->root(), right->root(), {.first = "here", .second = "there"});
}
using Names = std::vector<std::string>;
TEST(Differences, OfEqualValuesAreNone) {
  EXPECT_EQ(compared(R"({"a":[1,{"b":2}]})", R"({"a":[1,{"b":2}]})"), Names());
}
TEST(Differences, AreNamedByTheirPlace) {
  EXPECT_EQ(compared(R"({"a":[1,{"b":2}]})", R"({"a":[1,{"b":3}]})"), Names{"a[1].b: 2 here, 3 there"});
  EXPECT_EQ(compared(R"({"a":1})", R"({"b":1})"), (Names{"a: only here", "b: only there"}));
  EXPECT_EQ(compared(R"([1])", R"([1,2])"), Names{": length 1 here, 2 there"});
}
TEST(Differences, AreNotMoreThanAPersonReads) {
  std::string left = "[0", right = "[1";
  for (int i = 0; i < 100; ++i) left += ",0", right += ",1";
  EXPECT_EQ(compared(left + "]", right + "]").size(), kMaxDifferences);
}

TEST(Groups, AreOfFourDigits) {
  EXPECT_EQ(in_groups("0123456789abcdef0123456789abcdef0123"), "  0123 4567 89ab cdef 0123 4567 89ab cdef\n  0123\n");
}

}  // namespace
}  // namespace odca::bundle_tool
