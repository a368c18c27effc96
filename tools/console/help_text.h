// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Paragraphs and rows of the help, broken into lines.
#pragma once

#include <string>
#include <string_view>

namespace odca::cli {

/// help_paragraph breaks a text into lines.
std::string help_paragraph(std::string_view text);
/// kHelpColumn is where what a row says begins.
inline constexpr std::size_t kHelpColumn = 24;
/// help_row is a name with what it is beside it, or below a name that is long.
std::string help_row(std::string_view name, std::string_view text, std::size_t column = kHelpColumn);

}  // namespace odca::cli
