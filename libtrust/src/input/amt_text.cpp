// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/amt_text.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "input/amt_response.h"
#include "input/escapes.h"
#include "input/http_body.h"
#include "input/pem.h"

namespace odca {

namespace {

constexpr std::string_view kEnvelope = "Envelope";
constexpr std::size_t kMostPrefix = 64;
constexpr std::size_t kMostLogPrefix = 256;

bool has_list(std::string_view xml) { return xml.find("Certificates>") != std::string_view::npos; }
bool has_certificates(std::string_view xml) {
  return has_list(xml) || xml.find("X509Certificate>") != std::string_view::npos;
}

/// start_of_tag returns where the tag begins whose name ends at "Envelope"; nothing for an end tag or a mere word.
std::optional<std::size_t> start_of_tag(std::string_view text, std::size_t envelope) {
  const std::size_t near = envelope > kMostPrefix ? envelope - kMostPrefix : 0;
  const std::size_t open = text.substr(near, envelope - near).rfind('<');
  if (open == std::string_view::npos) return std::nullopt;
  const std::string_view prefix = text.substr(near + open + 1, envelope - near - open - 1);
  const bool name =
      prefix.empty() || (prefix.ends_with(':') && prefix.find_first_of(" />\"") == std::string_view::npos);
  return name ? std::optional(near + open) : std::nullopt;
}

/// envelopes finds the XML documents in a text. One that does not end is cut off, and has all that follows in it.
std::vector<std::string_view> envelopes(std::string_view text) {
  std::vector<std::string_view> found;
  std::size_t at = text.find(kEnvelope);
  while (at != std::string_view::npos) {
    std::size_t next = at + kEnvelope.size();
    if (const auto start = start_of_tag(text, at)) {
      const std::string end_tag = cat("</", text.substr(*start + 1, next - *start - 1), ">");
      const std::size_t end = text.find(end_tag, next);
      next = end == std::string_view::npos ? text.size() : end + end_tag.size();
      found.push_back(text.substr(*start, next - *start));
    }
    at = text.find(kEnvelope, next);
  }
  return found;
}

bool holds_any(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](auto part) { return text.find(part) != std::string_view::npos; });
}

/// without_log_prefix takes off what a logger put before every line: that of the line with the first tag or status
/// line.
std::string without_log_prefix(std::string_view text) {
  const std::size_t start = std::min(text.find("HTTP/"), text.find('<'));
  if (start == std::string_view::npos) return std::string(text);
  const std::size_t line_break = text.substr(0, start).find_last_of("\r\n");
  const std::string_view prefix = text.substr(line_break + 1, start - line_break - 1);  // npos + 1 is 0
  if (prefix.find_first_not_of(" \t") == std::string_view::npos || prefix.size() > kMostLogPrefix)
    return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view line = text.substr(at, end - at);
    out.append(behind_prefix(line, prefix).value_or(line));
    at = end;
  }
  return out;
}

/// bare takes off what transport and log put around the XML: the escapes of a string, prefixes of lines, HTTP,
/// entities.
std::string bare(std::string_view text) {
  std::string out(text);
  if (has_escapes(out) && holds_any(out, {"\\\"", "\\u003c", "\\u003C", "\\u0022", "\\x22", "\\x3c", "\\x3C"}))
    out = unescaped(out);
  if (has_escapes(out) && holds_any(out, {"\\\"", "\\r\\n"})) out = unescaped(out);  // a string in a string
  out = without_log_prefix(out);
  if (holds_http(out)) out = without_http(out);
  if (auto body = without_chunks(out)) out = *std::move(body);
  if (out.find("&lt;") != std::string::npos && out.find(":Envelope") != std::string::npos && envelopes(out).empty())
    out = markup_decoded(out);
  return out;
}

bool names_certificates(std::string_view text) {
  return text.find(kEnvelope) != std::string_view::npos && holds_any(text, {"Certificates", "X509Certificate"});
}

}  // namespace

bool holds_amt_response(std::string_view text) {
  if (has_pem_marker(text)) return false;
  if (names_certificates(text)) return true;
  // Chunks may break the very words apart.
  if (text.find("HTTP/") != std::string_view::npos) return names_certificates(bare(text));
  const auto body = without_chunks(text);
  return body && names_certificates(*body);
}

Status read_amt_text(std::string_view text, DumpBuilder& builder) {
  const std::string xml = bare(text);
  std::vector<std::string_view> responses = envelopes(xml);
  std::erase_if(responses, [](std::string_view each) { return !has_certificates(each); });
  if (responses.empty())
    return Error{.message = "truncated AMT response inside other text: its envelope does not end",
                 .hint = "save the body of the response alone and unchanged, from '<?xml' to '</…:Envelope>'",
                 .reason = "xml"};
  if (std::count_if(responses.begin(), responses.end(), has_list) > 1)
    return Error{.message = "the text holds several AMT responses with a list of certificates",
                 .hint = "save one response at a time",
                 .reason = "ambiguous"};
  std::string rest;
  const char* behind = xml.data();
  for (const std::string_view response : responses) {
    ODCA_TRY(read_amt_response(response, builder));
    rest.append(behind, response.data()).push_back('\n');
    behind = response.data() + response.size();
  }
  return nothing_beside(rest.append(behind, xml.data() + xml.size()));
}

}  // namespace odca
