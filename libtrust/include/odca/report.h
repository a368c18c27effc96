// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Reports: a verdict as text for people, or as JSON. Untrusted strings are escaped in both.
#pragma once

#include <string>

#include "odca/verdict.h"

namespace odca {

enum class Colour { never, always };
enum class Detail { normal, explain };

/// to_text prints the headline, the path as a tree from the anchor to the leaf, and the findings; with Detail::explain
/// also every rule's answer and every path tried.
std::string to_text(const Verdict& verdict, Detail detail = Detail::normal, Colour colour = Colour::never);
/// to_json prints schema "odca-verdict/1" (docs/verdict.schema.json) on one line without a final newline.
std::string to_json(const Verdict& verdict, Detail detail = Detail::normal);
/// escape_text makes a string from a certificate safe for a terminal: control, bidirectional and invalid characters
/// become \u{…} escapes, and so do blanks after the third in a row, so that a name cannot imitate a column.
std::string escape_text(std::string_view text);

}  // namespace odca
