// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "http/header_text.h"
#include "http/http.h"
#include "io/text.h"

namespace odca::amt {

std::string write_post(std::string_view host, std::string_view path, std::string_view authorization,
                       std::string_view body) {
  std::string out = cat("POST ", header_text(path), " HTTP/1.1\r\nHost: ", header_text(host), "\r\n");
  if (!authorization.empty()) out += cat("Authorization: ", header_text(authorization), "\r\n");
  out += cat("Content-Type: application/soap+xml; charset=utf-8\r\nContent-Length: ", body.size(), "\r\n\r\n", body);
  return out;
}

}  // namespace odca::amt
