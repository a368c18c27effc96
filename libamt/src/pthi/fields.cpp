// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "pthi/fields.h"

#include <algorithm>

#include "io/text.h"

namespace odca::amt {

ByteView Fields::take(std::size_t count) {
  require(count <= left_.size());
  if (!valid_) return {};
  const ByteView taken = left_.first(count);
  left_ = left_.subspan(count);
  return taken;
}

std::uint32_t Fields::number(std::size_t count) {
  std::uint32_t value = 0;
  const ByteView bytes = take(count);
  for (std::size_t place = bytes.size(); place-- > 0;) value = value << 8U | bytes[place];
  return value;
}

void Fields::zeros(std::size_t count) {
  const ByteView bytes = take(count);
  require(std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; }));
}

std::string_view Fields::text(std::size_t count) {
  const std::string_view text = as_text(take(count));
  require(std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; }));
  return valid_ ? text : std::string_view();
}

std::string_view Fields::counted_text(std::size_t most) {
  const std::size_t count = u16();
  require(count <= most);
  return text(count);
}

std::string_view Fields::padded_text(std::size_t width) {
  const ByteView field = left_.first(std::min(width, left_.size()));
  const auto end = std::find(field.begin(), field.end(), std::uint8_t{0});
  require(end != field.end());
  const auto length = static_cast<std::size_t>(end - field.begin());  // within the field
  const std::string_view found = text(length);
  zeros(width - length);
  return found;
}

Error malformed(std::string_view answer, std::string_view fault) {
  return {.code = Errc::protocol,
          .message = cat("the firmware's answer to '", answer, "' is malformed: ", fault),
          .hint = "report it with the version of the firmware",
          .reason = "pthi-syntax"};
}

}  // namespace odca::amt
