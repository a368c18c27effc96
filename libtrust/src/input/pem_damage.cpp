// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/pem_damage.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/excerpt.h"
#include "base/text.h"
#include "der/check.h"
#include "der/reader.h"
#include "der/tags.h"
#include "input/der_items.h"
#include "input/lines.h"
#include "input/shape.h"

namespace odca {

namespace {

constexpr std::size_t kShown = 40;  // octets of a line: enough to find it

std::string start_of(std::string_view line) {
  line = trimmed(line);
  if (line.size() <= kShown) return quote(line);
  std::size_t end = kShown;  // not within a character of UTF-8
  while (end > kShown - 3 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
  return quote(cat(line.substr(0, end), "…"));
}

// Damaged markers

constexpr std::array<std::string_view, 8> kLabels = {"CERT", "X509", "X.509", "TRUSTED",
                                                     "PKCS", "CMS",  "CRL",   "NEW CERT"};

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

// Markers that no longer have their dashes: a program or a person wrote others, or none

/// escape_at returns the size of an escape for one character that begins here: "&#45;", "\\u002d", "\\x2d", "%2D",
/// "=2D".
std::size_t escape_at(std::string_view text) {
  const auto hex = [&](std::size_t from, std::size_t count) {
    return text.size() >= from + count &&
           text.substr(from, count).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
  };
  if (text[0] == '&') {
    const std::size_t end = text.substr(0, 10).find(';');
    return end == std::string_view::npos ? 0 : end + 1;
  }
  if (text.starts_with("\\u") && hex(2, 4)) return 6;
  if (text.starts_with("\\x") && hex(2, 2)) return 4;
  if (text[0] == '%' && hex(1, 2)) return 3;
  return text.starts_with("=2D") || text.starts_with("=20") ? 3 : 0;
}

/// plain_letters takes everything off a line that is no letter or digit. A letter of another alphabet that looks like
/// one of ours counts as one; those of double width are ours.
std::string plain_letters(std::string_view line) {
  std::string letters;
  while (!line.empty()) {
    const char c = upper(line[0]);
    std::size_t size = std::max<std::size_t>(escape_at(line), 1);
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) letters += c;
    if (c >= '\xcd' && c <= '\xd4') letters += '?';  // Greek and Cyrillic, two octets each
    if (line.size() > 2 && (line.starts_with("\xef\xbc") || line.starts_with("\xef\xbd"))) {
      const int third = static_cast<unsigned char>(line[2]);
      const int letter = line[1] == '\xbc' ? third - 0xa1 : third - 0x81;  // U+FF21 and U+FF41
      if (letter >= 0 && letter < 26) letters += static_cast<char>('A' + letter);
      size = 3;
    }
    line.remove_prefix(std::min(size, line.size()));
  }
  return letters;
}

/// is_nearly allows for two letters that are others, missing or too many (Levenshtein's distance).
bool is_nearly(std::string_view text, std::string_view word) {
  constexpr std::size_t kMost = 2;
  if (text.size() > word.size() + kMost || word.size() > text.size() + kMost) return false;
  std::array<std::size_t, 32> row{};
  for (std::size_t j = 0; j <= word.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < word.size(); ++j) {
      const std::size_t changed = diagonal + (text[i] == word[j] ? 0U : 1U);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[word.size()] <= kMost;
}

constexpr std::array<std::string_view, 4> kLongMarkers = {"BEGINCERTIFICATE", "BEGINTRUSTEDCERTIFICATE",
                                                          "BEGINX509CERTIFICATE", "BEGINNEWCERTIFICATE"};
constexpr std::array<std::string_view, 6> kShortMarkers = {"BEGINX509CRL", "BEGINCRL", "BEGINCERT",
                                                           "BEGINPKCS7",   "BEGINCMS", "BEGINCERTIFICATE"};

bool is_base64_text(std::string_view text) {
  return text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") == text.npos;
}

/// begins_base64 tells whether a line has what follows a BEGIN line: base64, behind a prefix or not.
bool begins_base64(std::string_view line) {
  constexpr std::size_t kShortest = 40;  // no word is so long, and hardly a program breaks lines before
  line = trimmed(line);
  const std::size_t blank = line.find_last_of(" \t");
  const std::string_view last = blank == std::string_view::npos ? line : line.substr(blank + 1);
  return last.size() >= kShortest && is_base64_text(last);
}

/// ends_in_base64 tells whether the last word of a line may be a line of base64, however short.
bool ends_in_base64(std::string_view line) {
  constexpr std::size_t kShortest = 16;
  line = trimmed(line);
  const std::string_view last = line.substr(line.find_last_of(" \t") + 1);  // npos + 1 is the beginning
  return last.size() >= kShortest && is_base64_text(last);
}

/// is_heading: a line with the words of a BEGIN or END line and some dashes, as people set over a list of blocks, with
/// nothing at its side that could be the contents of one.
bool is_heading(std::string_view line, std::string_view before, std::string_view behind) {
  constexpr std::size_t kLooked = 6;  // lines: headers may be before the contents
  if (ends_in_base64(line) || ends_in_base64(before)) return false;
  Lines lines(behind);
  for (std::size_t i = 0; i < kLooked; ++i) {
    const auto next = lines.next();
    if (!next) break;
    if (ends_in_base64(*next)) return false;
  }
  return true;
}

/// is_bare_marker: the words of a BEGIN line without its dashes, with base64 behind. Text that only speaks of one, or a
/// heading, has none behind.
bool is_bare_marker(std::string_view line, std::string_view next) {
  constexpr std::size_t kLongest = 160;  // of a line with its prefix and every dash escaped
  const bool before_base64 = begins_base64(next);
  if ((!before_base64 && line.find("MI") == std::string_view::npos) || is_base64_text(line)) return false;
  const std::string letters = plain_letters(line.substr(0, kLongest));
  for (const std::string_view marker : kShortMarkers)
    if (const std::size_t at = letters.find(marker); at != std::string::npos) {
      const std::string_view behind = std::string_view(letters).substr(at + marker.size());
      const bool in_line = behind.substr(0, 8).find("MI") != std::string_view::npos;
      if (in_line || (behind.empty() && before_base64)) return true;
    }
  const auto nearly = [&](std::string_view marker) { return is_nearly(letters, marker); };
  return letters.size() < 32 && std::any_of(kLongMarkers.begin(), kLongMarkers.end(), nearly) && before_base64;
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

/// holds_wide_text: text of two octets a letter, which was appended to other text, and is long enough for evidence.
bool holds_wide_text(std::string_view gap) {
  constexpr std::size_t kFewestLetters = 48;
  const auto is_letter = [](char c) { return (c >= ' ' && c <= '~') || kWhite.find(c) != std::string_view::npos; };
  std::size_t letters = 0;
  for (std::size_t at = 0; at + 1 < gap.size();) {
    const bool wide = is_letter(gap[at]) && gap[at + 1] == '\0';
    letters = wide ? letters + 1 : 0;
    if (letters == kFewestLetters) return true;
    at += wide ? 2 : 1;
  }
  return false;
}

/// remains_of_noise asks octets of any kind for the beginning of a certificate or CRL. Nothing is stepped over: a
/// certificate that lost octets may have swallowed what follows.
Remains remains_of_noise(ByteView octets) {
  Remains found = Remains::nothing;
  for (std::size_t at = 0; at < octets.size(); ++at) {
    const ByteView rest = octets.subspan(at);
    if (!begins_item(rest)) continue;
    const Remains remains = remains_of(rest);
    if (may_be_crl(remains) || !der::Reader(rest).read()) return Remains::either;
    if (remains != Remains::nothing) found = remains;
  }
  return found;
}

/// behind_certificates returns what follows the whole certificates with which octets begin.
ByteView behind_certificates(ByteView octets) {
  while (const auto value = der::Reader(octets).read(der::kSequence)) {
    if (shape_of(value->whole) != DerShape::certificate) break;
    if (der::check_der(value->whole, der::kDeepest) != der::DerCheck::ok) break;
    octets = octets.subspan(value->whole.size());
  }
  return octets;
}

/// remains_of_binary says what may be lost with binary content. In what a client printed of a session is noise; beside
/// PEM of any other origin even the beginning of DER may be damaged, and may be that of a CRL.
Remains remains_of_binary(std::string_view gap, Printed printed) {
  if (holds_wide_text(gap)) return Remains::either;
  if (printed == Printed::by_client) return remains_of_noise(as_bytes(gap));
  const ByteView octets = as_bytes(gap.substr(std::min(gap.find_first_not_of(kWhite), gap.size())));
  const ByteView rest = behind_certificates(octets);
  constexpr std::string_view kStarts[] = {"0\x80", "0\x81", "0\x82", "0\x83"};
  const auto begins = [&](std::string_view start) { return as_text(rest).find(start) != std::string_view::npos; };
  if (std::any_of(std::begin(kStarts), std::end(kStarts), begins)) return Remains::either;
  return rest.size() < octets.size() ? Remains::certificate : Remains::nothing;
}

/// names_crl tells of a damaged marker whether a CRL follows: by its words, or by what is behind it.
bool names_crl(std::string_view line, std::string_view behind) {
  if (plain_letters(line.substr(0, 256)).find("CRL") != std::string::npos) return true;
  return may_be_crl(remains_of_base64(behind.substr(0, 2048)));
}

/// behind is what follows a line of a text.
std::string_view behind(std::string_view text, std::string_view line) {
  return text.substr(static_cast<std::size_t>(line.data() - text.data()) + line.size());  // a part of it
}

/// damaged_markers describes the first damaged line, and says of all what may be lost with them.
std::optional<GapDamage> damaged_markers(std::string_view gap, std::size_t first_line) {
  std::optional<GapDamage> found;
  Lines lines(gap);
  auto line = lines.next();
  std::string_view before;
  for (std::size_t number = first_line; line; ++number) {
    const auto next = lines.next();
    std::string_view wrong = damage_of(*line);
    if (!wrong.empty() && is_heading(*line, before, next ? behind(gap, *line) : std::string_view{})) wrong = {};
    if (wrong.empty() && is_bare_marker(*line, next.value_or("")))
      wrong = "it does not have five dashes before and behind";
    if (!wrong.empty()) {
      if (!found)
        found =
            GapDamage{.error = {.message = cat("line ", number, ": ", start_of(*line),
                                               " is a damaged BEGIN or END line: ", wrong),
                                .hint = "copy it again as plain text, or mend the line: -----BEGIN CERTIFICATE-----",
                                .reason = "pem"},
                      .may_be_certificate = true};
      if (!found->may_be_crl) found->may_be_crl = names_crl(*line, next ? behind(gap, *line) : std::string_view{});
    }
    if (!trimmed(*line).empty()) before = *line;
    line = next;
  }
  return found;
}

}  // namespace

std::optional<GapDamage> damage_in(std::string_view gap, std::size_t first_line, Printed printed) {
  std::optional<GapDamage> found = damaged_markers(gap, first_line);
  if (!holds_binary(gap)) return found;
  const Remains remains = remains_of_binary(gap, printed);
  return GapDamage{.error = {.message = "binary content outside of the PEM blocks; expected text",
                             .hint = "give PEM and DER in files of their own, and copy whole blocks",
                             .reason = "pem"},
                   .may_be_certificate = (found && found->may_be_certificate) || remains != Remains::nothing,
                   .may_be_crl = (found && found->may_be_crl) || may_be_crl(remains)};
}

std::optional<Error> suspicious_gap(std::string_view gap, std::size_t first_line) {
  std::optional<GapDamage> damage = damage_in(gap, first_line);
  if (!damage) return std::nullopt;
  return std::move(damage->error);
}

bool is_damaged_marker(std::string_view line) { return !damage_of(line).empty(); }

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
