// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "signing/key_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "signing/testing.h"

namespace odca::bundle {
namespace {

using test::key_of;

const SecretText kPassphrase("correct horse");

std::string sealed() { return *seal_key(key_of(1), &kPassphrase, KdfCost::interactive); }

std::string reason_of(const std::string& text, const SecretText* passphrase = &kPassphrase) {
  const auto key = open_key(text, passphrase);
  return key ? "ok" : std::string(key.error().reason);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(KeyFile, OpensWithItsPassphrase) {
  const auto key = open_key(sealed(), &kPassphrase);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->public_key().id, key_of(1).public_key().id);
}
TEST(KeyFile, DoesNotHoldTheSeed) { EXPECT_EQ(sealed().find(to_hex(key_of(1).seed())), std::string::npos); }
TEST(KeyFile, IsSealedAnewEachTime) { EXPECT_NE(sealed(), sealed()); }
TEST(KeyFile, AnotherPassphraseIsRefused) {
  const SecretText wrong("correct horses");
  EXPECT_EQ(reason_of(sealed(), &wrong), "E_PASSPHRASE");
}
TEST(KeyFile, NeedsItsPassphrase) { EXPECT_EQ(reason_of(sealed(), nullptr), "E_PASSPHRASE"); }
TEST(KeyFile, AChangedCostIsRefused) {
  EXPECT_EQ(reason_of(replaced(sealed(), "\"opslimit\":2", "\"opslimit\":1")), "E_PASSPHRASE");
}
TEST(KeyFile, CostAboveOursIsRefusedBeforeItIsPaid) {
  EXPECT_EQ(reason_of(replaced(sealed(), "\"memlimit\":67108864", "\"memlimit\":2147483648")), "E_KEYFILE");
}
TEST(KeyFile, AnotherPublicKeyIsRefused) {
  const RoleKey mine = key_of(1).public_key();
  const RoleKey other = key_of(2).public_key();
  const std::string text = replaced(replaced(sealed(), mine.id, other.id), mine.public_hex, other.public_hex);
  EXPECT_EQ(reason_of(text), "E_PASSPHRASE");  // the header is authenticated
}
TEST(KeyFile, AKeyIdOfAnotherKeyIsRefused) {
  EXPECT_EQ(reason_of(replaced(sealed(), key_of(1).public_key().id, key_of(2).public_key().id)), "E_KEYFILE");
}
TEST(KeyFile, AnUnknownMemberIsRefused) {
  EXPECT_EQ(reason_of(replaced(sealed(), "{\"ciphertext\"", "{\"a\":1,\"ciphertext\"")), "E_KEYFILE");
}
TEST(KeyFile, WhiteSpaceIsRefused) { EXPECT_EQ(reason_of(sealed() + "\n"), "E_KEYFILE"); }
TEST(KeyFile, AKeyOfOnePurposeIsRefusedForTheOther) {
  const std::string role = *seal_key(key_of(1), nullptr);
  const std::string sidecar = *seal_key(key_of(1), nullptr, KdfCost::sensitive, KeyPurpose::sidecar);
  EXPECT_TRUE(open_key(sidecar, nullptr, KeyPurpose::sidecar));
  EXPECT_EQ(open_key(sidecar, nullptr).error().reason.text(), "E_KEYFILE");
  EXPECT_EQ(open_key(role, nullptr, KeyPurpose::sidecar).error().reason.text(), "E_KEYFILE");
  EXPECT_EQ(inspect_key(sidecar).error().reason.text(), "E_KEYFILE");
}
TEST(KeyFile, APurposeThatWasChangedIsRefused) {
  const std::string text = replaced(sealed(), "\"keytype\":\"ed25519\"", "\"keytype\":\"minisign\"");
  EXPECT_EQ(open_key(text, &kPassphrase, KeyPurpose::sidecar).error().reason.text(), "E_PASSPHRASE");
}
TEST(KeyFile, WithoutPassphraseItSaysSo) {
  const std::string text = *seal_key(key_of(1), nullptr);
  EXPECT_FALSE(inspect_key(text)->encrypted);
  EXPECT_EQ(reason_of(text, nullptr), "ok");
}
TEST(KeyFile, ASeedOfAnotherKeyIsRefused) {
  const std::string text = *seal_key(key_of(1), nullptr);
  EXPECT_EQ(reason_of(replaced(text, to_hex(key_of(1).seed()), to_hex(key_of(2).seed())), nullptr), "E_KEYFILE");
}
TEST(KeyFile, EveryCutIsRefused) {
  const std::string text = *seal_key(key_of(1), nullptr);
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_EQ(reason_of(text.substr(0, size), nullptr), "E_KEYFILE") << size;
}

class KeyFileOnDisk : public ::testing::Test {
 protected:
  // One folder for each test: CTest runs them side by side, and two users may run them at once.
  KeyFileOnDisk() {
    std::string name = (std::filesystem::path(::testing::TempDir()) / "odca-key-file-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  ~KeyFileOnDisk() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};
TEST_F(KeyFileOnDisk, IsTheOwnersAlone) {
  const auto path = folder_ / "release.key";
  ASSERT_TRUE(save_key_file(path, sealed()));
  EXPECT_EQ(std::filesystem::status(path).permissions(), static_cast<std::filesystem::perms>(0600));
  EXPECT_TRUE(read_key_file(path));
}
TEST_F(KeyFileOnDisk, IsNeverWrittenOver) {
  const auto path = folder_ / "release.key";
  ASSERT_TRUE(save_key_file(path, "first"));
  EXPECT_EQ(save_key_file(path, "second").error().reason.text(), "E_IO");
  EXPECT_EQ(*read_key_file(path), "first");
}
TEST_F(KeyFileOnDisk, FollowsNoLinkThatLeadsNowhere) {
  const auto path = folder_ / "release.key";
  std::filesystem::create_symlink("elsewhere", path);
  EXPECT_EQ(save_key_file(path, sealed()).error().reason.text(), "E_IO");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "elsewhere"));
}
TEST_F(KeyFileOnDisk, OpenToOthersIsRefused) {
  const auto path = folder_ / "release.key";
  ASSERT_TRUE(save_key_file(path, sealed()));
  std::filesystem::permissions(path, static_cast<std::filesystem::perms>(0640));
  EXPECT_EQ(read_key_file(path).error().reason.text(), "E_KEYFILE");
}

TEST_F(KeyFileOnDisk, WhatIsNoFileIsSaidToBeWhatItIs) {
  const auto pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  for (const auto& [path, words] : {std::pair(pipe, "is a named pipe"), std::pair(folder_, "is a folder"),
                                    std::pair(std::filesystem::path("/dev/null"), "is a device")}) {
    const auto read = read_key_file(path);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().reason.text(), "E_KEYFILE");
    EXPECT_NE(read.error().message.find(words), std::string::npos) << read.error().message;
    EXPECT_EQ(read.error().hint.find("key new made"), std::string::npos);
  }
}

}  // namespace
}  // namespace odca::bundle
