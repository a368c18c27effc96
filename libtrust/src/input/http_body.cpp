// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/http_body.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>

#include "base/ascii.h"
#include "base/content.h"

namespace odca {

namespace {

/// kMostHead: a head has a dozen lines; what is longer is none.
constexpr std::size_t kMostHead = 16U << 10U;

/// kMostMessages bounds the work: a chunked body may reach to the end of the text, and be copied in vain.
constexpr int kMostMessages = 64;

/// is_status_line: a request has its version at the end of the line, without a status behind it.
bool is_status_line(std::string_view text) {
  if (!looks_like_http(text)) return false;
  const std::size_t blank = text.find(' ');
  return blank != std::string_view::npos && blank + 1 < text.size() && text[blank + 1] >= '1' && text[blank + 1] <= '5';
}

/// find_status_line returns where the next status line begins, at `from` or behind it. In captures it follows the body
/// before at once, and in logs a quotation mark.
std::size_t find_status_line(std::string_view text, std::size_t from) {
  constexpr std::string_view kBefore = "\r\n\t \"'>}";
  for (std::size_t at = text.find("HTTP/", from); at != std::string_view::npos; at = text.find("HTTP/", at + 1))
    if ((at == 0 || kBefore.find(text[at - 1]) != std::string_view::npos) && is_status_line(text.substr(at, 16)))
      return at;
  return std::string_view::npos;
}

/// end_of_head returns where the body begins; nothing when no blank line ends the head.
std::optional<std::size_t> end_of_head(std::string_view text, std::size_t start) {
  const std::string_view near = text.substr(start, kMostHead);
  const std::size_t crlf = near.find("\r\n\r\n");
  const std::size_t lf = near.find("\n\n");
  if (crlf == std::string_view::npos && lf == std::string_view::npos) return std::nullopt;
  return start + (crlf < lf ? crlf + 4 : lf + 2);
}

bool is_chunked(std::string_view head) {
  std::string small(head);
  std::transform(small.begin(), small.end(), small.begin(), lower);
  const std::size_t at = small.find("transfer-encoding:");
  return at != std::string::npos && small.substr(at, small.find('\n', at) - at).find("chunked") != std::string::npos;
}

/// skip_line_end moves behind one LF or CR LF; false when there is none.
bool skip_line_end(std::string_view text, std::size_t& at) {
  if (text.substr(at).starts_with("\r\n")) return at += 2, true;
  if (text.substr(at).starts_with("\n")) return ++at, true;
  return false;
}

/// take_chunks reads chunks up to the last one, which is empty, or the end of the text; nothing when they do not add
/// up.
std::optional<std::string> take_chunks(std::string_view text, std::size_t& at) {
  std::string body;
  while (at < text.size()) {
    std::size_t size = 0;
    const std::string_view line = text.substr(at, 16);
    const auto [end, problem] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    if (problem != std::errc{}) return std::nullopt;
    const std::size_t line_end = text.find('\n', at + static_cast<std::size_t>(end - line.data()));  // not before line
    if (line_end == std::string_view::npos) return std::nullopt;
    at = line_end + 1;
    if (size == 0) return body;
    if (size > text.size() - at) return std::nullopt;
    body.append(text.substr(at, size));
    at += size;
    if (at < text.size() && !skip_line_end(text, at)) return std::nullopt;
  }
  return body;
}

}  // namespace

bool holds_http(std::string_view text) { return find_status_line(text, 0) != std::string_view::npos; }

std::optional<std::string> without_chunks(std::string_view text) {
  const std::string_view size = text.substr(0, std::min(text.find_first_of("\r\n"), text.size()));
  if (size.empty() || size.size() > 8 || size.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
    return std::nullopt;
  std::size_t at = 0;
  std::optional<std::string> body = take_chunks(text, at);
  return body && !body->empty() ? std::move(body) : std::nullopt;
}

std::string without_http(std::string_view text) {
  std::string out;
  std::size_t done = 0;
  for (int message = 0; message < kMostMessages; ++message) {
    const std::size_t head = find_status_line(text, done);
    const std::optional<std::size_t> body = head == std::string_view::npos ? std::nullopt : end_of_head(text, head);
    if (!body) break;
    out.append(text.substr(done, head - done));
    done = *body;
    std::size_t end = *body;
    if (!is_chunked(text.substr(head, *body - head))) continue;
    if (const auto chunks = take_chunks(text, end)) {
      out.append(*chunks);
      done = end;
    }
  }
  return out.append(text.substr(done));
}

}  // namespace odca
