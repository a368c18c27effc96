// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Sink: where the lines of a fleet run go: standard output, or a file that a later run can continue.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "odca/result.h"
#include "os/file.h"

namespace odca::batch {

/// Kept is what an earlier, interrupted run left in the file.
struct Kept {
  std::uint64_t lines = 0;  ///< whole lines of devices; this many items are not judged again
  std::uint64_t not_trusted = 0;
  std::uint64_t unreadable = 0;
  std::string last_id{};  ///< of the last line; the item at its place must bear it
};

/// Sink's files hold the identities of devices, so they are of the one who runs this alone (owner, mode 0600), those
/// that were there already too. A pipe is no file to write to: nobody may be reading it.
class Sink {
 public:
  Sink(Sink&&) noexcept = default;
  Sink& operator=(Sink&&) noexcept = default;
  ~Sink();
  /// to_stdout writes to standard output. Where that takes nothing for ten seconds after `stop` was set, the run ends
  /// with an Error; `stop` may be nullptr.
  static Sink to_stdout(const std::atomic<bool>* stop = nullptr);
  /// create makes the file and writes `first` into it, which a report has none of; Errc::usage when it exists already
  /// and holds something, Errc::permission when somebody else owns it.
  static Result<Sink> create(const std::string& path, std::string_view first);
  /// resume opens the file, cuts off a last line without line feed, and counts what is there. Its first line must be
  /// `first` (run_header.h): a run of another question is Errc::usage, and so is a file that holds anything but lines
  /// of ours; it is left as it was.
  static Result<Sink> resume(const std::string& path, std::string_view first);

  Status write(std::string_view text);
  /// close flushes; after it nothing may be written. A full disk shows here at the latest.
  Status close();
  const Kept& kept() const { return kept_; }

 private:
  Sink(OpenFile file, const std::atomic<bool>* stop)
      : file_(std::move(file)), label_(file_.path().string()), stop_(stop) {}
  static Result<Sink> open(const std::string& path);
  Status read_kept(std::string_view first);
  Status flush();
  Status wait();

  OpenFile file_;
  std::string label_;
  const std::atomic<bool>* stop_;
  std::string buffer_{};
  bool seen_at_once_ = false;  ///< a person looks at it
  unsigned looks_ = 0;         ///< in vain, one after the other, since the stop
  Kept kept_{};
};

}  // namespace odca::batch
