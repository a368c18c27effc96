// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: a request is accepted only when its head and body are delimited without doubt: written again from what was
// read, it is read as the same; no beginning of it is a whole or a refused request, and nothing behind it changes it.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "odca/bytes.h"
#include "ports/http_request.h"

namespace {

using namespace odca::amtsim;

constexpr RequestLimits kLimits = {.head_bytes = 512, .body_bytes = 256};  // small, so that both are reached

std::string in_hexadecimal(std::size_t number) {
  std::string out;
  do out.insert(out.begin(), "0123456789ABCDEF"[number % 16]);
  while ((number /= 16) != 0);
  return out;
}

std::string framed(const HttpRequest& request) {
  switch (request.framing) {
    case Framing::none:
      return "\r\n";
    case Framing::length:
      return "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n" + request.body;
    case Framing::chunked:
      break;
  }
  std::string out = "Transfer-Encoding: chunked\r\n\r\n";
  if (!request.body.empty()) out += in_hexadecimal(request.body.size()) + "\r\n" + request.body + "\r\n";
  return out + "0\r\n\r\n";
}

std::string written(const HttpRequest& request) {
  std::string out = request.method + " " + request.target + " HTTP/1.1\r\n";
  for (const Header& header : request.headers) out += header.name + ": " + header.value + "\r\n";
  return out + framed(request);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(odca::as_text({data, size}));
  const HttpRead read = read_request(text, kLimits);
  if (read.state == HttpRead::State::refused) {
    ODCA_CHECK(read.status >= 400 && read.status < 600);
    ODCA_CHECK(read_request(text + "\r\n", kLimits).status == read.status);
    return 0;
  }
  if (read.state == HttpRead::State::unfinished) return 0;
  ODCA_CHECK(read.size <= size && (read.request.framing != Framing::none || read.request.body.empty()));
  for (std::size_t shorter = 0; shorter < read.size; ++shorter)
    ODCA_CHECK(read_request(std::string_view(text).substr(0, shorter), kLimits).state == HttpRead::State::unfinished);
  const HttpRead longer = read_request(text + "POST", kLimits);
  ODCA_CHECK(longer.state == HttpRead::State::whole && longer.size == read.size && longer.request == read.request);

  // The blanks that written() puts in may be more than there were, so the head has more room.
  const std::string again = written(read.request);
  const HttpRead second = read_request(again, {.head_bytes = 2048, .body_bytes = kLimits.body_bytes});
  ODCA_CHECK(second.state == HttpRead::State::whole && second.size == again.size() && second.request == read.request);
  return 0;
}
