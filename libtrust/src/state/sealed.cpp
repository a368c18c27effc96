// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "state/sealed.h"

#include "base/text.h"
#include "bundle/reason.h"
#include "odca/digest.h"

namespace odca::state {
namespace {

constexpr std::size_t kDigits = 64;         // SHA-256 in hexadecimal
constexpr std::size_t kTail = kDigits + 2;  // with the line feed before and after

}  // namespace

std::string hash_of(std::string_view content) { return to_hex(sha256(as_bytes(content))); }

std::string seal(std::string_view value) { return cat(value, '\n', hash_of(value), '\n'); }

Result<std::string_view> unseal(std::string_view content, std::string_view name) {
  if (content.size() < kTail) return corrupt(name, "it is truncated");
  const std::string_view value = content.substr(0, content.size() - kTail);
  const std::string_view tail = content.substr(value.size());
  if (tail.front() != '\n' || tail.back() != '\n' || tail.substr(1, kDigits) != hash_of(value))
    return corrupt(name, "checksum mismatch");
  return value;
}

Error corrupt(std::string_view name, std::string_view message) {
  return bundle::failure("E_STATE_CORRUPT", cat(quote(name), " is damaged: ", message));
}

}  // namespace odca::state
