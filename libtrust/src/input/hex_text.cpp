#include "input/hex_text.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "input/lines.h"

namespace odca {

namespace {

/// kFewest: shorter texts are numbers or hashes, and no certificate.
constexpr std::size_t kFewest = 64;
constexpr std::string_view kBlank = " \t\r\n";

std::optional<unsigned> digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');       // 0 to 9
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;  // 10 to 15
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;  // 10 to 15
  return std::nullopt;
}

Error hex_error(std::string message, std::string_view hint) {
  return {.message = std::move(message), .hint = std::string(hint), .reason = "hex"};
}

/// plain_digits reads pairs of digits with separators between them, "0x" and "\x" before each or not; nothing when
/// there is anything else, or a digit without its pair.
std::optional<Bytes> plain_digits(std::string_view text) {
  constexpr std::string_view kSeparators = " \t\r\n:;,-'\"{}[]()";
  Bytes octets;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (kSeparators.find(rest[0]) != std::string_view::npos) {
      ++at;
      continue;
    }
    if (rest.starts_with("0x") || rest.starts_with("0X") || rest.starts_with("\\x")) {
      at += 2;
      continue;
    }
    const auto high = digit(rest[0]);
    const auto low = rest.size() > 1 ? digit(rest[1]) : std::nullopt;
    if (!high || !low) return std::nullopt;
    octets.push_back(static_cast<std::uint8_t>(*high << 4U | *low));  // two digits
    at += 2;
  }
  return octets;
}

// Hex dumps with offsets

/// DumpLine is one line of a hex dump: its offset, and what stands behind that.
struct DumpLine {
  std::size_t offset = 0;
  std::string_view rest{};
};

std::optional<DumpLine> dump_line(std::string_view line) {
  const std::size_t start = line.find_first_not_of(" \t");
  if (start == std::string_view::npos) return std::nullopt;
  std::size_t end = start;
  std::size_t offset = 0;
  while (end < line.size() && end - start < 8 && digit(line[end])) offset = offset << 4U | *digit(line[end++]);
  if (end - start < 4) return std::nullopt;
  if (end < line.size() && line[end] == ':') ++end;
  if (end < line.size() && line[end] != ' ' && line[end] != '\t') return std::nullopt;
  return DumpLine{.offset = offset, .rest = line.substr(end)};
}

/// take_octets reads at most `most` octets of a line. The column of characters begins behind two blanks or at '|'; two
/// blanks stand in the middle of some dumps too, behind eight octets: `split` says whether earlier lines had them.
void take_octets(std::string_view rest, std::size_t most, bool last, bool& split, Bytes& octets) {
  std::size_t taken = 0;
  for (std::size_t at = 0; taken < most && at < rest.size();) {
    const std::size_t next = rest.find_first_not_of(" \t", at);
    if (next == std::string_view::npos || next + 1 >= rest.size()) return;
    const bool wide = next - at >= 2 && taken != 0;
    if (wide && (taken != 8 || (last && !split))) return;
    split = split || wide;
    const auto high = digit(rest[next]);
    const auto low = digit(rest[next + 1]);
    if (!high || !low) return;
    octets.push_back(static_cast<std::uint8_t>(*high << 4U | *low));  // two digits
    ++taken;
    at = next + 2;
  }
}

/// kMostInLine: xxd -c goes up to 256.
constexpr std::size_t kMostInLine = 256;
constexpr std::size_t kInLastLine = 16;

/// is_hexdump looks at the first lines.
bool is_hexdump(std::string_view text) {
  Lines lines(text);
  std::size_t seen = 0;
  std::size_t offset = 0;
  while (const auto line = lines.next()) {
    if (line->find_first_not_of(kBlank) == std::string_view::npos) continue;
    const auto read = dump_line(*line);
    if (!read || (seen == 0 && read->offset != 0) || (seen > 0 && read->offset <= offset)) return false;
    offset = read->offset;
    if (++seen == 3) return true;
  }
  return false;
}

/// read_hexdump: the offset of the next line says how many octets a line has.
Result<Bytes> read_hexdump(std::string_view text) {
  Bytes octets;
  std::optional<DumpLine> before;
  bool split = false;
  Lines lines(text);
  for (std::size_t number = 1; const auto line = lines.next(); ++number) {
    if (line->find_first_not_of(kBlank) == std::string_view::npos) continue;
    const auto read = dump_line(*line);
    if (!read)
      return hex_error(cat("line ", number, " of the hex dump has no offset"),
                       "print the content again, every line of it: xxd, or hexdump -v -C");
    const std::size_t expected = before ? read->offset - before->offset : read->offset;
    if ((before && read->offset <= before->offset) || expected > kMostInLine)
      return hex_error(cat("line ", number, " of the hex dump does not follow the line before"),
                       "print the content again, every line of it: xxd, or hexdump -v -C");
    if (before) take_octets(before->rest, expected, false, split, octets);
    if (octets.size() != read->offset)
      return hex_error(cat("the line before line ", number, " of the hex dump has another length than its offset says"),
                       "print the content again, every line of it: xxd, or hexdump -v -C");
    before = read;
  }
  if (before) take_octets(before->rest, kInLastLine, true, split, octets);
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
    if (line->find_first_not_of(kBlank) == std::string_view::npos) continue;
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

bool enough(const std::optional<Bytes>& octets) { return octets && octets->size() >= kFewest; }

}  // namespace

bool looks_like_hex_text(std::string_view text) {
  return is_follow(text) || is_hexdump(text) || enough(plain_digits(text));
}

Result<Bytes> read_hex_text(std::string_view text) {
  if (is_follow(text)) return read_follow(text);
  if (is_hexdump(text)) return read_hexdump(text);
  std::optional<Bytes> octets = plain_digits(text);
  if (!octets) return hex_error("expected hexadecimal digits", "print the content again: xxd -p FILE");
  return *std::move(octets);
}

}  // namespace odca
