// Paragraphs and rows of the help, broken into lines.
#pragma once

#include <string>
#include <string_view>

namespace odca::cli {

/// help_paragraph breaks a text into lines.
std::string help_paragraph(std::string_view text);
/// help_row is a name with what it is beside it, or below a name that is long.
std::string help_row(std::string_view name, std::string_view text);

}  // namespace odca::cli
