// Sink: where the lines of a fleet run go: standard output, or a file that a later run can continue.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "odca/result.h"

namespace odca::batch {

/// Kept is what an earlier, interrupted run left in the file.
struct Kept {
  std::uint64_t lines = 0;  ///< whole lines; this many items are not judged again
  std::uint64_t not_trusted = 0;
  std::uint64_t unreadable = 0;
  std::string last_id{};  ///< of the last line; the item at its place must bear it
};

class Sink {
 public:
  /// to_stdout writes to standard output.
  static Sink to_stdout();
  /// create makes the file; Errc::usage when it exists already and holds something.
  static Result<Sink> create(const std::string& path);
  /// resume opens the file, cuts off a last line without line feed, and counts what is there. A file that holds
  /// anything but lines of ours is Errc::usage and is left as it was.
  static Result<Sink> resume(const std::string& path);

  Status write(std::string_view text);
  /// close flushes; after it nothing may be written. A full disk shows here at the latest.
  Status close();
  const Kept& kept() const { return kept_; }

 private:
  struct Closer {
    void operator()(std::FILE* file) const {
      if (file != stdout) std::fclose(file);
    }
  };
  Sink(std::unique_ptr<std::FILE, Closer> file, std::string label) : file_(std::move(file)), label_(std::move(label)) {}

  std::unique_ptr<std::FILE, Closer> file_;
  std::string label_;
  Kept kept_{};
};

}  // namespace odca::batch
