// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/hex_text.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "input/encoded.h"
#include "input/lines.h"
#include "input/octets.h"
#include "input/pem.h"
#include "input/shape.h"

namespace odca {

namespace {

/// kFewestDigits: shorter texts are numbers or hashes, and no certificate.
constexpr std::size_t kFewestDigits = 64;
constexpr std::string_view kBetweenDigits = " \t\r\n";

Error hex_error(std::string message, std::string_view hint) {
  return {.message = std::move(message), .hint = std::string(hint), .reason = "hex"};
}

/// plain_digits reads pairs of digits with separators between them, "0x" and "\x" before each or not; nothing when
/// there is anything else, or a digit without its pair.
std::optional<Bytes> plain_digits(std::string_view text) {
  constexpr CharSet kSeparators(" \t\r\n:;,-'\"{}[]()");
  constexpr std::size_t kMostSeparators = 4096;  // in a row: such a text is no print of octets
  std::size_t separators = 0;
  Bytes octets;
  for (std::size_t at = 0; at < text.size();) {
    if (kSeparators.has(text[at])) {
      if (++separators > kMostSeparators) return std::nullopt;
      ++at;
      continue;
    }
    separators = 0;
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("0x") || rest.starts_with("0X") || rest.starts_with("\\x")) {
      at += 2;
      continue;
    }
    const auto high = hex_digit(rest[0]);
    const auto low = rest.size() > 1 ? hex_digit(rest[1]) : std::nullopt;
    if (!high || !low) return std::nullopt;
    octets.push_back(static_cast<std::uint8_t>(*high << 4U | *low));  // two digits
    at += 2;
  }
  return octets;
}

/// whole_digits reads a text that is a print in digits and nothing else: pairs, digits broken into lines anywhere, or
/// decimal numbers.
std::optional<Bytes> whole_digits(std::string_view text) {
  if (auto pairs = plain_digits(text)) return pairs;
  const auto whole = [&](PrintedOctets run, std::string_view closing) -> std::optional<Bytes> {
    if (run.octets.empty() || text.find_first_not_of(closing, run.end) != std::string_view::npos) return std::nullopt;
    return std::move(run.octets);
  };
  const std::size_t first = text.find_first_not_of(" \t\r\n[{(");
  if (first == std::string_view::npos) return std::nullopt;
  if (auto glued = whole(glued_hex(text, first), kBetweenDigits)) return glued;
  return whole(decimal_octets(text, first), " \t\r\n]}),;");
}

// Hex dumps with offsets

/// Offsets are hexadecimal, but for od, which prints them octal.
enum class Offsets { hexadecimal, octal };

/// DumpLine is one line of a hex dump: its offset, and what is behind that.
struct DumpLine {
  std::size_t offset = 0;
  std::string_view rest{};
};

std::optional<DumpLine> dump_line(std::string_view line, Offsets offsets) {
  std::size_t start = line.find_first_not_of(" \t");
  if (start == std::string_view::npos) return std::nullopt;
  if (line.substr(start).starts_with("0x")) start += 2;
  const unsigned base = offsets == Offsets::octal ? 8 : 16;
  std::size_t end = start;
  std::size_t offset = 0;
  for (; end < line.size() && end - start < 8; ++end) {
    const auto value = hex_digit(line[end]);
    if (!value || *value >= base) break;
    offset = offset * base + *value;
  }
  if (end - start < 4) return std::nullopt;
  if (end < line.size() && line[end] == ':') ++end;
  if (end < line.size() && line[end] != ' ' && line[end] != '\t') return std::nullopt;
  return DumpLine{.offset = offset, .rest = line.substr(end)};
}

/// take_octets reads at most `most` octets of a line. The column of characters begins behind two blanks or at '|'; two
/// blanks are in the middle of some dumps too, behind eight octets: `split` says whether earlier lines had them.
void take_octets(std::string_view rest, std::size_t most, bool last, bool& split, Bytes& octets) {
  std::size_t taken = 0;
  for (std::size_t at = 0; taken < most && at < rest.size();) {
    const std::size_t next = rest.find_first_not_of(" \t", at);
    if (next == std::string_view::npos || next + 1 >= rest.size()) return;
    const bool wide = next - at >= 2 && taken != 0;
    if (wide && (taken != 8 || (last && !split))) return;
    split = split || wide;
    const auto high = hex_digit(rest[next]);
    const auto low = hex_digit(rest[next + 1]);
    if (!high || !low) return;
    octets.push_back(static_cast<std::uint8_t>(*high << 4U | *low));  // two digits
    ++taken;
    at = next + 2;
  }
}

/// kMostInLine: xxd -c goes up to 256.
constexpr std::size_t kMostInLine = 256;
constexpr std::string_view kPrintAgain =
    "print the content again, every line of it: xxd FILE, or hexdump -v -C FILE, or od -An -v -tx1 FILE";

/// HexDump is where a dump with offsets begins and ends in a text; a head line of its program may be before it, and
/// a closing one behind it.
struct HexDump {
  std::string_view lines{};
  std::size_t first_line = 1;
  Offsets offsets = Offsets::hexadecimal;
};

/// offsets_of: they are octal where only so the second is as many as the first line has octets.
Offsets offsets_of(const DumpLine& first, std::string_view second) {
  Bytes octets;
  bool split = false;
  take_octets(first.rest, kMostInLine, false, split, octets);
  const auto stands_at = [&](Offsets offsets) {
    const auto line = dump_line(second, offsets);
    return line && line->offset == octets.size();
  };
  return !stands_at(Offsets::hexadecimal) && stands_at(Offsets::octal) ? Offsets::octal : Offsets::hexadecimal;
}

/// find_hexdump looks for a line with offset 0 and two with higher ones behind it. What is around them must hold
/// nothing that could be evidence too.
std::optional<HexDump> find_hexdump(std::string_view text) {
  constexpr std::size_t kMostHead = 8;
  constexpr std::size_t kNear = 16U << 10U;
  Lines lines(text.substr(0, kNear));
  std::array<std::string_view, 3> seen;
  std::size_t count = 0;
  std::size_t head = 0;
  std::size_t number = 0;
  HexDump dump;
  while (const auto line = lines.next()) {
    ++number;
    if (line->find_first_not_of(kBetweenDigits) == std::string_view::npos) continue;
    const auto read = dump_line(*line, Offsets::hexadecimal);
    const bool starts =
        read && read->offset == 0 && read->rest.find_first_not_of(kBetweenDigits) != std::string_view::npos;
    if (count == 0 && !starts) {
      if (++head > kMostHead) return std::nullopt;
      continue;
    }
    if (count == 0) dump.first_line = number;
    if (!read || (count > 0 && read->offset == 0)) return std::nullopt;
    seen[count++] = *line;
    if (count == seen.size()) break;
  }
  if (count < seen.size()) return std::nullopt;
  const std::size_t begin = static_cast<std::size_t>(seen[0].data() - text.data());  // within the text
  if (has_pem_marker(text.substr(0, begin)) || holds_encoded(text.substr(0, begin))) return std::nullopt;
  dump.lines = text.substr(begin);
  dump.offsets = offsets_of(*dump_line(seen[0], Offsets::hexadecimal), seen[1]);
  const auto second = dump_line(seen[1], dump.offsets);
  const auto third = dump_line(seen[2], dump.offsets);
  return second && third && second->offset < third->offset ? std::optional(dump) : std::nullopt;
}

/// is_closing tells whether what is behind a dump is a closing message: no further line of a dump, no evidence.
bool is_closing(std::string_view rest, Offsets offsets) {
  constexpr std::size_t kLongest = 1024;
  if (rest.size() > kLongest || has_pem_marker(rest) || holds_encoded(rest)) return false;
  Lines lines(rest);
  while (const auto line = lines.next()) {
    const std::string_view text = *line;
    const std::size_t first = text.find_first_not_of(kBetweenDigits);
    if (first == std::string_view::npos) continue;
    if (text[first] == '*' || dump_line(text, offsets)) return false;
  }
  return true;
}

/// swapped_words: hexdump and od print words of 16 bits without an option, and PCs have their second octet first.
Error swapped_words() {
  return hex_error("the hex dump shows 16-bit words with their octets swapped, as hexdump and od do without an option",
                   kPrintAgain);
}

bool is_swapped(const HexDump& dump) {
  Lines lines(dump.lines);
  const auto first = dump_line(*lines.next(), dump.offsets);
  const std::string_view rest = first ? first->rest.substr(first->rest.find_first_not_of(" \t")) : std::string_view();
  // 30 81 to 30 83, or a TLS record of a handshake.
  for (const std::string_view start : {"8130 ", "8230 ", "8330 ", "0316 "})
    if (rest.starts_with(start)) return true;
  return false;
}

/// read_hexdump: the offset of the next line says how many octets a line has.
Result<Bytes> read_hexdump(const HexDump& dump) {
  if (is_swapped(dump)) return swapped_words();
  Bytes octets;
  std::optional<DumpLine> before;
  std::size_t width = 0;  // of the last line but one, in octets
  bool split = false;
  Lines lines(dump.lines);
  for (std::size_t number = dump.first_line; const auto line = lines.next(); ++number) {
    if (line->find_first_not_of(kBetweenDigits) == std::string_view::npos) continue;
    const auto read = dump_line(*line, dump.offsets);
    if (!read) {
      const auto at = static_cast<std::size_t>(line->data() - dump.lines.data());  // within the dump
      if (is_closing(dump.lines.substr(at), dump.offsets)) break;
      return hex_error(cat("line ", number, " of the hex dump has no offset"), kPrintAgain);
    }
    const std::size_t expected = before ? read->offset - before->offset : read->offset;
    if ((before && read->offset <= before->offset) || expected > kMostInLine)
      return hex_error(cat("line ", number, " of the hex dump does not follow the line before"), kPrintAgain);
    if (before) take_octets(before->rest, width = expected, false, split, octets);
    if (octets.size() != read->offset)
      return hex_error(cat("the line before line ", number, " of the hex dump has another length than its offset says"),
                       kPrintAgain);
    before = read;
  }
  if (before) take_octets(before->rest, width, true, split, octets);
  return octets;
}

// Follow, raw

bool is_follow(std::string_view text) {
  const std::size_t at = text.substr(0, 512).find("Follow: ");
  return at != std::string_view::npos && text.substr(at, 64).find(",raw") != std::string_view::npos;
}

/// is_client: a TLS record with a ClientHello (RFC 8446 5.1, 4).
bool is_client(const Bytes& stream) { return stream.size() > 5 && stream[0] == 22 && stream[1] == 3 && stream[5] == 1; }

/// read_follow: the lines of the second node are indented by a tab. The server is the side that sent no ClientHello.
Result<Bytes> read_follow(std::string_view text) {
  constexpr std::array<std::string_view, 4> kHeads = {"=", "Follow:", "Filter:", "Node "};
  std::array<Bytes, 2> nodes;
  Lines lines(text);
  for (std::size_t number = 1; const auto line = lines.next(); ++number) {
    if (line->find_first_not_of(kBetweenDigits) == std::string_view::npos) continue;
    if (std::any_of(kHeads.begin(), kHeads.end(), [&](std::string_view head) { return line->starts_with(head); }))
      continue;
    const auto octets = plain_digits(*line);
    if (!octets)
      return hex_error(cat("line ", number, " holds other characters than hexadecimal digits"),
                       "print the stream again: tshark -q -z follow,tcp,raw,0 -r FILE");
    Bytes& node = nodes[line->starts_with('\t') ? 1 : 0];
    node.insert(node.end(), octets->begin(), octets->end());
  }
  const bool first = is_client(nodes[0]);
  const bool second = is_client(nodes[1]);
  if (first == second && !nodes[0].empty() && !nodes[1].empty())
    return hex_error("the stream has two directions, and neither or both begin with a ClientHello",
                     "give one direction: what the device sent, as raw bytes");
  if (nodes[1].empty()) return std::move(nodes[0]);
  return std::move(nodes[first ? 1 : 0]);
}

/// shows_item tells whether the octets behind an offset are those of a certificate or CRL, of a TLS record, or of PEM;
/// in words of 16 bits too, which PCs swap.
bool shows_item(std::string_view rest) {
  constexpr std::size_t kLooked = 128;  // characters
  if (!rest.starts_with(' ') && !rest.starts_with('\t')) return false;
  Bytes octets;
  bool split = false;
  take_octets(rest.substr(0, kLooked), kMostInLine, false, split, octets);
  Bytes swapped = octets;
  for (std::size_t i = 1; i < swapped.size(); i += 2) std::swap(swapped[i - 1], swapped[i]);
  const auto is_record = [](const Bytes& each) {
    return each.size() > 2 && each[0] == 22 && each[1] == 3 && each[2] <= 4;
  };
  return begins_item(octets) || begins_item(swapped) || is_record(octets) || is_record(swapped) ||
         as_text(octets).find("-----") != std::string_view::npos ||
         as_text(swapped).find("-----") != std::string_view::npos;
}

bool enough(const std::optional<Bytes>& octets) { return octets && octets->size() >= kFewestDigits; }

}  // namespace

bool looks_like_hex_text(std::string_view text) {
  return is_follow(text) || find_hexdump(text) || enough(whole_digits(text));
}

Result<Bytes> read_hex_text(std::string_view text) {
  if (is_follow(text)) return read_follow(text);
  if (const auto dump = find_hexdump(text)) return read_hexdump(*dump);
  std::optional<Bytes> octets = whole_digits(text);
  if (!octets) return hex_error("expected hexadecimal digits", "print the content again: xxd -p FILE");
  return *std::move(octets);
}

bool holds_hexdump(std::string_view text) {
  constexpr std::string_view kOffset = "0000";
  Lines lines(text);
  while (const auto line = lines.next()) {
    if (const auto read = dump_line(*line, Offsets::hexadecimal); read && shows_item(read->rest)) return true;
    // A logger may have put something before the offset.
    for (std::size_t at = line->find(kOffset); at != std::string_view::npos; at = line->find(kOffset, at)) {
      at = std::min(line->find_first_not_of('0', at), line->size());
      const std::string_view rest = line->substr(at);
      if (shows_item(rest.starts_with(':') ? rest.substr(1) : rest)) return true;
    }
  }
  return false;
}

}  // namespace odca
