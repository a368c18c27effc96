// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// HTTP around what was asked for: heads, and bodies in chunks, as captures and curl -i have them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace odca {

/// holds_http tells whether a line of the text is the status line of an HTTP response.
bool holds_http(std::string_view text);

/// without_http returns the text without the heads of its HTTP messages, and with chunked bodies put together (RFC 9112
/// 7.1). Bodies whose chunks do not add up stay as they are.
std::string without_http(std::string_view text);

/// without_chunks puts together a chunked body that is without its head; nothing for any other text.
std::optional<std::string> without_chunks(std::string_view text);

}  // namespace odca
