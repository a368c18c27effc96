// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Secret: a password or what is derived from it. Wiped when it ends, and printed by nothing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace odca::amt {

/// wipe overwrites memory; the compiler cannot leave it out.
void wipe(void* memory, std::size_t size);

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) { wipe_text(text); }
  Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { wipe_text(other.text_); }
  Secret& operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    wipe_text(text_);
    text_ = std::move(other.text_);
    wipe_text(other.text_);
    return *this;
  }
  Secret(const Secret& other) = default;
  Secret& operator=(const Secret& other) {
    if (this != &other) *this = Secret(other);
    return *this;
  }
  ~Secret() { wipe_text(text_); }
  /// reveal is for the one who sends it, to a peer that is trusted.
  std::string_view reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  /// wipe_text also wipes one that was moved from: short texts stay in their place.
  static void wipe_text(std::string& text) noexcept {
    text.resize(text.capacity());
    wipe(text.data(), text.size());
    text.clear();
  }
  std::string text_;
};

}  // namespace odca::amt
