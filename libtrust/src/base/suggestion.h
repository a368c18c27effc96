// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// "Did you mean …": the candidate nearest to a misspelt word.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace odca {

/// nearest returns the candidate with the fewest edits (insert, delete, replace, swap of neighbours, letter case is
/// free) when that is at most a third of the word, rounded up; nothing when no candidate is that near. The first of
/// equals wins. The view belongs to `candidates`.
std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace odca
