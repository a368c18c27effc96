// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "x509/reading.h"

#include "base/text.h"
#include "der/check.h"

namespace odca {

Error malformed(std::string_view field, std::string_view expected) {
  return {.code = Errc::syntax,
          .message = cat("malformed ", quote(field), ": expected ", expected),
          .hint = "the file is damaged or made by faulty software; get it again from its source",
          .reason = "malformed"};
}

Status check_input(std::string_view thing, ByteView der, const ParseLimits& limits) {
  if (der.size() > limits.bytes)
    return Error{.code = Errc::limit,
                 .message = cat(thing, " of ", der.size(), " bytes, expected at most ", limits.bytes),
                 .hint = "raise the limit in the policy if it is genuine",
                 .reason = "too-big"};
  switch (der::check_der(der, limits.depth)) {
    case der::DerCheck::ok:
      return {};
    case der::DerCheck::too_deep:
      return Error{.code = Errc::limit,
                   .message = cat(thing, " with values nested deeper than ", limits.depth),
                   .hint = "raise the limit in the policy if it is genuine",
                   .reason = "too-deep"};
    case der::DerCheck::trailing:
      return Error{.message = cat("trailing bytes after the ", thing),
                   .hint = "remove the bytes that do not belong to it",
                   .reason = "trailing-bytes"};
    case der::DerCheck::not_der:
      break;
  }
  return Error{.message = cat("the ", thing, " is not DER"),
               .hint = "it is cut short, damaged, or in another encoding; get it again from its source",
               .reason = "not-der"};
}

std::optional<Time> read_tolerant_time(der::Reader& reader) {
  if (const auto utc = reader.read(der::kUtcTime)) return der::utc_time(utc->contents);
  const auto generalized = reader.read(der::kGeneralizedTime);
  return generalized ? der::generalized_time(generalized->contents) : std::nullopt;
}

std::optional<Time> read_time(der::Reader& reader) {
  const bool generalized = reader.next_is(der::kGeneralizedTime);
  const auto time = read_tolerant_time(reader);
  // "CAs conforming to this profile MUST always encode certificate validity dates through the year 2049 as UTCTime."
  constexpr Time kFirstGeneralized = std::chrono::sys_days{std::chrono::year{2050} / 1 / 1};
  if (generalized && time && *time < kFirstGeneralized) return std::nullopt;
  return time;
}

}  // namespace odca
