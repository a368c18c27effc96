// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: an answer reads the same, and takes the same bytes, whole or cut into single bytes, and whatever stands
// behind it; what is accepted is within the limits, and as a plain answer with Content-Length reads back the same.
#include <algorithm>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "http/http.h"
#include "http/test_stream.h"

namespace {

using namespace odca;
using namespace odca::amt;
using test::ToldStream;

constexpr HttpLimits kLimits{.header_bytes = 1000, .body_bytes = 2000};

struct Outcome {
  std::string reason{};
  HttpResponse response{};
  std::size_t taken = 0;
  bool operator==(const Outcome& o) const {
    return reason == o.reason && taken == o.taken && response.status == o.response.status &&
           response.body == o.response.body && response.challenge == o.response.challenge &&
           response.server == o.response.server && response.keep_alive == o.response.keep_alive;
  }
};

Outcome read(const std::string& text, std::size_t piece) {
  ToldStream stream(text, piece);
  auto response = read_response(stream, kLimits, {});
  Outcome outcome{.taken = stream.taken()};
  if (response)
    outcome.response = *std::move(response);
  else
    outcome.reason = std::string(response.error().reason.text());
  return outcome;
}

bool is_text(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == '\t' || (c & 0x80) != 0 || (c >= ' ' && c <= '~'); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(as_text({data, size}));
  const Outcome whole = read(text, SIZE_MAX);
  ODCA_CHECK(whole == read(text, 1));
  if (!whole.reason.empty()) return 0;
  ODCA_CHECK(whole == read(text.substr(0, whole.taken), SIZE_MAX) && whole == read(text + "x", SIZE_MAX));
  const HttpResponse& response = whole.response;
  ODCA_CHECK(response.body.size() <= kLimits.body_bytes && response.status >= 200 && response.status <= 999);
  ODCA_CHECK(is_text(response.server) && is_text(response.challenge.value_or("")));
  if (response.status == 204 || response.status == 304) return 0;  // without a body whatever they say
  const std::string plain = "HTTP/1.1 " + std::to_string(response.status) +
                            " X\r\nContent-Length: " + std::to_string(response.body.size()) + "\r\n\r\n" +
                            response.body;
  const Outcome again = read(plain, SIZE_MAX);
  ODCA_CHECK(again.reason.empty() && again.response.body == response.body && again.taken == plain.size());
  return 0;
}
