// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A new file, with both ways to give it its name; owner_file_test.cpp has the replaced ones, and libtrust/src/state
// what a fault of every step does.
#include "os/new_file.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <new>

#include "os/test_passing_files.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

/// What is in the way of a link; the files are real ones.
enum class Linking { works, unknown, late, unknown_and_late };

class LinkingFiles final : public PassingFiles {
 public:
  LinkingFiles(FileSystem& files, Linking how, fs::path folder)
      : PassingFiles(files), how_(how), folder_(std::move(folder)) {}
  Fault link(Handle at, const std::string& from, const std::string& to) override {
    // Somebody puts another file in the place, as late as it gets.
    if (how_ == Linking::late || how_ == Linking::unknown_and_late) std::ofstream(folder_ / to) << "theirs";
    const bool unknown = how_ == Linking::unknown || how_ == Linking::unknown_and_late;
    return unknown ? Fault::unsupported : PassingFiles::link(at, from, to);
  }

 private:
  Linking how_;
  fs::path folder_;
};

class NewFileInFolder : public ::testing::Test {
 protected:
  NewFileInFolder() {
    std::string name = (fs::temp_directory_path() / "odca-new-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) folder_ = name;
  }
  ~NewFileInFolder() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }
  void SetUp() override { ASSERT_FALSE(folder_.empty()); }

  std::string reason(const std::string& name, Linking how) const {
    LinkingFiles files(*real_, how, folder_);
    const Status written = write_file(
        folder_ / name, {}, [](const Append& append) { return append(as_bytes("one")); }, files);
    return written ? "written" : std::string(written.error().reason);
  }
  std::string content(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::ptrdiff_t files() const { return std::distance(fs::directory_iterator(folder_), fs::directory_iterator()); }

  const std::unique_ptr<FileSystem> real_ = real_file_system();
  fs::path folder_{};
};

class NewFile : public NewFileInFolder, public ::testing::WithParamInterface<Linking> {};
TEST_P(NewFile, IsThereAloneAndTheOwners) {
  ASSERT_EQ(reason("a", GetParam()), "written");
  EXPECT_EQ(content("a"), "one");
  EXPECT_EQ(fs::status(folder_ / "a").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::hard_link_count(folder_ / "a"), 1U);
  EXPECT_EQ(files(), 1);
}
TEST_P(NewFile, ReplacesNothing) {
  std::ofstream(folder_ / "a") << "theirs";
  EXPECT_EQ(reason("a", GetParam()), "exists");
  EXPECT_EQ(content("a"), "theirs");
  EXPECT_EQ(files(), 1);
}
TEST_P(NewFile, FollowsNoLink) {
  std::ofstream(folder_ / "b") << "theirs";
  fs::create_symlink("b", folder_ / "a");
  fs::create_symlink("nowhere", folder_ / "c");
  EXPECT_EQ(reason("a", GetParam()), "exists");
  EXPECT_EQ(reason("c", GetParam()), "exists");
  EXPECT_EQ(content("b"), "theirs");
  EXPECT_EQ(files(), 3);
}
TEST_P(NewFile, LeavesTheFileOfAQuickerWriter) {
  EXPECT_EQ(reason("a", GetParam() == Linking::works ? Linking::late : Linking::unknown_and_late), "exists");
  EXPECT_EQ(content("a"), "theirs");
  EXPECT_EQ(files(), 1);
}
TEST_P(NewFile, LeavesNothingWhenMakingItsContentThrows) {
  LinkingFiles files(*real_, GetParam(), folder_);
  const auto write = [&](Replace replace) {
    int calls = 0;
    const auto produce = [&](const Append& append) -> Status {
      // Where links are unknown the content is made a second time, under the file's own name.
      const bool last = replace == Replace::allowed || GetParam() == Linking::works || ++calls == 2;
      const Status begun = append(as_bytes("on"));
      return last ? throw std::bad_alloc() : begun;
    };
    return write_file(folder_ / "a", {.replace = replace}, produce, files);
  };
  for (const Replace replace : {Replace::refused, Replace::allowed}) {
    EXPECT_THROW(static_cast<void>(write(replace)), std::bad_alloc);
    EXPECT_EQ(this->files(), 0);
  }
}
INSTANTIATE_TEST_SUITE_P(WithLinksAndWithout, NewFile, ::testing::Values(Linking::works, Linking::unknown),
                         [](const auto& one) { return one.param == Linking::works ? "Linked" : "InItsPlace"; });

class FullDisk final : public PassingFiles {
 public:
  using PassingFiles::PassingFiles;
  Call<std::size_t> write(Handle, std::string_view) override { return {.value = 0, .fault = Fault::no_space}; }
};
using FaultyFile = NewFileInFolder;
TEST_F(FaultyFile, LeavesNothingOnAFullDisk) {
  FullDisk files(*real_);
  const Status written = write_file(
      folder_ / "a", {.replace = Replace::allowed}, [](const Append& append) { return append(as_bytes("one")); },
      files);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().reason.text(), "no-space");
  EXPECT_EQ(this->files(), 0);
}
class NoFlush final : public PassingFiles {
 public:
  using PassingFiles::PassingFiles;
  Fault sync(Handle) override { return Fault::io; }
};
TEST_F(FaultyFile, IsNotTakenForDurableWhenTheDiskDoesNotFlush) {
  NoFlush files(*real_);
  const Status written = write_file(
      folder_ / "a", {.replace = Replace::allowed}, [](const Append& append) { return append(as_bytes("one")); },
      files);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().reason.text(), "not-durable");
  EXPECT_EQ(this->files(), 0);
}

}  // namespace
}  // namespace odca
