// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: every content delivered is a range of the archive that starts on a block of its own behind the ones before
// it, so that no more bytes come out than went in; none is larger than allowed; an item is content or an error with a
// reason, never both; a second reading gives the same; and every archive ends.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/check.h"
#include "batch/tar_stream.h"
#include "scratch_folder.h"

namespace {

using namespace odca;

constexpr std::size_t kBlock = 512;
constexpr std::size_t kMaxItem = 3000;

struct Reading {
  std::vector<batch::BatchItem> items{};
  std::vector<std::uint64_t> ends{};  ///< what was consumed after each
  std::string end{};                  ///< the error that ended the archive, if one did
};

Reading read_all(const std::filesystem::path& file, std::size_t size) {
  auto source = batch::ByteSource::open(file.string());
  ODCA_CHECK(source.has_value());
  const auto stream = batch::tar_stream(*std::move(source), kMaxItem);
  Reading reading;
  while (true) {
    auto item = stream->next();
    ODCA_CHECK(stream->consumed() <= size);
    if (!item) reading.end = describe(item.error());
    ODCA_CHECK(item || (!item.error().message.empty() && !item.error().reason.empty()));
    if (!item || !*item) return reading;
    reading.items.push_back(**std::move(item));
    reading.ends.push_back(stream->consumed());
    ODCA_CHECK(reading.items.size() <= size / kBlock);
  }
}

void check_ranges(const Reading& reading, ByteView archive) {
  std::size_t free = 0;  // the first byte that no entry has used
  for (std::size_t i = 0; i < reading.items.size(); ++i) {
    const batch::BatchItem& item = reading.items[i];
    const std::size_t end = reading.ends[i];
    const std::size_t blocks = (item.content.size() + kBlock - 1) / kBlock;
    ODCA_CHECK(end % kBlock == 0 && end >= free + kBlock + blocks * kBlock);
    ODCA_CHECK(item.content.size() <= kMaxItem && (!item.error || item.content.empty()));
    ODCA_CHECK(!item.error || (!item.error->message.empty() && !item.error->reason.empty()));
    ODCA_CHECK(equal(item.content, archive.subspan(end - blocks * kBlock, item.content.size())));
    free = end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView archive(data, size);
  const fuzz::ScratchFolder folder;
  const std::filesystem::path file = folder.put("fleet.tar", archive);
  const Reading reading = read_all(file, size);
  check_ranges(reading, archive);
  const Reading again = read_all(file, size);
  ODCA_CHECK(again.end == reading.end && again.ends == reading.ends);
  ODCA_CHECK(std::equal(reading.items.begin(), reading.items.end(), again.items.begin(), again.items.end(),
                        [](const auto& a, const auto& b) { return a.id == b.id && a.content == b.content; }));
  return 0;
}
