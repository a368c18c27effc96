// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Inputs of a fleet run: folders, globs, single dumps, tar archives and JSON Lines, as one stream in a fixed order.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "batch/item.h"
#include "batch/own_files.h"
#include "odca/policy.h"

namespace odca::batch {

/// Inputs is the stream of all arguments, and how large it is: nothing when standard input is among them.
struct Inputs {
  std::unique_ptr<ItemStream> stream{};
  std::optional<std::uint64_t> total{};
  /// What was read to its end and brought no device, in words: "the folder 'dumps' holds no file". It grows as the
  /// stream is read.
  std::shared_ptr<const std::vector<std::string>> barren{};
};

/// Sizing: `measured` counts the files of folders beforehand, which a progress line needs.
enum class Sizing { none, measured };

/// Reading is what a run may read, and how it is ended.
struct Reading {
  Limits limits{};
  Sizing sizing = Sizing::none;
  const std::atomic<bool>* stop = nullptr;  ///< a read that waits for a pipe ends once it is set; may be nullptr
  const OwnFiles* own = nullptr;            ///< what the run writes, looked at again for each file; may be nullptr
};

/// open_inputs makes one stream of all arguments, in their order. A folder is walked in the order of names; a pattern
/// with '*', '?' or '[' is expanded in the order of names and must match something; "-" is JSON Lines or tar on
/// standard input. JSON Lines are what is named .jsonl or .ndjson here, an archive what is one and is named here; every
/// file of a folder or a pattern is a dump, but for those that the run writes itself. An argument that does not exist,
/// may not be looked at, is neither a file nor a folder, or is written by the run is an Error at once, before anything
/// is judged; nothing is waited for but standard input. One that turns out unreadable later, or an archive that is
/// damaged in the middle, is an item with an error, and the next argument is read. What `reading` points at must
/// outlive the stream.
Result<Inputs> open_inputs(const std::vector<std::string>& arguments, const Reading& reading);

}  // namespace odca::batch
