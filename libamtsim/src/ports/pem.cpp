// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/pem.h"

#include <utility>

namespace odca::amtsim {

std::optional<std::vector<Bytes>> certificates_of(std::string_view pem) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----", kEnd = "-----END CERTIFICATE-----";
  std::vector<Bytes> out;
  for (std::size_t at = pem.find(kBegin); at != std::string_view::npos; at = pem.find(kBegin, at)) {
    at += kBegin.size();
    const std::size_t end = pem.find(kEnd, at);
    if (end == std::string_view::npos) return std::nullopt;
    auto der = from_base64(pem.substr(at, end - at));
    if (!der) return std::nullopt;
    out.push_back(*std::move(der));
  }
  return out;
}

}  // namespace odca::amtsim
