// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "publish/moment.h"

#include <charconv>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "bundle/reason.h"
#include "clock.h"

namespace odca::bundle_tool {
namespace {

constexpr std::int64_t kLatest = 253'402'300'799;  // 9999-12-31T23:59:59Z

}  // namespace

Result<std::optional<Time>> source_date_epoch() {
  const char* const set = std::getenv("SOURCE_DATE_EPOCH");
  if (set == nullptr) return std::optional<Time>();
  const std::string_view text(set);
  std::int64_t seconds = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (problem != std::errc() || end != text.data() + text.size() || seconds < 0 || seconds > kLatest)
    return bundle::failure("E_USAGE", cat("SOURCE_DATE_EPOCH: expected seconds since 1970, found ", quote(text)),
                           "write decimal digits only, or unset it");
  return std::optional(Time(std::chrono::seconds(seconds)));
}

Result<Time> publishing_time() {
  ODCA_TRY_ASSIGN(const std::optional<Time> set, source_date_epoch());
  return set ? *set : cli::host_clock();
}

}  // namespace odca::bundle_tool
