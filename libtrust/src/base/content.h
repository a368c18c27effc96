// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Recognises content by its first bytes, with one name for it in the messages of every reader; and reads UTF-16 text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "odca/bytes.h"

namespace odca {

enum class Content {
  empty,
  white_space,
  html,
  markup,  ///< XML and the like
  http,    ///< an HTTP response with its head before the body
  json,
  gzip,
  zip,
  archive,  ///< tar, xz, bzip2, zstd, 7z
  capture,
  program,
  base64,    ///< of a DER SEQUENCE, without BEGIN and END lines
  utf16,     ///< with a byte order mark
  pkcs7,     ///< in DER
  pem,       ///< text with a BEGIN line
  minisign,  ///< a key or sidecar of minisign
  pointer,   ///< what Git LFS leaves in place of a file
  text,
  binary
};

/// ContentGuess is the name of a kind of content for messages, and the remedy. A reader may add a hint of its own.
struct ContentGuess {
  Content kind = Content::binary;
  std::string_view what{};  ///< "an HTML page"
  std::string_view hint{};  ///< may be empty
};
/// guess_content never fails; it says "text" or "binary data" when it knows no better.
ContentGuess guess_content(ByteView content);
/// guess_material is guess_content for readers that read UTF-16 too (plain_text), without the hint to convert it.
ContentGuess guess_material(ByteView content);

/// is_foreign tells whether content cannot be one of our own text formats (policies, manifests, keys, bundles): a web
/// page, an archive, another encoding, an empty file.
bool is_foreign(Content kind);

/// looks_like_html tells whether a text begins as an HTML page.
bool looks_like_html(std::string_view text);
/// looks_like_http tells whether a text begins with the status line of an HTTP response.
bool looks_like_http(std::string_view text);

/// plain_text returns a text with a byte order mark as characters of one byte: UTF-8 without its mark; UTF-16 with '?'
/// for every unit that is not ASCII, since all that is read here is. Nothing for content without such a mark.
std::optional<std::string> plain_text(ByteView content);

}  // namespace odca
