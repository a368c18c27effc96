// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: taking HTTP off never makes a text longer, and a text without it stays as it is; an AMT response found in
// text is read within the limits or refused with a reason.
#include "input/http_body.h"

#include <cstdint>
#include <string>

#include "base/check.h"
#include "input/amt_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace odca;
  const std::string text(as_text({data, size}));
  const std::string bare = without_http(text);
  ODCA_CHECK(bare.size() <= size && (holds_http(text) || bare == text));
  if (!holds_amt_response(text)) return 0;
  DumpBuilder builder("fuzz", {.certificates = 8});
  if (const Status status = read_amt_text(text, builder); !status) {
    ODCA_CHECK(!status.error().reason.empty());
    return 0;
  }
  const Dump dump = std::move(builder).finish(InputKind::amt_response);
  ODCA_CHECK(dump.certificates.size() + dump.unreadable.size() <= 8);
  return 0;
}
