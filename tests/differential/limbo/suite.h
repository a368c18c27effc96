// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Suite: test cases in the JSON form of x509-limbo, and the class table that says what each means for a verifier of
// device chains. Unknown fields are left alone and absent ones have the value that demands nothing.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "odca/bytes.h"
#include "odca/result.h"
#include "odca/time.h"

namespace odca::limbo {

/// Class is what a case means here: `bind`, its answer holds; `warn`, accepted with its warning, refused when strict;
/// `flip`, refused whatever the suite says; `crl` and `depth`, hold with the CRLs and the limit given; `out`, reported
/// only.
enum class Class { bind, warn, flip, crl, depth, out };
std::string_view to_string(Class wanted);

/// Case is one question: certificates and CRLs as DER, not looked at. What is not base64 is an empty certificate.
struct Case {
  std::string id{};
  Class wanted = Class::bind;
  bool suite_accepts = false;  ///< the suite's answer, or the class table's where it gives another
  std::vector<std::string> features{};
  std::string description{};
  Bytes peer{};
  std::vector<Bytes> presented{};
  std::vector<Bytes> trusted{};
  std::vector<Bytes> crls{};
  Time at{};
  std::optional<std::size_t> max_depth{};

  /// name_space is the id without its last part.
  std::string name_space() const;
  /// must_accept tells what the verdict has to be; nothing for class `out`.
  std::optional<bool> must_accept(bool strict) const;
};

/// read_suite reads a suite; `now` stands in for the time of a case that names none. Fails when the file is no such
/// document, a case has no id, no peer or no expected result, an id is there twice, or a time cannot be read.
Result<std::vector<Case>> read_suite(const std::filesystem::path& file, Time now);

/// apply_overlay gives the cases their classes from a JSON object by id. Cases that it does not name keep class `bind`.
/// Fails on a class that is not known.
Status apply_overlay(const std::filesystem::path& file, std::vector<Case>& cases);

}  // namespace odca::limbo
