// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: a print of octets in plain digits reads back, whatever the octets; and whatever text is taken for a print,
// the octets are at most half as many as its characters, and one: a digit each, and a blank between them.
#include "input/hex_text.h"

#include <cstdint>
#include <string>

#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace odca;
  const ByteView content(data, size);
  if (size >= 64) {
    const std::string printed = to_hex(content);
    ODCA_CHECK(looks_like_hex_text(printed));
    const Result<Bytes> back = read_hex_text(printed);
    ODCA_CHECK(back && equal(*back, content));
  }
  if (!looks_like_hex_text(as_text(content))) return 0;
  const Result<Bytes> octets = read_hex_text(as_text(content));
  ODCA_CHECK(octets ? octets->size() <= size / 2 + 1 : !octets.error().message.empty());
  return 0;
}
