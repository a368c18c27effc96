// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Pipeline: one reader, N judges, one writer. Results leave in the order of the input; the window of items in flight is
// bounded, so memory does not grow with the fleet.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "batch/item.h"

namespace odca::batch {

/// Judge turns one item into whatever the writer needs. It is called from several threads at once.
template <class Out>
using Judge = std::function<Out(BatchItem item)>;
/// WithoutMemory makes the result for an item whose judge ran out of memory. It gets the item without its content; what
/// the judge had taken is free again.
template <class Out>
using WithoutMemory = std::function<Out(BatchItem item)>;
/// Writer takes results in input order, from one thread. It returns an Error to end the run (full disk, closed pipe).
template <class Out>
using Writer = std::function<Status(std::uint64_t number, Out out)>;

struct PipelineOptions {
  unsigned jobs = 1;
  std::uint64_t skip = 0;         ///< items to pass over, for --resume
  const std::atomic<bool>* stop;  ///< set from outside (an interrupt): finish what is in flight, then end
};

struct PipelineOutcome {
  std::uint64_t read = 0;     ///< items read, skipped ones included
  std::uint64_t written = 0;  ///< results written in this run
  bool stopped = false;       ///< ended by `stop` before the input's end
};

}  // namespace odca::batch

#include "batch/pipeline_impl.h"
