#include "batch/sink.h"

#include <gtest/gtest.h>

#include "batch/record.h"
#include "batch/test_folder.h"

namespace odca::batch {
namespace {

std::string line(std::uint64_t number, Outcome outcome) {
  return json_line({.number = number,
                    .id = "device " + std::to_string(number),
                    .outcome = outcome,
                    .message = R"(a "verdict":"rejected" in quotes)"});
}
const std::string kThree = line(0, Outcome::trusted) + line(1, Outcome::rejected) + line(2, Outcome::unreadable);

TEST(BatchSink, CreateDoesNotTouchAFileWithContent) {
  const testing::TestFolder folder;
  const std::string path = folder.put("f", "precious");
  EXPECT_FALSE(Sink::create(path));
  EXPECT_EQ(folder.get("f"), "precious");
}
TEST(BatchSink, CreateWritesAnEmptyFile) {
  const testing::TestFolder folder;
  auto sink = Sink::create(folder.put("f", ""));
  ASSERT_TRUE(sink);
  ASSERT_TRUE(sink->write("text"));
  ASSERT_TRUE(sink->close());
  EXPECT_EQ(folder.get("f"), "text");
}
TEST(BatchSink, CreateTakesADevice) { EXPECT_TRUE(Sink::create("/dev/null")); }
TEST(BatchSink, AFullDiskShows) {
  auto sink = Sink::create("/dev/full");
  if (!sink) GTEST_SKIP() << "SKIPPED: there is no /dev/full here";
  const Status written = sink->write(std::string(100000, 'x'));
  EXPECT_FALSE(written && sink->close());
}
TEST(BatchSink, ASecondRunMayNotWriteToTheSameFile) {
  const testing::TestFolder folder;
  const auto first = Sink::create(folder.path("f"));
  ASSERT_TRUE(first);
  EXPECT_FALSE(Sink::create(folder.path("f")));
  EXPECT_FALSE(Sink::resume(folder.path("f")));
}
TEST(BatchSink, ResumeCountsAndContinues) {
  const testing::TestFolder folder;
  auto sink = Sink::resume(folder.put("f", kThree));
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
    auto sink = Sink::resume(folder.put("f", kThree + last.substr(0, size)));
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
        std::string(3000000, '{'), kThree.substr(0, kThree.size() - 2) + "\n"}) {
    const testing::TestFolder folder;
    EXPECT_FALSE(Sink::resume(folder.put("f", content)));
    EXPECT_EQ(folder.get("f"), content);
  }
}
TEST(BatchSink, ResumeStartsAFileThatIsNotThere) {
  const testing::TestFolder folder;
  const auto sink = Sink::resume(folder.path("f"));
  ASSERT_TRUE(sink);
  EXPECT_EQ(sink->kept().lines, 0U);
}

}  // namespace
}  // namespace odca::batch
