// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: what is found stands in the text in order and without overlap, is never longer than the text that it
// stands for, and is found again in the same way; and whole DER printed in decimal or hexadecimal reads back.
#include "input/encoded.h"

#include <cstdint>
#include <string>

#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace odca;
  const std::string text(as_text({data, size}));
  EncodedScanner first(text);
  EncodedScanner second(text);
  std::size_t end = 0;
  while (const auto item = first.next()) {
    const auto again = second.next();
    ODCA_CHECK(again && again->begin == item->begin && again->content == item->content);
    ODCA_CHECK(item->begin >= end && item->end > item->begin && item->end <= size);
    ODCA_CHECK(item->content.size() <= item->end - item->begin);
    end = item->end;
    if (item->is_pem || item->state != Encoded::State::whole) continue;
    const std::string hex = "x " + to_hex(item->content) + " y";
    EncodedScanner reread(hex);
    const auto back = reread.next();
    ODCA_CHECK(back && back->content == item->content);
  }
  ODCA_CHECK(!second.next());
  return 0;
}
