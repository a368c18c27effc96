// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/foreign.h"

#include <string>

#include "base/content.h"
#include "base/text.h"
#include "bundle/reason.h"

namespace odca::bundle {
namespace {

/// hint_for says what to do about it where a bundle was expected; nothing where the guess knows best.
std::string_view hint_for(Content kind) {
  switch (kind) {
    case Content::empty:
      return "the transfer was cut off, or never began: fetch the file again";
    case Content::white_space:
      return "fetch the file again";
    case Content::html:
    case Content::markup:
      return "the address probably answered with a login or error page: open it in a browser, and fetch the file "
             "itself";
    case Content::http:
      return "save the body alone: curl --fail --location --output FILE ADDRESS";
    case Content::pem:
    case Content::pkcs7:
    case Content::base64:
      return "give certificates to odca-verify --trust, or name them in a manifest; a bundle is JSON";
    case Content::utf16:
      return "fetch the file again, unchanged: an editor or shell rewrote it";
    case Content::minisign:
      return "give the bundle itself; this is its sidecar or a key";
    default:
      return {};
  }
}

Error not_a_bundle(std::string_view what, std::string_view hint) {
  return failure("E_CANON", cat("not a bundle: it is ", what), std::string(hint));
}

}  // namespace

std::optional<Error> foreign_file(std::string_view file) {
  const std::size_t first = file.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && file[first] == '{') return std::nullopt;
  const ContentGuess guess = guess_content(as_bytes(file));
  if (file.starts_with("\xef\xbb\xbf") && !is_foreign(guess.kind))
    return not_a_bundle("text with a byte order mark", "fetch the file again, unchanged: an editor rewrote it");
  if (file.starts_with("format:")) return not_a_bundle("a manifest", "make a bundle of it: trust-bundle build");
  const std::string_view what = guess.kind == Content::text ? "other text" : guess.what;
  std::string_view hint = hint_for(guess.kind);
  if (hint.empty()) hint = guess.hint;
  return not_a_bundle(what, hint.empty() ? "check that it is the file that its publisher meant" : hint);
}

}  // namespace odca::bundle
