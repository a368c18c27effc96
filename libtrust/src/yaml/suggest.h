// Suggestions for misspelt words: "did you mean 'severity'".
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace odca {

/// closest returns the candidate nearest to `word` in edits, or an empty view when none is near enough to be meant.
std::string_view closest(std::string_view word, std::span<const std::string_view> candidates);
/// did_you_mean returns "did you mean 'severity'", or, when nothing is near, "known are 'a', 'b'" for a short list and
/// an empty text for a long one.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace odca
