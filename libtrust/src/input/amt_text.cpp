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
constexpr std::size_t kMostEnvelopes = 256;

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

/// envelopes finds the XML documents in a text. One that does not end is cut off, and whatever follows is inside of it.
std::vector<std::string_view> envelopes(std::string_view text) {
  std::vector<std::string_view> found;
  std::size_t at = text.find(kEnvelope);
  while (at != std::string_view::npos && found.size() < kMostEnvelopes) {
    std::size_t next = at + kEnvelope.size();
    if (const auto start = start_of_tag(text, at)) {
      const std::string end_tag = cat("</", text.substr(*start + 1, next - *start - 1), ">");
      const std::size_t end = text.find(end_tag, next);
      if (end == std::string_view::npos) break;
      next = end + end_tag.size();
      found.push_back(text.substr(*start, next - *start));
    }
    at = text.find(kEnvelope, next);
  }
  return found;
}

/// bare takes off what transport and log put around the XML.
std::string bare(std::string_view text) {
  std::string out = holds_http(text) ? without_http(text) : std::string(text);
  const bool quoted = out.find("\\\"") != std::string::npos || out.find("\\u003c") != std::string::npos;
  return quoted ? unescaped(out) : out;
}

}  // namespace

bool holds_amt_response(std::string_view text) {
  return text.find(kEnvelope) != std::string_view::npos && !has_pem_marker(text) &&
         (text.find("Certificates") != std::string_view::npos ||
          text.find("X509Certificate") != std::string_view::npos);
}

Status read_amt_text(std::string_view text, DumpBuilder& builder) {
  const std::string xml = bare(text);
  std::vector<std::string_view> responses = envelopes(xml);
  std::erase_if(responses, [](std::string_view each) { return !has_certificates(each); });
  if (responses.empty())
    return Error{.message = "an AMT response inside other text, and not whole: its envelope does not end",
                 .hint = "save the body of the response alone and unchanged, from '<?xml' to '</…:Envelope>'",
                 .reason = "xml"};
  if (std::count_if(responses.begin(), responses.end(), has_list) > 1)
    return Error{.message = "the text holds several AMT responses with a list of certificates",
                 .hint = "save one response at a time",
                 .reason = "ambiguous"};
  for (const std::string_view response : responses) ODCA_TRY(read_amt_response(response, builder));
  return {};
}

}  // namespace odca
