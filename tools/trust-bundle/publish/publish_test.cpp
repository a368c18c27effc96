// The small parts of publishing: files, passphrases from a descriptor, missing signatures, differences, digests.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "bundle/canonical.h"
#include "publish/differences.h"
#include "publish/file_io.h"
#include "publish/needs.h"
#include "publish/passphrase.h"
#include "publish/preview.h"
#include "signing/key_file.h"
#include "signing/testing.h"

namespace odca::bundle_tool {
namespace {

namespace fs = std::filesystem;
using bundle::test::key_of;

class Folder : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::path(::testing::TempDir()) / "odca-publish-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path at(const std::string& name) const { return folder_ / name; }
  static std::string content(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

 private:
  fs::path folder_{};
};

using WrittenText = Folder;
TEST_F(WrittenText, IsThere) {
  ASSERT_TRUE(write_text(at("a"), "one", Replace::refused));
  EXPECT_EQ(content(at("a")), "one");
  EXPECT_EQ(files(), 1U);
}
TEST_F(WrittenText, ReplacesTheOldAndKeepsItsMode) {
  ASSERT_TRUE(write_text(at("a"), "one", Replace::allowed));
  fs::permissions(at("a"), fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  ASSERT_TRUE(write_text(at("a"), "two", Replace::allowed));
  EXPECT_EQ(content(at("a")), "two");
  EXPECT_EQ(fs::status(at("a")).permissions(), fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  EXPECT_EQ(files(), 1U);
}
TEST_F(WrittenText, DoesNotReplaceWhatMustNotBeThere) {
  ASSERT_TRUE(write_text(at("a"), "one", Replace::refused));
  EXPECT_EQ(write_text(at("a"), "two", Replace::refused).error().reason, "E_IO");
  EXPECT_EQ(content(at("a")), "one");
}
TEST_F(WrittenText, ReplacesNoKeyFile) {
  const std::string key = *bundle::seal_key(key_of(1), nullptr);
  std::ofstream(at("key")) << key;
  EXPECT_EQ(write_text(at("key"), "two", Replace::allowed).error().reason, "E_IO");
  EXPECT_EQ(content(at("key")), key);
}
TEST_F(WrittenText, ReplacesNoEncryptedKeyFile) {
  const bundle::SecretText passphrase("secret");
  const std::string key = *bundle::seal_key(key_of(1), &passphrase, bundle::KdfCost::interactive);
  std::ofstream(at("key")) << key;
  EXPECT_EQ(write_text(at("key"), "two", Replace::allowed).error().reason, "E_IO");
}
TEST_F(WrittenText, ReplacesNoMinisignKey) {
  std::ofstream(at("key")) << "untrusted comment: minisign encrypted secret key\nRWQ=\n";
  EXPECT_EQ(write_text(at("key"), "two", Replace::allowed).error().reason, "E_IO");
}
TEST_F(WrittenText, FollowsNoLink) {
  std::ofstream(at("a")) << "one";
  fs::create_symlink("a", at("link"));
  EXPECT_EQ(write_text(at("link"), "two", Replace::allowed).error().reason, "E_IO");
  EXPECT_EQ(write_text(at("link"), "two", Replace::refused).error().reason, "E_IO");
  EXPECT_EQ(content(at("a")), "one");
}
TEST_F(WrittenText, GoesIntoNoFolderThatIsNotThere) {
  EXPECT_EQ(write_text(at("none/a"), "one", Replace::allowed).error().reason, "E_IO");
}

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
  EXPECT_EQ(passphrases->known("d").error().reason, "E_PASSPHRASE");
}
TEST(PassphraseDescriptor, RefusesAnEmptyLine) {
  const Pipe pipe("\nsecond\n");
  EXPECT_EQ(pipe.passphrases()->known("a").error().reason, "E_PASSPHRASE");
}
TEST(PassphraseDescriptor, RefusesALineThatIsTooLong) {
  const Pipe longest(std::string(kMaxPassphrase, 'a') + "\n");
  EXPECT_EQ(longest.passphrases()->known("a")->view().size(), kMaxPassphrase);
  const Pipe longer(std::string(kMaxPassphrase + 1, 'a') + "\n");
  EXPECT_EQ(longer.passphrases()->known("a").error().reason, "E_PASSPHRASE");
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
  return differences(left->root(), right->root());
}
using Names = std::vector<std::string>;
TEST(Differences, OfEqualValuesAreNone) {
  EXPECT_EQ(compared(R"({"a":[1,{"b":2}]})", R"({"a":[1,{"b":2}]})"), Names());
}
TEST(Differences, AreNamedByTheirPlace) {
  EXPECT_EQ(compared(R"({"a":[1,{"b":2}]})", R"({"a":[1,{"b":3}]})"), Names{"a[1].b: 2 and 3"});
  EXPECT_EQ(compared(R"({"a":1})", R"({"b":1})"), (Names{"a: only in the first", "b: only in the second"}));
  EXPECT_EQ(compared(R"([1])", R"([1,2])"), Names{": 1 and 2 entries"});
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
