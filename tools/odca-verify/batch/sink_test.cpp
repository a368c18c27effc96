// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/sink.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <utility>
#include <vector>

#include "batch/record.h"
#include "batch/test_folder.h"

namespace odca::batch {
namespace {

std::string line(std::uint64_t number, Outcome outcome) {
  return json_line({.number = number,
                    .id = "device " + std::to_string(number),
                    .outcome = outcome,
                    .message = R"(a "verdict":"rejected" in quotes)"},
                   Asked{.purpose = "odca", .policy = "default"});
}
const std::string kFirst = "{\"schema\":\"odca-batch-run/1\",\"purpose\":\"odca\",\"strict\":\"no\"}\n";
const std::string kThree =
    kFirst + line(0, Outcome::trusted) + line(1, Outcome::rejected) + line(2, Outcome::unreadable);

TEST(BatchSink, CreateDoesNotTouchAFileWithContent) {
  const testing::TestFolder folder;
  const std::string path = folder.put("f", "precious");
  EXPECT_FALSE(Sink::create(path, kFirst));
  EXPECT_EQ(folder.get("f"), "precious");
}
TEST(BatchSink, CreateWritesAnEmptyFile) {
  const testing::TestFolder folder;
  auto sink = Sink::create(folder.put("f", ""), kFirst);
  ASSERT_TRUE(sink);
  ASSERT_TRUE(sink->write("text"));
  ASSERT_TRUE(sink->close());
  EXPECT_EQ(folder.get("f"), kFirst + "text");
}
TEST(BatchSink, CreateTakesADevice) { EXPECT_TRUE(Sink::create("/dev/null", kFirst)); }
TEST(BatchSink, AFullDiskShows) {
  auto sink = Sink::create("/dev/full", kFirst);
  if (!sink) GTEST_SKIP() << "SKIPPED: there is no /dev/full here";
  const Status written = sink->write(std::string(100000, 'x'));
  EXPECT_FALSE(written && sink->close());
}
TEST(BatchSink, ASecondRunMayNotWriteToTheSameFile) {
  const testing::TestFolder folder;
  const auto first = Sink::create(folder.path("f"), kFirst);
  ASSERT_TRUE(first);
  EXPECT_FALSE(Sink::create(folder.path("f"), kFirst));
  EXPECT_FALSE(Sink::resume(folder.path("f"), kFirst));
}
TEST(BatchSink, ResumeReadsTheLastIdWhateverItsLetters) {
  for (const std::string id : {"a\",\"b", "\\", "\"", "\\\"", ",", "ä\n\"id\":\"", "{[\",{"}) {
    const testing::TestFolder folder;
    const std::string last =
        json_line({.number = 0, .id = id, .source = "\"id\":\"x\"", .outcome = Outcome::trusted}, {});
    auto sink = Sink::resume(folder.put("f", kFirst + last), kFirst);
    ASSERT_TRUE(sink) << id;
    EXPECT_EQ(sink->kept().last_id, id);
  }
}
TEST(BatchSink, ResumeCountsAndContinues) {
  const testing::TestFolder folder;
  auto sink = Sink::resume(folder.put("f", kThree), kFirst);
  ASSERT_TRUE(sink);
  EXPECT_EQ(sink->kept().lines, 3U);
  EXPECT_EQ(sink->kept().not_trusted, 1U);
  EXPECT_EQ(sink->kept().unreadable, 1U);
  EXPECT_EQ(sink->kept().last_id, "device 2");
  const std::string more = line(3, Outcome::trusted);
  ASSERT_TRUE(sink->write(more));
  ASSERT_TRUE(sink->close());
  EXPECT_EQ(folder.get("f"), kThree + more);
}
TEST(BatchSink, ResumeCutsOffALineWithoutItsEndAnywhere) {
  const std::string last = line(3, Outcome::trusted);
  for (std::size_t size = 0; size < last.size(); ++size) {
    const testing::TestFolder folder;
    auto sink = Sink::resume(folder.put("f", kThree + last.substr(0, size)), kFirst);
    ASSERT_TRUE(sink) << size;
    EXPECT_EQ(sink->kept().lines, 3U);
    ASSERT_TRUE(sink->close());
    EXPECT_EQ(folder.get("f"), kThree);
  }
}
TEST(BatchSink, ResumeLeavesAForeignFileAsItWas) {
  const std::string other = line(5, Outcome::trusted);
  for (const std::string& content :
       {std::string("no line feed"), std::string("one\ntwo\n"), kThree + "x", kThree + other, kThree + kThree,
        std::string(3000000, '{'), kFirst + kFirst, kThree.substr(kFirst.size()), kFirst + "x\n",
        std::string("{\"schema\":\"odca-batch-run/1\",\"purpose\":\"amt"),
        kThree.substr(0, kThree.size() - 2) + "\n"}) {
    const testing::TestFolder folder;
    EXPECT_FALSE(Sink::resume(folder.put("f", content), kFirst));
    EXPECT_EQ(folder.get("f"), content);
  }
}
TEST(BatchSink, ResumeStartsAFileThatIsNotThere) {
  const testing::TestFolder folder;
  const auto sink = Sink::resume(folder.path("f"), kFirst);
  ASSERT_TRUE(sink);
  EXPECT_EQ(sink->kept().lines, 0U);
}

TEST(BatchSink, ResumeBeginsAFileAnewWhoseFirstLineWasCutOff) {
  for (std::size_t size = 0; size < kFirst.size(); ++size) {
    const testing::TestFolder folder;
    auto sink = Sink::resume(folder.put("f", kFirst.substr(0, size)), kFirst);
    ASSERT_TRUE(sink && sink->close()) << size;
    EXPECT_EQ(folder.get("f"), kFirst);
  }
}
TEST(BatchSink, ResumeNamesWhatTheOtherQuestionWas) {
  const testing::TestFolder folder;
  const auto sink = Sink::resume(folder.put("f", kThree),
                                 "{\"schema\":\"odca-batch-run/1\",\"purpose\":\"odca\",\"strict\":\"yes\"}\n");
  ASSERT_FALSE(sink);
  EXPECT_NE(sink.error().message.find("not the same: --strict"), std::string::npos) << sink.error().message;
  EXPECT_EQ(folder.get("f"), kThree);
}
TEST(BatchSink, FilesAreTheOwnersAloneAlsoThoseThatWereThere) {
  const auto mode = [](const std::string& path) {
    return static_cast<unsigned>(std::filesystem::status(path).permissions());
  };
  const testing::TestFolder folder;
  const std::string empty = folder.put("empty", ""), kept = folder.put("kept", kThree), foreign = folder.put("x", "x");
  for (const std::string& path : {empty, kept, foreign})
    std::filesystem::permissions(path, std::filesystem::perms(0644));
  EXPECT_TRUE(Sink::create(folder.path("new"), kFirst) && Sink::create(empty, kFirst) && Sink::resume(kept, kFirst));
  for (const std::string& path : {folder.path("new"), empty, kept}) EXPECT_EQ(mode(path), 0600U) << path;
  EXPECT_FALSE(Sink::resume(foreign, kFirst));
  EXPECT_EQ(mode(foreign), 0644U);
}
TEST(BatchSink, AFileOfAnotherUserIsLeftAsItWas) {
  if (::geteuid() != 0) GTEST_SKIP() << "SKIPPED: only root gives files away";
  const testing::TestFolder folder;
  const std::string empty = folder.put("empty", ""), kept = folder.put("kept", kThree + "cut");
  for (const std::string& path : {empty, kept}) {
    ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
    ASSERT_EQ(::chown(path.c_str(), 65534, 0), 0);
  }
  const auto made = Sink::create(empty, kFirst);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Errc::permission);
  EXPECT_FALSE(Sink::resume(empty, kFirst));
  EXPECT_FALSE(Sink::create(empty, {}));
  EXPECT_FALSE(Sink::resume(kept, kFirst));
  EXPECT_EQ(folder.get("empty"), "");
  EXPECT_EQ(folder.get("kept"), kThree + "cut");
}

std::string hint_of(const Result<Sink>& sink) { return sink ? "made" : sink.error().hint; }

TEST(BatchSink, OnlyLinesAreToBeContinued) {
  const testing::TestFolder folder;
  const std::string lines = folder.put("lines", kThree), page = folder.put("page", "<!doctype html>");
  EXPECT_NE(hint_of(Sink::create(lines, kFirst)).find("--resume"), std::string::npos);
  EXPECT_EQ(hint_of(Sink::create(page, kFirst)), "name another file");
  EXPECT_EQ(hint_of(Sink::create(page, {})), "name another file");
  EXPECT_EQ(hint_of(Sink::create(lines, {})), "name another file");
}
TEST(BatchSink, WhatCannotBeWrittenToIsSaidToBeWhatItIs) {
  const testing::TestFolder folder;
  folder.put("file", "x");
  std::filesystem::create_symlink("a", folder.path("a"));
  std::filesystem::create_symlink("no/where", folder.path("b"));
  const std::vector<std::pair<std::string, std::string>> cases = {
      {".", "is a folder"},           {"none/x", "there is no folder"}, {"file/x", "is a file and no folder"},
      {"new/", "ends like a folder"}, {"a", "is a circle of links"},    {"b", "whose folder does not exist"}};
  for (const auto& [name, words] : cases) {
    const auto sink = Sink::create(folder.path(name), kFirst);
    ASSERT_FALSE(sink) << name;
    EXPECT_NE(sink.error().message.find(words), std::string::npos) << sink.error().message;
  }
  EXPECT_FALSE(Sink::create("", kFirst));
}
TEST(BatchSink, APipeIsNoFileToWriteTo) {
  const testing::TestFolder folder;
  ASSERT_EQ(::mkfifo(folder.path("pipe").c_str(), 0600), 0);
  EXPECT_FALSE(Sink::create(folder.path("pipe"), kFirst));
  EXPECT_FALSE(Sink::create(folder.path("."), kFirst));
}

}  // namespace
}  // namespace odca::batch
