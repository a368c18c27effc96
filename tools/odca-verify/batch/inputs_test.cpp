// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/inputs.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "batch/byte_source.h"
#include "batch/item_name.h"
#include "batch/json_lines.h"
#include "batch/test_folder.h"

namespace odca::batch {
namespace {

using testing::TestFolder;

/// One line for each item: its id without the folder, then its content or the reason of its error.
std::vector<std::string> read_all(const TestFolder& folder, const std::vector<std::string>& names,
                                  std::size_t input_bytes = 1000) {
  std::vector<std::string> paths;
  for (const std::string& name : names) paths.push_back(folder.path(name));
  Limits limits;
  limits.input_bytes = input_bytes;
  Result<Inputs> inputs = open_inputs(paths, {.limits = limits});
  if (!inputs) return {"error: " + describe(inputs.error())};
  std::vector<std::string> out;
  const std::string prefix = folder.path("");
  while (true) {
    Result<std::optional<BatchItem>> item = inputs->stream->next();
    if (!item) return {"error: " + describe(item.error())};
    if (!*item) return out;
    *item = opened(**std::move(item));
    std::string id = (*item)->id;
    if (id.starts_with(prefix)) id = id.substr(prefix.size());
    out.push_back(
        cat(id, " = ", (*item)->error ? cat('!', (*item)->error->reason) : std::string(as_text((*item)->content))));
  }
}

using Lines = std::vector<std::string>;

TEST(BatchInputs, FoldersAreWalkedInTheOrderOfNames) {
  const TestFolder folder;
  folder.put("d/b", "B");
  folder.put("d/a/z", "Z");
  folder.put("d/c", "C");
  EXPECT_EQ(read_all(folder, {"d"}), (Lines{"d/a/z = Z", "d/b = B", "d/c = C"}));
}
TEST(BatchInputs, PatternsAreExpandedInTheOrderOfNames) {
  const TestFolder folder;
  folder.put("2.pem", "2");
  folder.put("1.pem", "1");
  folder.put("3.txt", "3");
  EXPECT_EQ(read_all(folder, {"*.pem"}), (Lines{"1.pem = 1", "2.pem = 2"}));
}
TEST(BatchInputs, WhatAFolderOrAPatternBringsIsADump) {
  const TestFolder folder;
  const std::string lines = "{\"id\":\"another\",\"chain\":\"P\"}";
  folder.put("d/a.jsonl", lines);
  EXPECT_EQ(read_all(folder, {"d"}), (Lines{cat("d/a.jsonl = ", lines)}));
  EXPECT_EQ(read_all(folder, {"d/*.jsonl"}), (Lines{cat("d/a.jsonl = ", lines)}));
  EXPECT_EQ(read_all(folder, {"d/a.jsonl"}), (Lines{"another = P"}));
}
TEST(BatchItemName, TwoNamesOfFilesAreTwoNamesOfItems) {
  EXPECT_EQ(item_name("ä\\x.pem"), "ä\\x.pem");
  EXPECT_EQ(item_name("x\xff"), "x\\x{ff}");
  EXPECT_EQ(item_name("x\\x{ff}"), "x\\x{5c}x{ff}");
}

TEST(BatchInputs, JsonLinesAreWhatIsNamedSo) {
  const TestFolder folder;
  const std::string line = R"({"id":"x","chain":"P"})";
  folder.put("a.pem", line);
  folder.put("a.ndjson", line);
  EXPECT_EQ(read_all(folder, {"a.pem", "a.ndjson"}), (Lines{cat("a.pem = ", line), "x = P"}));
}
TEST(BatchInputs, EveryItemHasItsSource) {
  const TestFolder folder;
  const std::string file = folder.put("f.jsonl", "\n{\"id\":\"x\",\"chain\":\"P\"}\n");
  auto inputs = open_inputs({file, folder.put("x", "Q")}, {});
  ASSERT_TRUE(inputs);
  EXPECT_EQ(opened(**inputs->stream->next()).source, file + ":2");
  EXPECT_EQ(opened(**inputs->stream->next()).source, folder.path("x"));
}
TEST(BatchInputs, APatternThatMatchesNothingIsAnErrorAtOnce) {
  const TestFolder folder;
  const auto inputs = open_inputs({folder.path("*.pem")}, {});
  ASSERT_FALSE(inputs);
  EXPECT_EQ(inputs.error().code, Errc::io);
}
TEST(BatchInputs, AnArgumentThatDoesNotExistIsAnErrorAtOnce) {
  const TestFolder folder;
  EXPECT_FALSE(open_inputs({folder.put("here", "x"), folder.path("nowhere")}, {}));
}
TEST(BatchInputs, StandardInputMayBeNamedOnce) {
  const auto inputs = open_inputs({"-", "-"}, {});
  ASSERT_FALSE(inputs);
  EXPECT_EQ(inputs.error().code, Errc::usage);
}
TEST(BatchInputs, AFileTooLargeIsAnItemWithAnError) {
  const TestFolder folder;
  folder.put("d/a", std::string(1001, 'x'));
  folder.put("d/b", "B");
  EXPECT_EQ(read_all(folder, {"d"}), (Lines{"d/a = !too-big", "d/b = B"}));
}
TEST(BatchInputs, APipeInAFolderIsNotWaitedFor) {
  const TestFolder folder;
  folder.put("d/b", "B");
  ASSERT_EQ(::mkfifo(folder.path("d/a").c_str(), 0600), 0);
  EXPECT_EQ(read_all(folder, {"d"}), (Lines{"d/a = !not-a-file", "d/b = B"}));
}
TEST(BatchInputs, APipeThatIsNamedIsAnErrorAtOnce) {
  const TestFolder folder;
  ASSERT_EQ(::mkfifo(folder.path("pipe").c_str(), 0600), 0);
  EXPECT_FALSE(open_inputs({folder.path("pipe")}, {}));
  EXPECT_FALSE(open_inputs({"/dev/zero"}, {}));
  EXPECT_EQ(read_all(folder, {"p*"}), (Lines{"pipe = !not-a-file"}));
}
TEST(BatchInputs, WhatCannotBeReadIsOneLineEach) {
  const TestFolder folder;
  folder.put("d/b", "B");
  std::filesystem::create_symlink("a", folder.path("d/a"));  // a circle
  std::filesystem::create_symlink("nowhere", folder.path("d/c"));
  std::filesystem::create_symlink("..", folder.path("d/d"));  // a folder, which is not entered by a link
  EXPECT_EQ(read_all(folder, {"d"}),
            (Lines{"d/a = !unreadable-file", "d/b = B", "d/c = !unreadable-file", "d/d = !not-a-file"}));
}
TEST(BatchInputs, AFileThatVanishesIsALine) {
  const TestFolder folder;
  folder.put("d/a", "A");
  folder.put("d/b", "B");
  auto inputs = open_inputs({folder.path("d")}, {});
  ASSERT_TRUE(inputs && inputs->stream->next());
  std::filesystem::remove(folder.path("d/b"));
  EXPECT_EQ((**inputs->stream->next()).error->reason.text(), "unreadable-file");
}
TEST(BatchInputs, WhatTheRunWritesIsNoDeviceWhereverItLies) {
  const TestFolder folder;
  folder.put("d/a", "A");
  OwnFiles own;
  own.add(folder.put("d/out.jsonl", ""));
  own.add(folder.put("elsewhere", "x"));
  own.add(folder.path("not there yet"));
  std::filesystem::create_symlink("../elsewhere", folder.path("d/b"));
  std::filesystem::create_hard_link(folder.path("elsewhere"), folder.path("d/c"));
  for (const std::string argument : {"d", "d/*"}) {
    auto inputs = open_inputs({folder.path(argument)}, {.own = &own});
    ASSERT_TRUE(inputs);
    EXPECT_EQ((**inputs->stream->next()).id, folder.path("d/a")) << argument;
    EXPECT_FALSE(inputs->stream->next()->has_value()) << argument;
  }
  const auto named = open_inputs({folder.path("d/c")}, {.own = &own});
  ASSERT_FALSE(named);
  EXPECT_EQ(named.error().code, Errc::usage);
}
TEST(BatchInputs, NamesThatAreNotUtf8AreToldApart) {
  const TestFolder folder;
  folder.put("d/a\xfe", "1");
  folder.put("d/a\xff", "2");
  folder.put("d/\xc3\xa4", "3");
  EXPECT_EQ(read_all(folder, {"d"}), (Lines{"d/a\\x{fe} = 1", "d/a\\x{ff} = 2", "d/\xc3\xa4 = 3"}));
}
TEST(BatchInputs, WhatHoldsNoDeviceIsNamed) {
  const TestFolder folder;
  std::filesystem::create_directories(folder.path("empty/inner"));
  folder.put("blank.jsonl", "\n \n");
  folder.put("full/a", "A");
  auto inputs = open_inputs({folder.path("empty"), folder.path("full"), folder.path("blank.jsonl")}, {});
  ASSERT_TRUE(inputs);
  EXPECT_TRUE(inputs->stream->next()->has_value());
  EXPECT_FALSE(inputs->stream->next()->has_value());
  ASSERT_EQ(inputs->barren->size(), 2U);
  EXPECT_EQ(inputs->barren->front(), cat("the folder '", folder.path("empty"), "' holds no file to judge"));
  EXPECT_EQ(inputs->barren->back(), cat("'", folder.path("blank.jsonl"), "' holds no line of JSON Lines"));
}
TEST(BatchInputs, WhyAnArgumentCannotBeLookedAtIsSaid) {
  const TestFolder folder;
  std::filesystem::create_symlink("a", folder.path("a"));
  std::filesystem::create_symlink("nowhere", folder.path("b"));
  const auto message = [&](const std::string& name) {
    const auto inputs = open_inputs({folder.path(name)}, {});
    return inputs ? std::string("opened") : inputs.error().message;
  };
  EXPECT_NE(message("none").find("does not exist"), std::string::npos);
  EXPECT_NE(message("a").find("circle of links"), std::string::npos);
  EXPECT_NE(message("b").find("is a link to 'nowhere', which does not exist"), std::string::npos);
  EXPECT_NE(message(std::string(300, 'x')).find("cannot be looked at"), std::string::npos);
}
TEST(BatchInputs, ALineThatIsDroppedStillTellsWhatTheSourceIs) {
  const TestFolder folder;
  folder.put("a.jsonl", "[" + std::string(100000, ' '));
  folder.put("b.jsonl", std::string(100000, ' ') + "\n{\"id\":\"x\",\"chain\":\"P\"}\n");
  EXPECT_EQ(read_all(folder, {"a.jsonl"}), (Lines{"a.jsonl = !json-line"}));
  EXPECT_EQ(read_all(folder, {"b.jsonl"}), (Lines{"b.jsonl:1 = !too-big", "x = P"}));
}
TEST(BatchInputs, ADamagedSourceDoesNotEndTheRun) {
  const TestFolder folder;
  std::string archive(1024, 'x');
  archive.replace(257, 5, "ustar");
  folder.put("1.tar", archive);
  folder.put("2.pem", "after");
  EXPECT_EQ(read_all(folder, {"1.tar", "2.pem"}), (Lines{"1.tar = !damaged-archive", "2.pem = after"}));
}
TEST(BatchInputs, TheSizeCountsFilesAndBytes) {
  const TestFolder folder;
  folder.put("d/a", "1");
  folder.put("d/e/b", "1");
  folder.put("f", "12345");
  const auto inputs = open_inputs({folder.path("d"), folder.path("f")}, {.sizing = Sizing::measured});
  ASSERT_TRUE(inputs);
  EXPECT_EQ(inputs->total, 2 * kFileWeight + 5);
}

TEST(BatchByteSource, PeekShowsWithoutConsuming) {
  const TestFolder folder;
  auto source = ByteSource::open(folder.put("f", std::string(100000, 'a') + "z"));
  ASSERT_TRUE(source);
  EXPECT_EQ(source->peek(70000)->size(), 70000U);
  EXPECT_EQ(source->consumed(), 0U);
  ASSERT_TRUE(source->skip(100000));
  std::uint8_t last = 0;
  EXPECT_EQ(*source->read(&last, 1), 1U);
  EXPECT_EQ(last, 'z');
  EXPECT_EQ(*source->read(&last, 1), 0U);
  EXPECT_EQ(source->consumed(), 100001U);
}
TEST(BatchByteSource, ReadExactlyFailsAtTheEnd) {
  const TestFolder folder;
  auto source = ByteSource::open(folder.put("f", "abc"));
  std::uint8_t out[4];
  const Status read = source->read_exactly(out, 4);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().reason.text(), "cut-off");
}
TEST(BatchByteSource, StopEndsAReadFromAPipeThatStaysSilent) {
  const TestFolder folder;
  int ends[2] = {};
  ASSERT_EQ(::pipe(ends), 0);
  const int input = ::dup(STDIN_FILENO);
  ::dup2(ends[0], STDIN_FILENO);
  const std::atomic<bool> stop{true};
  auto source = ByteSource::open("-", &stop);
  ASSERT_TRUE(source);
  EXPECT_FALSE(source->peek(1));
  ::dup2(input, STDIN_FILENO);
  for (const int open : {input, ends[0], ends[1]}) ::close(open);
}

/// Archives are made by the tar program; without it there is nothing to read.
class BatchTar : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::system("tar --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "SKIPPED: the program tar is not installed";
  }
  void make(const std::string& arguments) const {
    const std::string command = "cd '" + folder_.path("") + "' && tar " + arguments;
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }
  TestFolder folder_;
};

