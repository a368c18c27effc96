// What content is that nobody here reads, told by how it begins, to say so in an error; and texts in UTF-16.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "odca/bytes.h"

namespace odca {

/// looks_like_html tells whether a text begins as an HTML page.
bool looks_like_html(std::string_view text);

/// ContentGuess names foreign content for a person, and what to do about it.
struct ContentGuess {
  std::string_view what{};  ///< "an HTML page"
  std::string_view hint{};
};
/// guess_content never fails; it says "text" or "binary data" when it knows no better.
ContentGuess guess_content(ByteView content);

/// plain_text returns a text with a byte order mark as characters of one byte: UTF-8 without its mark; UTF-16 with '?'
/// for every unit that is not ASCII, since all that is read here is. Nothing for content without such a mark.
std::optional<std::string> plain_text(ByteView content);

}  // namespace odca
