// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// One JSON object without objects or lists inside (RFC 8259). Fleets come as millions of such lines, nearly all of each
// one long text, so it is read by runs of characters and without a tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "odca/result.h"

namespace odca::batch {

struct FlatMember {
  enum class Kind { other, text, whole };  ///< other: a number that is not whole, true, false or null
  std::string name{};
  Kind kind = Kind::other;
  std::string value{};  ///< of a text, in UTF-8 and without escapes; of a number without exponent, as it was written
};

/// Members of one object, at most. Each member is compared with all before, so their number must be small.
constexpr std::size_t kMaxMembers = 16;

/// read_flat_object reads the one object that `text` consists of. Errc::syntax, reason "json-line", when it is anything
/// else, when a member's value is an object or a list, when a name stands twice, or when there are too many.
Result<std::vector<FlatMember>> read_flat_object(std::string_view text);

}  // namespace odca::batch