TEST_F(BatchTar, EntriesComeInTheirOrder) {
  folder_.put("d/b", "B");
  folder_.put("d/a", std::string(600, 'A'));
  make("-cf f.tar d/b d/a");
  EXPECT_EQ(read_all(folder_, {"f.tar"}), (Lines{"f.tar:d/b = B", "f.tar:d/a = " + std::string(600, 'A')}));
}
TEST_F(BatchTar, LongNamesOfGnuAndPax) {
  const std::string name = "d/" + std::string(120, 'n') + "/" + std::string(140, 'm');
  folder_.put(name, "long");
  folder_.put("short", "s");
  for (const char* format : {"gnu", "pax"}) {
    make(cat("--format=", format, " -cf f.tar ", name, " short"));
    EXPECT_EQ(read_all(folder_, {"f.tar"}), (Lines{"f.tar:" + name + " = long", "f.tar:short = s"})) << format;
  }
}
TEST_F(BatchTar, UstarPrefixIsPartOfTheName) {
  const std::string name = std::string(90, 'p') + "/" + std::string(60, 'q');
  folder_.put(name, "x");
  make("--format=ustar -cf f.tar " + name);
  EXPECT_EQ(read_all(folder_, {"f.tar"}), (Lines{"f.tar:" + name + " = x"}));
}
TEST_F(BatchTar, FoldersAreNoItemsAndLinksAreNotPassedOver) {
  folder_.put("d/a", "A");
  std::filesystem::create_symlink("a", folder_.path("d/b"));
  std::filesystem::create_hard_link(folder_.path("d/a"), folder_.path("d/c"));
  make("-cf f.tar --sort=name d");
  EXPECT_EQ(read_all(folder_, {"f.tar"}),
            (Lines{"f.tar:d/a = A", "f.tar:d/b = !not-a-file", "f.tar:d/c = !not-a-file"}));
}
TEST_F(BatchTar, ASparseEntryIsNotReadAsWhatItStores) {
  // Many holes: the map of the old GNU format does not fit its header and is continued in blocks of its own.
  std::string holes = "for i in 1 2 3 4 5 6 7 8 9; do truncate -s +64K sparse; echo x >>sparse; done";
  ASSERT_EQ(std::system(("cd '" + folder_.path("") + "' && " + holes).c_str()), 0);
  folder_.put("b", "B");
  for (const char* format :
       {"gnu", "pax --sparse-version=0.0", "pax --sparse-version=0.1", "pax --sparse-version=1.0"}) {
    make(cat("--hole-detection=raw -S --format=", format, " -cf f.tar sparse b"));
    EXPECT_EQ(read_all(folder_, {"f.tar"}), (Lines{"f.tar:sparse = !not-a-file", "f.tar:b = B"})) << format;
  }
}
TEST_F(BatchTar, AnEntryTooLargeIsAnErrorAndTheNextIsRead) {
  folder_.put("a", std::string(5000, 'A'));
  folder_.put("b", "B");
  make("-cf f.tar a b");
  EXPECT_EQ(read_all(folder_, {"f.tar"}), (Lines{"f.tar:a = !too-big", "f.tar:b = B"}));
}
TEST_F(BatchTar, ADamagedHeaderEndsTheArchiveWithAnError) {
  folder_.put("a", "A");
  folder_.put("b", "B");
  make("-cf f.tar a b");
  std::string bytes = folder_.get("f.tar");
  bytes[1024] = 'c';  // the name of the second entry
  folder_.put("f.tar", bytes);
  EXPECT_EQ(read_all(folder_, {"f.tar"}), (Lines{"f.tar:a = A", "f.tar = !damaged-archive"}));
}
TEST_F(BatchTar, ACutArchiveIsAnError) {
  folder_.put("a", "A");
  folder_.put("b", std::string(900, 'B'));
  make("-cf f.tar a b");
  for (const std::size_t size : {std::size_t{1024 + 100}, std::size_t{1024 + 512 + 100}}) {
    folder_.put("cut.tar", folder_.get("f.tar").substr(0, size));
    EXPECT_EQ(read_all(folder_, {"cut.tar"}), (Lines{"cut.tar:a = A", "cut.tar = !cut-off"})) << size;
  }
}
TEST_F(BatchTar, ArchivesOneAfterTheOtherAreNotReadInPart) {
  folder_.put("a", "A");
  make("-cf f.tar a");
  folder_.put("two.tar", folder_.get("f.tar") + folder_.get("f.tar"));
  EXPECT_EQ(read_all(folder_, {"two.tar"}), (Lines{"two.tar:a = A", "two.tar = !damaged-archive"}));
}
TEST_F(BatchTar, TwoEntriesOfOneNameAreToldApart) {
  folder_.put("a", "1");
  folder_.put("a (entry 4)", "taken");
  make(
      "-cf f.tar a && tar -rf f.tar 'a (entry 4)' && echo 2 >b && tar -rf f.tar b --transform=s/b/a/ && "
      "tar -rf f.tar a && tar -rf f.tar 'a (entry 4)'");
  EXPECT_EQ(read_all(folder_, {"f.tar"}),
            (Lines{"f.tar:a = 1", "f.tar:a (entry 4) = taken", "f.tar:a (entry 3) = 2\n",
                   "f.tar:a (entry 4) (entry 4) = 1", "f.tar:a (entry 4) (entry 5) = taken"}));
}
TEST_F(BatchTar, ASizeInAnExtendedHeaderCounts) {
  folder_.put("a", "AAAA");
  folder_.put("b", "B");
  make("--format=pax --pax-option='size:=2' -cf f.tar a b");
  const Lines lines = read_all(folder_, {"f.tar"});
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.front(), "f.tar:a = AA");
}

}  // namespace
}  // namespace odca::batch
