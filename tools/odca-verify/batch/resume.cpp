// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/resume.h"

#include <new>
#include <utility>

#include "base/text.h"
#include "batch/json_lines.h"

namespace odca::batch {
namespace {

Error other_inputs(std::string message) {
  return {.code = Errc::usage,
          .message = std::move(message),
          .hint = "continue with the same inputs in the same order, or start anew with another file"};
}

class ResumeCheck : public ItemStream {
 public:
  ResumeCheck(std::unique_ptr<ItemStream> stream, Kept kept) : stream_(std::move(stream)), kept_(std::move(kept)) {}

  std::uint64_t consumed() const override { return stream_->consumed(); }

  Result<std::optional<BatchItem>> next() override {
    ODCA_TRY_ASSIGN(std::optional<BatchItem> item, stream_->next());
    if (seen_ >= kept_.lines) return item;
    if (!item)
      return other_inputs(
          cat("the inputs have ", seen_, " devices, the file to continue has ", kept_.lines, " lines already"));
    if (++seen_ < kept_.lines) return item;
    try {
      const std::string id = opened(*item).id;
      if (id != kept_.last_id)
        return other_inputs(cat("device ", seen_ - 1, " of the inputs is ", quote(id),
                                ", in the file to continue it is ", quote(kept_.last_id)));
    } catch (const std::bad_alloc&) {
      return memory_ran_out("the place to continue at was looked at");
    }
    return item;
  }

 private:
  std::unique_ptr<ItemStream> stream_;
  Kept kept_;
  std::uint64_t seen_ = 0;
};

}  // namespace

std::unique_ptr<ItemStream> checked_for_resume(std::unique_ptr<ItemStream> stream, Kept kept) {
  return std::make_unique<ResumeCheck>(std::move(stream), std::move(kept));
}

}  // namespace odca::batch
