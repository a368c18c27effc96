// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The escapes of strings in JSON, Go and shells, undone in text that is inside such a string.
#pragma once

#include <string>
#include <string_view>

namespace odca {

/// without_escapes reads base64 out of a string: escaped line ends are dropped, "\/" and "\u002b" and the like become
/// their characters, with any number of backslashes (a string in a string doubles them); so are the line ends of
/// rsyslog, journald and XML ("#012", "^J", "&#xa;"). What is none of these keeps a backslash, so that it is never
/// taken for base64.
std::string without_escapes(std::string_view text);

/// unescaped reads running text out of a string: like without_escapes, but line ends become line ends, quotation marks
/// are freed, and what is no escape stays as it is.
std::string unescaped(std::string_view text);

/// percent_decoded undoes "%0A" and the like (RFC 3986 2.1), as proxies write PEM into headers; in a form, where
/// "BEGIN+" is, '+' is a blank.
std::string percent_decoded(std::string_view text);

/// markup_decoded undoes the entities of markup ("&lt;"), as web pages show XML.
std::string markup_decoded(std::string_view text);

/// holds_escaped_octets tells whether octets are escaped that are no ASCII ("\x82"): no text escapes characters so.
bool holds_escaped_octets(std::string_view text);

/// has_escapes tells whether the text holds an escape at all.
bool has_escapes(std::string_view text);

}  // namespace odca
