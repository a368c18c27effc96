// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Dialogue: the person at the keyboard (the controlling terminal), whatever the standard streams are; and lines of
// secrets, from there or from a descriptor that was named.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace odca::cli {

/// LineTaker takes a line octet by octet, so that none of it lies in memory that nobody wipes.
struct LineTaker {
  std::function<bool(char)> add;  ///< false: it is too long
  std::function<void()> clear;
};

bool is_open(int descriptor);
/// read_line reads up to the line feed, and nothing of what follows. std::errc::value_too_large when the taker does not
/// take it.
[[nodiscard]] std::error_code read_line(int descriptor, const LineTaker& line);

class Dialogue {
 public:
  /// open gives nothing when there is nobody to ask.
  static std::optional<Dialogue> open();
  Dialogue(Dialogue&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Dialogue& operator=(Dialogue&&) = delete;
  ~Dialogue();

  void say(std::string_view text) const;
  /// answer reads a line.
  [[nodiscard]] std::error_code answer(const LineTaker& line) const { return read_line(descriptor_, line); }
  /// unseen_answer asks, and reads one line without echo. A signal does what it does once the echo is back; a program
  /// that goes on after it asks again. std::errc::inappropriate_io_control_operation when the echo cannot be ended,
  /// std::errc::interrupted when a signal came that ends nothing here.
  [[nodiscard]] std::error_code unseen_answer(std::string_view question, const LineTaker& line) const;
  /// forget_typed throws away what was typed ahead.
  [[nodiscard]] std::error_code forget_typed() const;

 private:
  explicit Dialogue(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace odca::cli
