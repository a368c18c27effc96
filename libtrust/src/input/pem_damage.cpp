#include "input/pem_damage.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "base/excerpt.h"
#include "base/text.h"
#include "input/lines.h"

namespace odca {

namespace {

constexpr std::string_view kWhite = " \t\v\f\r\n";
constexpr std::size_t kShown = 40;  // octets of a line: enough to find it

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kWhite);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhite) - first + 1);
}

std::string start_of(std::string_view line) {
  line = trimmed(line);
  if (line.size() <= kShown) return quote(line);
  std::size_t end = kShown;  // not within a character of UTF-8
  while (end > kShown - 3 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
  return quote(cat(line.substr(0, end), "…"));
}

// Damaged markers

constexpr std::array<std::string_view, 6> kLabels = {"CERTIFICATE", "X509", "TRUSTED", "PKCS", "CMS", "CRL"};

/// dashes_before counts the dashes that end a text, also those of word processors (UTF-8: E2 80 90 to 95, E2 88 92).
struct Dashes {
  std::size_t plain = 0;
  std::size_t typographic = 0;
  std::size_t all() const { return plain + typographic; }
};

bool is_typographic(std::string_view three) {
  if (three.size() < 3 || three[0] != '\xe2') return false;
  const auto third = static_cast<unsigned char>(three[2]);
  return (three[1] == '\x80' && third >= 0x90 && third <= 0x95) || (three[1] == '\x88' && third == 0x92);
}

Dashes dashes_before(std::string_view text) {
  Dashes found;
  while (found.all() < 16) {
    if (text.ends_with('-')) {
      ++found.plain;
      text.remove_suffix(1);
    } else if (text.size() >= 3 && is_typographic(text.substr(text.size() - 3))) {
      ++found.typographic;
      text.remove_suffix(3);
    } else {
      break;
    }
  }
  return found;
}

Dashes dashes_behind(std::string_view text) {
  Dashes found;
  while (found.all() < 16) {
    if (text.starts_with('-')) {
      ++found.plain;
      text.remove_prefix(1);
    } else if (is_typographic(text)) {
      ++found.typographic;
      text.remove_prefix(3);
    } else {
      break;
    }
  }
  return found;
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }  // stays in A to Z

/// behind_label skips the words of a label ("X509 CRL").
std::string_view behind_label(std::string_view text) {
  std::size_t end = 0;
  const auto in_label = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == '#'; };
  while (end < text.size() && in_label(upper(text[end]))) ++end;
  return text.substr(end);
}

/// damage_of says what is wrong with a line that was meant as a BEGIN or END line; empty for any other line. A line
/// that only speaks of one has no dashes at either side.
std::string_view damage_of(std::string_view line) {
  if (line.find_first_of("-\xe2") == std::string_view::npos) return {};
  std::string capitals(line.substr(0, 256));
  std::transform(capitals.begin(), capitals.end(), capitals.begin(), upper);
  for (const std::string_view word : {"BEGIN", "END"}) {
    const std::size_t at = capitals.find(word);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = std::string_view(capitals).substr(at + word.size());
    const std::string_view label = trimmed(rest);
    if (std::none_of(kLabels.begin(), kLabels.end(), [&](std::string_view each) { return label.starts_with(each); }))
      continue;
    const Dashes before = dashes_before(line.substr(0, at));
    const Dashes behind = dashes_behind(behind_label(line.substr(at + word.size())));
    if (before.all() + behind.all() == 0) continue;
    if (before.typographic + behind.typographic != 0) return "it has the dashes of a word processor";
    if (before.plain != 5 || behind.plain != 5) return "it does not have five dashes before and behind";
    return "its words are not written as they must be";
  }
  return {};
}

bool holds_binary(std::string_view gap) {
  // Logs hold escape sequences of terminals; no text holds the other control characters.
  return std::any_of(gap.begin(), gap.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' && kWhite.find(c) == std::string_view::npos && c != '\x1b';
  });
}

// Lines that are not base64

bool is_base64(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
           c == '=' || kWhite.find(c) != std::string_view::npos;
  });
}

Error not_base64(std::string message, std::string_view hint) {
  return {.message = std::move(message), .hint = std::string(hint), .reason = "base64"};
}

Error describe_line(std::size_t number, std::string_view line) {
  const std::string what = cat("line ", number, ": ", start_of(line), " is not base64");
  if (line.find("...") != std::string_view::npos || line.find("…") != std::string_view::npos)
    return not_base64(what + ": the text was shortened", "get the item again, whole");
  if (line.find("&#") != std::string_view::npos || line.find("<br") != std::string_view::npos)
    return not_base64(what + ": it was copied out of the source of a web page", "copy it as plain text");
  if (line.find("=3D") != std::string_view::npos || line.find("=20") != std::string_view::npos)
    return not_base64(what + ": a mail program encoded it (quoted-printable)", "save it as an attachment");
  if (line.find(": ") != std::string_view::npos || trimmed(line).ends_with(':'))
    return not_base64(what + "; headers do not belong between BEGIN and END (RFC 7468 section 2)",
                      "take the lines that are not base64 out of the block, and read again");
  return not_base64(what + ": a line from elsewhere got into the block, or its characters were changed",
                    "take the line out if it does not belong there; otherwise get the item again, whole");
}

}  // namespace

std::optional<Error> suspicious_gap(std::string_view gap, std::size_t first_line) {
  if (holds_binary(gap))
    return Error{.message = "binary content outside of the PEM blocks; expected text",
                 .hint = "give PEM and DER in files of their own, and copy whole blocks",
                 .reason = "pem"};
  Lines lines(gap);
  for (std::size_t number = first_line; const auto line = lines.next(); ++number) {
    const std::string_view wrong = damage_of(*line);
    if (wrong.empty()) continue;
    return Error{.message = cat("line ", number, ": ", start_of(*line), " is a damaged BEGIN or END line: ", wrong),
                 .hint = "copy it again as plain text, or mend the line: -----BEGIN CERTIFICATE-----",
                 .reason = "pem"};
  }
  return std::nullopt;
}

Error bad_base64(const PemBlock& block) {
  Lines lines(block.body);
  std::size_t number = block.line;
  for (auto line = lines.next(); line; ++number) {
    const auto after = lines.next();
    if (!after && !trimmed(block.prefix).empty()) break;  // the prefix of the END line
    if (!is_base64(without_prefix(*line, block.prefix))) return describe_line(number, *line);
    line = after;
  }
  return not_base64("the contents are not whole base64 (RFC 4648 section 4): characters are missing or too many",
                    "a line of it got lost, or came twice; copy the item again, whole and unchanged");
}

}  // namespace odca
