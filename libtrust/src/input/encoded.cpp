// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/encoded.h"

#include <algorithm>

#include "base/ascii.h"
#include "der/reader.h"
#include "input/der_items.h"
#include "input/escapes.h"
#include "input/octets.h"
#include "input/pem.h"
#include "input/pem_damage.h"

namespace odca {

namespace {

using Find = std::optional<Encoded> (*)(std::string_view text, std::size_t from);

constexpr std::string_view kBlank = " \t\r\n";

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }  // stays in A to Z
constexpr CharSet kBase64("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
bool is_base64(char c) { return kBase64.has(c); }

/// find_two finds two characters as fast where they are everywhere as where they are rare.
std::size_t find_two(std::string_view text, char first, char second, std::size_t from) {
  for (std::size_t at = from; at + 1 < text.size(); ++at)
    if (text[at] == first && text[at + 1] == second) return at;
  return std::string_view::npos;
}

/// kFewestEncoded: no certificate or CRL is shorter; the smallest genuine certificate has more than 300 octets.
constexpr std::size_t kFewestEncoded = 64;
/// kFewestCutOff: what begins like a certificate and is shorter than it says is one that was cut off, unless it is so
/// short that it may be anything.
constexpr std::size_t kFewestCutOff = 128;

/// starts_a_sequence: 30 81 to 30 83, the beginning of every certificate and CRL.
bool starts_a_sequence(ByteView bytes) {
  return bytes.size() >= kFewestEncoded && bytes[0] == der::kSequence && bytes[1] >= 0x81 && bytes[1] <= 0x83;
}

/// is_item tells of what may be a certificate or CRL, or carry some.
bool is_item(DerShape shape) {
  return shape == DerShape::certificate || shape == DerShape::crl || shape == DerShape::pkcs7;
}

bool starts_an_item(ByteView bytes) {
  if (!starts_a_sequence(bytes)) return false;
  const auto first = der::Reader(bytes).read();
  return first && is_item(shape_of(first->whole));
}

/// find_item returns where the first value of a known shape begins.
std::optional<std::size_t> find_item(ByteView octets) {
  for (std::size_t at = 0; at + kFewestEncoded <= octets.size(); ++at)
    if (starts_an_item(octets.subspan(at))) return at;
  return std::nullopt;
}

/// behind_others returns where the values end that are known to be something else: keys, requests.
std::size_t behind_others(ByteView octets) {
  der::Reader reader(octets);
  std::size_t end = 0;
  while (const auto value = reader.read(der::kSequence)) {
    const DerShape shape = shape_of(value->whole);
    if (is_item(shape) || shape == DerShape::other) break;
    end += value->whole.size();
  }
  return end;
}

/// holds_list tells whether a CRL is anywhere in the octets, or PKCS#7, which may carry one.
bool holds_list(ByteView octets) {
  for (auto at = find_item(octets); at; at = find_item(octets)) {
    octets = octets.subspan(*at);
    if (shape_of(der::Reader(octets).read()->whole) != DerShape::certificate) return true;
    octets = octets.subspan(1);
  }
  return false;
}

/// is_all_der tells whether octets are DER values to the last one.
bool is_all_der(ByteView octets) {
  der::Reader reader(octets);
  while (reader.read(der::kSequence)) {
  }
  return reader.at_end();
}

/// lose marks an item as one that is not read.
bool lose(Encoded& item, Encoded::State state, Remains lost) {
  item.state = state;
  item.lost = lost;
  item.content.clear();
  return true;
}

/// keep makes an item of octets when a value of a known shape is in them, or the beginning of one. `in_front` octets
/// are before them in the same print. A few may be a time or a word, when nothing but DER follows; more than that,
/// and the value is inside of something else.
bool keep(Encoded& item, ByteView octets, std::size_t in_front) {
  if (in_front == 0) octets = octets.subspan(behind_others(octets));
  const std::optional<std::size_t> at = find_item(octets);
  if (!at) {
    const bool begins = begins_item(octets) || (octets.size() >= kFewestCutOff && starts_a_sequence(octets));
    if (in_front >= kFewInFront || !begins) return false;
    const Remains remains = remains_in(octets);
    const bool contradicts = remains == Remains::nothing;  // what a certificate and a CRL begin with
    const auto first = der::Reader(octets).read();
    if (!first)
      return (!contradicts || octets.size() >= kFewestCutOff) &&
             lose(item, Encoded::State::cut_off, contradicts && begins_item(octets) ? Remains::either : remains);
    item.content.assign(octets.begin(), octets.end());  // damaged, or octets of something else got into it
    return begins_item(octets) && (!contradicts || first->whole.size() != octets.size());
  }
  // A certificate that was cut off, and others behind it: the first is what has to be said.
  if (*at != 0 && in_front == 0 && begins_item(octets)) return lose(item, Encoded::State::cut_off, Remains::either);
  const std::size_t before = in_front + *at;
  const ByteView value = octets.subspan(*at);
  if (before >= kFewInFront || (before != 0 && !is_all_der(value)))
    return lose(item, Encoded::State::inside, holds_list(value) ? Remains::either : Remains::certificate);
  item.content.assign(value.begin(), value.end());
  return true;
}

/// keep_text makes an item of text with PEM blocks, which `content` is when it could be decoded.
void keep_text(Encoded& item, std::optional<Bytes> content) {
  item.is_pem = true;
  const std::string_view text = content ? as_text(*content) : std::string_view();
  if (!has_pem_marker(text) || text.find("-----END ") == std::string_view::npos)
    lose(item, Encoded::State::cut_off, Remains::either);
  else
    item.content = *std::move(content);
}

/// find_decimal finds what Go prints of []byte ("[48 130 1 213 …]"), and arrays of numbers in JSON and elsewhere.
std::optional<Encoded> find_decimal(std::string_view text, std::size_t from) {
  const auto is_length = [&](std::size_t at) {  // 129 to 131, or -127 to -125
    at = behind_separators(text, at, kDecimalSeparators);
    const std::string_view next = text.substr(std::min(at, text.size()), 4);
    return next.starts_with("129") || next.starts_with("13") || next.starts_with("-12");
  };
  while ((from = find_two(text, '4', '8', from)) != std::string_view::npos) {
    const bool starts = (from == 0 || !is_digit(text[from - 1])) && from + 2 < text.size() && !is_digit(text[from + 2]);
    if (!starts || !is_length(from + 2)) {
      from += 2;
      continue;
    }
    const PrintedOctets run = decimal_octets(text, from);
    Encoded item{.what = "decimal octets", .begin = from, .end = run.end};
    if (keep(item, run.octets, decimals_before(text, from))) return item;
    from = std::max(run.end, from + 2);
  }
  return std::nullopt;
}

/// HexStart is where a print may begin whose first octets are 30 81 to 30 83.
struct HexStart {
  std::size_t begin = 0;
  bool glued = false;
};

std::optional<HexStart> hex_start(std::string_view text, std::size_t at, std::size_t first) {
  const auto is_length = [&](std::size_t next) {
    return next + 1 < text.size() && text[next] == '8' && text[next + 1] >= '1' && text[next + 1] <= '3';
  };
  if (is_length(at + 2)) {
    std::size_t begin = at;
    while (begin > first && hex_digit(text[begin - 1])) --begin;
    const bool few = at - begin < 2 * kFewInFront;
    if (few && begin > 0 && is_letter(text[begin - 1]) && text[begin - 1] != 'x') return std::nullopt;
    const bool broken_pair = (at - begin) % 2 != 0;
    if (few && broken_pair) return std::nullopt;
    return HexStart{.begin = broken_pair ? at + 1 : at, .glued = true};  // pairs are counted from the first digit
  }
  if (at > first && hex_digit(text[at - 1])) return std::nullopt;
  const bool marked =
      at > 1 && (text[at - 1] == 'x' || text[at - 1] == 'X') && (text[at - 2] == '0' || text[at - 2] == '\\');
  if (!marked && at > 0 && is_letter(text[at - 1])) return std::nullopt;
  std::size_t next = at + 2;
  if (next < text.size() && text[next] == 'h') ++next;
  next = behind_separators(text, next, kHexSeparators);
  if (marked && next < text.size() && text[next] == '\\') next = text.find_first_not_of("\\", next);
  if (next >= text.size()) return std::nullopt;
  if (marked && text[next] == 'x') ++next;
  if (marked && (text.substr(next).starts_with("0x") || text.substr(next).starts_with("0X"))) next += 2;
  if (!is_length(next)) return std::nullopt;
  return HexStart{.begin = marked ? std::max(at - 2, first) : at};
}

/// keep_glued tries both ways to pair the digits: where lines break within pairs, a line does not tell.
bool keep_glued(Encoded& item, std::string_view text) {
  const std::size_t in_front = glued_before(text, item.begin);
  for (const std::size_t begin : {item.begin, item.begin + 1}) {
    const PrintedOctets run = glued_hex(text, begin);
    item.end = std::max(run.end, item.end);
    if (begin != item.begin && run.octets.size() < kFewestCutOff) return false;
    if (keep(item, run.octets, in_front)) return true;
  }
  return false;
}

/// find_hex finds hexadecimal digits, as logs, sources and tshark's fields have them.
std::optional<Encoded> find_hex(std::string_view text, std::size_t from) {
  const std::size_t first = from;
  while ((from = find_two(text, '3', '0', from)) != std::string_view::npos) {
    const std::optional<HexStart> start = hex_start(text, from, first);
    from += 2;
    if (!start) continue;
    Encoded item{.what = "hexadecimal digits", .begin = start->begin, .end = from};
    if (start->glued && keep_glued(item, text)) return item;
    if (!start->glued) {
      const PrintedOctets run = separated_hex(text, item.begin);
      item.end = std::max(run.end, from);
      if (keep(item, run.octets, separated_before(text, item.begin))) return item;
    }
    from = std::max(item.end, from);
  }
  return std::nullopt;
}

// PEM in digits

/// NumbersOf is one way to print the octets of PEM, which begin with those of "--".
struct NumbersOf {
  std::string_view what;
  std::string_view dash;
  PrintedOctets (*read)(std::string_view text, std::size_t at);
  std::size_t (*before)(std::string_view text, std::size_t at);
};

/// find_digits_of_pem finds the octets of a text with PEM blocks, printed as numbers. What they are behind in the
/// same print belongs to the text, and is not to be left out of it.
std::optional<Encoded> find_digits_of_pem(std::string_view text, std::size_t from) {
  constexpr std::size_t kNear = 48;  // characters: six numbers with their marks and separators
  constexpr NumbersOf kWays[] = {{"hexadecimal digits of PEM", "2d", glued_hex, glued_before},
                                 {"hexadecimal digits of PEM", "2d", separated_hex, separated_before},
                                 {"decimal octets of PEM", "45", decimal_octets, decimals_before}};
  for (; from + 1 < text.size(); ++from) {
    if (text[from] != '2' && text[from] != '4') continue;
    for (const NumbersOf& way : kWays) {
      if (text[from] != way.dash[0] || upper(text[from + 1]) != upper(way.dash[1])) continue;
      if (!as_text(way.read(text.substr(0, from + kNear), from).octets).starts_with("-----B")) continue;
      PrintedOctets run = way.read(text, from);
      Encoded item{.what = way.what, .begin = from, .end = run.end};
      keep_text(item, std::move(run.octets));
      if (way.before(text, from) != 0) lose(item, Encoded::State::inside, Remains::either);
      return item;
    }
  }
  return std::nullopt;
}

// Base64

/// Base64Run is base64 in a text, with the line ends and escapes of the text taken out.
struct Base64Run {
  std::string digits{};
  std::size_t end = 0;
};

constexpr std::size_t kHead = 16;  // digits: of the octets that tell a certificate or CRL

/// begins_item_in_base64 tells whether digits begin as those of a certificate or CRL do.
bool begins_item_in_base64(std::string_view digits) {
  const auto head = digits.starts_with("MI") ? from_base64(digits.substr(0, kHead)) : std::nullopt;
  return head && begins_item(*head);
}

/// is_complete tells whether the digits are those of a whole certificate or CRL already, of one that lost some, or of
/// something else.
bool is_complete(std::string_view digits) {
  return !begins_item_in_base64(digits) || digits.size() % 4 != 0 || size_of_first(digits) <= digits.size() / 4 * 3;
}

/// ends_before tells whether a line does not go on with what the digits are: one value or text ends, another begins.
bool ends_before(std::string_view line, std::string_view digits) {
  const bool of_der = digits.starts_with("MI");                   // no text begins with these octets
  if (of_der && line.starts_with("LS0tLS1CRUdJTi")) return true;  // "-----BEGIN "
  return (!of_der || is_complete(digits)) && begins_item_in_base64(line);
}

/// escaped_base64 reads an escaped line end (then nothing), or an escaped '/', '+' or '=': "\/", "\u002b".
struct Escape {
  std::string_view meant{};
  std::size_t end = 0;
};
std::optional<Escape> escaped_base64(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 16;
  const std::size_t behind = text.substr(0, at + kLongest).find_first_not_of('\\', at);
  if (behind == std::string_view::npos) return std::nullopt;
  const std::string_view rest = text.substr(behind, 5);
  if (rest[0] == 'n' || rest[0] == 'r') return Escape{"", behind + 1};
  if (rest[0] == '/') return Escape{"/", behind + 1};
  constexpr std::pair<std::string_view, std::string_view> kCodes[] = {{"u002b", "+"}, {"u002B", "+"}, {"u002f", "/"},
                                                                      {"u002F", "/"}, {"u003d", "="}, {"u003D", "="}};
  for (const auto& [code, meant] : kCodes)
    if (rest == code) return Escape{meant, behind + code.size()};
  return std::nullopt;
}

/// base64_run reads base64 that may be broken into lines; padding ends it, and so does the beginning of another value.
Base64Run base64_run(std::string_view text, std::size_t at) {
  Base64Run run{.end = at};
  bool padded = false;
  while (at < text.size()) {
    std::size_t end = at;
    while (end < text.size() && is_base64(text[end])) ++end;
    if (padded && end != at) break;
    run.digits.append(text.substr(at, end - at));
    at = end;
    if (at < text.size() && text[at] == '=') {
      padded = true;
      run.digits.push_back(text[at++]);
    } else if (at < text.size() && text[at] == '\\') {
      run.end = std::max(run.end, at);
      const std::optional<Escape> escape = escaped_base64(text, at);
      if (!escape) break;
      run.digits.append(escape->meant);
      padded = padded || escape->meant == "=";
      at = escape->end;
      if (escape->meant.empty()) continue;
    } else if (end != run.end || !padded) {
      run.end = at;
      const std::size_t next = text.find_first_not_of(kBlank, at);
      if (padded || next == at || next == std::string_view::npos) break;
      if (!is_base64(text[next]) && text[next] != '\\' && text[next] != '=') break;
      if (ends_before(text.substr(next), run.digits)) break;
      at = next;
      continue;
    } else {
      break;
    }
    run.end = at;
  }
  return run;
}

/// PemStart is "-----BEGIN " in base64. What is before it in the text decides on the digits.
struct PemStart {
  std::string_view digits{};
  std::size_t in_front = 0;  ///< digits of the same four
  std::size_t at = 0;
};

/// spells tells whether digits are in a text, with line ends between them or not.
bool spells(std::string_view text, std::size_t at, std::string_view digits) {
  constexpr CharSet kLineEnds(kBlank);
  for (const char digit : digits) {
    at = behind_separators(text, at, kLineEnds);
    if (at >= text.size() || text[at++] != digit) return false;
  }
  return true;
}

std::optional<PemStart> find_pem_start(std::string_view text, std::size_t from) {
  constexpr PemStart kStarts[] = {{.digits = "LS0tLS1CRUdJTi"},
                                  {.digits = "0tLS0tQkVHSU4g", .in_front = 2},
                                  {.digits = "tLS0tLUJFR0lOI", .in_front = 3}};
  for (std::size_t at = from; at < text.size(); ++at)
    for (PemStart start : kStarts)
      if (text[at] == start.digits[0] && spells(text, at, start.digits)) return start.at = at, start;
  return std::nullopt;
}

/// is_escaped_line_end: "\n", whose 'n' is no digit of base64.
bool is_escaped_line_end(std::string_view text, std::size_t at) {
  return at > 0 && text[at - 1] == '\\' && (text[at] == 'n' || text[at] == 'r');
}

/// start_of_word goes back over digits of base64, of which '/' may be escaped.
std::size_t start_of_word(std::string_view text, std::size_t at, std::size_t first) {
  for (; at > first; --at) {
    const bool slash = text[at - 1] == '\\' && at < text.size() && text[at] == '/';
    if (!slash && (!is_base64(text[at - 1]) || is_escaped_line_end(text, at - 1))) break;
  }
  return at;
}

/// start_of_base64 goes back to the first digit, over whole lines of base64 too.
std::size_t start_of_base64(std::string_view text, std::size_t at, std::size_t first) {
  constexpr std::size_t kShortestLine = 40;  // hardly a program breaks lines before
  while (true) {
    at = start_of_word(text, at, first);
    std::size_t end = at;
    while (end > first && (kBlank.find(text[end - 1]) != std::string_view::npos || text[end - 1] == '\\' ||
                           is_escaped_line_end(text, end - 1)))
      --end;
    const bool new_line = text.substr(end, at - end).find_first_of("\r\n\\") != std::string_view::npos;
    if (!new_line || end - start_of_word(text, end, first) < kShortestLine) return at;
    at = end;
  }
}

/// find_base64_of_pem finds "-----BEGIN " in base64, as Kubernetes and Ansible keep files in YAML and JSON. What is
/// before it in the text is decoded too: it may tell whose certificates these are.
std::optional<Encoded> find_base64_of_pem(std::string_view text, std::size_t from) {
  const std::optional<PemStart> start = find_pem_start(text, from);
  if (!start) return std::nullopt;
  std::size_t begin = start_of_base64(text, start->at, from);
  if (begins_item_in_base64(text.substr(begin))) begin = start_of_word(text, start->at, from);
  // Where other digits are before the base64, it begins with its marker.
  if (base64_run(text.substr(0, start->at), begin).digits.size() % 4 != start->in_front)
    begin = start->at - std::min(start->in_front, start->at - from);
  const Base64Run run = base64_run(text, begin);
  Encoded item{.what = "base64 of PEM", .begin = begin, .end = std::max(run.end, start->at + 1)};
  std::optional<Bytes> content = from_base64(run.digits);
  if (!content) {  // what follows in the next line may not belong to it
    item.end = std::min(text.find_first_of(kBlank, start->at), item.end);
    content = from_base64(base64_run(text.substr(0, item.end), begin).digits);
  }
  keep_text(item, std::move(content));
  return item;
}

/// der_of reads the run when it is base64 to its end; otherwise as much of it as its first value is long.
std::optional<Bytes> der_of(const Base64Run& run) {
  std::optional<Bytes> whole = from_base64(run.digits);
  if (whole) {
    const auto last = std::find_if(whole->rbegin(), whole->rend(), [](std::uint8_t octet) { return octet != 0; });
    der::Reader reader(*whole);
    std::size_t end = 0;
    while (const auto value = reader.read(der::kSequence)) end += value->whole.size();
    // AMT pads lists with NULs, and the last certificate may itself end in one.
    const auto used = static_cast<std::size_t>(whole->rend() - last);  // never negative
    if (end >= used) whole->resize(end);
    return whole;
  }
  const std::size_t size = size_of_first(run.digits);
  const std::size_t digits = (size + 2) / 3 * 4;
  if (digits == 0 || digits > run.digits.size()) return std::nullopt;
  std::optional<Bytes> first = from_base64(run.digits.substr(0, digits));
  if (!first || shape_of(der::Reader(*first).read().value_or(der::Element{}).whole) == DerShape::other)
    return std::nullopt;
  return first;
}

/// follows_marker tells whether base64 is in the first line behind where the text begins: behind a BEGIN marker
/// without its END, most likely.
bool follows_marker(std::string_view text, std::size_t begin) {
  const std::string_view before = text.substr(0, begin);
  return begin <= 2 && (before == "\n" || before == "\r\n");
}

/// belongs_to_marker tells whether the line before base64 was meant as a BEGIN line, and is reported as damaged: then
/// the base64 is reported with it.
bool belongs_to_marker(std::string_view text, std::size_t begin) {
  constexpr std::size_t kNear = 256;
  constexpr std::size_t kLooked = 64;  // digits: enough to be seen as base64
  const std::size_t near = begin > kNear ? begin - kNear : 0;
  std::string_view before = text.substr(near, begin - near);
  before = before.substr(0, before.find_last_not_of(kBlank) + 1);  // npos + 1 is 0
  const std::size_t line_break = before.find_last_of("\r\n");
  if (line_break == std::string_view::npos && near != 0) return false;
  const std::size_t start = near + line_break + 1;  // npos + 1 is 0
  std::string line(text.substr(start, near + before.size() - start));
  std::transform(line.begin(), line.end(), line.begin(), upper);
  if (line.find("BEGIN") == std::string::npos && line.find("CERTIFICATE-") == std::string::npos) return false;
  const auto damage = damage_in(text.substr(start, begin + kLooked - start), 1);
  return damage && (damage->may_be_certificate || damage->may_be_crl);
}

/// is_cut_off: base64 that is no whole value, and long enough not to be a mere quotation of its beginning.
bool is_cut_off(std::string_view digits) {
  if (begins_item_in_base64(digits)) return true;
  return size_of_first(digits) >= kFewestEncoded && digits.size() / 4 * 3 >= kFewestCutOff;
}

/// remains_of_digits tells what base64 begins with that is not decoded; where that is not known, it may be either.
Remains remains_of_digits(std::string_view digits) {
  const Remains remains = remains_of_base64(digits);
  return remains == Remains::nothing ? Remains::either : remains;
}

/// may_begin tells whether base64 may begin at `at`: with a word, behind a sign, or behind an escaped line end.
bool may_begin(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongestWord = 40;  // before a sign; what is longer is base64
  if (at == 0 || !is_base64(text[at - 1]) || (at > 1 && text[at - 2] == '\\')) return true;
  if (text[at - 1] == '+' || text[at - 1] == '/')
    return start_of_word(text, at, at - std::min(at, kLongestWord)) + kLongestWord > at;
  constexpr std::string_view kLineEnds[] = {"#012",    "#015",    "^J",    "^M",    "\\012", "\\015",
                                            "\\u000A", "\\u000D", "\\x0A", "\\x0D", "%0A",   "%0D"};
  std::string before(text.substr(at > 6 ? at - 6 : 0, std::min<std::size_t>(at, 6)));
  std::replace(before.begin(), before.end(), 'a', 'A');
  std::replace(before.begin(), before.end(), 'd', 'D');
  return std::any_of(std::begin(kLineEnds), std::end(kLineEnds),
                     [&](std::string_view each) { return std::string_view(before).ends_with(each); });
}

/// find_base64_of_der finds base64 of 30 80 to 30 83: what a certificate is without its BEGIN and END lines.
std::optional<Encoded> find_base64_of_der(std::string_view text, std::size_t from) {
  constexpr CharSet kThird("AGHIJKLM");  // of 30 80, and of a length below 30 83 40 00 00
  while ((from = find_two(text, 'M', 'I', from)) != std::string_view::npos) {
    if (from + 2 >= text.size() || !kThird.has(text[from + 2]) || !may_begin(text, from)) {
      from += 2;
      continue;
    }
    const Base64Run run = base64_run(text, from);
    Encoded item{.what = "base64 of DER", .begin = from, .end = run.end};
    const std::optional<Bytes> octets = follows_marker(text, from) ? std::nullopt : der_of(run);
    // Of base64 that is not whole nothing is decoded; that it began as a certificate has to be said.
    const bool found =
        octets ? keep(item, *octets, 0)
               : is_cut_off(run.digits) && lose(item, Encoded::State::cut_off, remains_of_digits(run.digits));
    if (found && !belongs_to_marker(text, from)) return item;
    from = std::max(run.end, from + 2);
  }
  return std::nullopt;
}

// Escaped PEM

/// may_be_marker looks at what is around "BEGIN": dashes or the end of an escaped one before it, and an escape
/// behind it, as far as a label is long.
bool may_be_marker(std::string_view text, std::size_t at, bool percent) {
  constexpr std::size_t kLongestLabel = 64;
  if (at == 0 || (text[at - 1] != '-' && text[at - 1] != 'd' && text[at - 1] != 'D')) return false;
  return percent || text.substr(at, kLongestLabel).find('\\') != std::string_view::npos;
}

/// find_escaped_pem finds BEGIN lines whose dashes or blanks are escaped, as "\u002d", "%2D", "%20" or '+'. One with
/// escaped line ends alone is a PEM block like others.
std::optional<Encoded> find_escaped_pem(std::string_view text, std::size_t from) {
  constexpr std::size_t kMostDashes = 64;  // five of "\\\\u002d"
  constexpr std::string_view kBegin = "BEGIN\\u0020";
  const std::size_t first = from;
  for (; (from = text.find("BEGIN", from)) != std::string_view::npos; from += 5) {
    const char behind = from + 5 < text.size() ? text[from + 5] : '\0';
    const bool percent = behind == '%' || behind == '+';
    if ((!percent && behind != ' ' && behind != '\\') || !may_be_marker(text, from, percent)) continue;
    const auto in_dashes = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '\\' || c == '%'; };
    std::size_t begin = from;
    while (begin > first && from - begin < kMostDashes && in_dashes(text[begin - 1])) --begin;
    const auto decode = percent ? percent_decoded : unescaped;
    // The marker first: where there is none, nothing else is decoded.
    if (!has_pem_marker(decode(text.substr(begin, from - begin + kBegin.size())))) continue;
    const std::size_t end = std::min(text.find_first_of(percent ? "\"'<> \t\r\n" : "\"", from), text.size());
    const std::string plain = decode(text.substr(begin, end - begin));
    const ByteView content = as_bytes(plain);
    Encoded item{.what = "escaped PEM", .begin = begin, .end = end};
    keep_text(item, Bytes(content.begin(), content.end()));
    return item;
  }
  return std::nullopt;
}

// Strings of bytes

/// byte_string reads what Python and Go print of bytes between quotation marks: characters, and escapes for all others.
PrintedOctets byte_string(std::string_view text, std::size_t at, char quote) {
  constexpr std::string_view kEscapes = "n\nr\rt\ta\ab\bf\fv\v\\\\'\'\"\"";
  PrintedOctets run{.end = at};
  while (at < text.size() && text[at] != quote && text[at] != '\n') {
    std::size_t length = 1;
    auto octet = static_cast<std::uint8_t>(text[at]);  // a character stands for itself
    if (text[at] == '\\') {
      const std::string_view escape = text.substr(at + 1, 3);
      const auto high = escape.size() == 3 && escape[0] == 'x' ? hex_digit(escape[1]) : std::nullopt;
      const auto low = high ? hex_digit(escape[2]) : std::nullopt;
      std::size_t known = escape.empty() ? std::string_view::npos : kEscapes.find(escape[0]);
      while (known != std::string_view::npos && known % 2 != 0) known = kEscapes.find(escape[0], known + 1);
      if (!low && known == std::string_view::npos) break;
      octet = low ? static_cast<std::uint8_t>(*high << 4U | *low)    // two digits
                  : static_cast<std::uint8_t>(kEscapes[known + 1]);  // a character
      length = low ? 4 : 2;
    }
    run.octets.push_back(octet);
    at += length;
    run.end = at;
  }
  return run;
}

/// find_byte_string finds b'0\x82\x02…' and "0\x82\x02…".
std::optional<Encoded> find_byte_string(std::string_view text, std::size_t from) {
  for (; (from = text.find("0\\x8", from)) != std::string_view::npos; from += 4) {
    if (from == 0 || (text[from - 1] != '\'' && text[from - 1] != '"')) continue;
    const PrintedOctets run = byte_string(text, from, text[from - 1]);
    Encoded item{.what = "a string of bytes", .begin = from, .end = run.end};
    if (keep(item, run.octets, 0)) return item;
    from = std::max(run.end, from + 4) - 4;
  }
  return std::nullopt;
}

constexpr std::array<Find, EncodedScanner::kEncodings> kFinders = {
    find_decimal,       find_hex,         find_digits_of_pem, find_base64_of_pem,
    find_base64_of_der, find_escaped_pem, find_byte_string};

}  // namespace

/// next remembers what each finder found, so that none goes over the same text twice. Text in an item that another
/// overlaps is decoded in vain, and in a crafted text again and again: a bound on all that is decoded ends that.
std::optional<Encoded> EncodedScanner::next() {
  constexpr std::size_t kMostTimes = 4;
  std::optional<Encoded>* best = nullptr;
  for (std::size_t i = 0; i < kEncodings; ++i) {
    std::optional<Encoded>& mine = found_[i];
    if (mine && mine->state == Encoded::State::too_many) {
      mine->begin = std::max(mine->begin, position_);
      done_[i] = mine->begin == text_.size();
    }
    if (!done_[i] && (!mine || mine->begin < position_)) {
      mine = kFinders[i](text_, position_);
      done_[i] = !mine;
      if (mine && mine->is_pem) decoded_ += mine->end - mine->begin;
      if (mine && mine->is_pem && decoded_ / kMostTimes > text_.size())
        lose(*mine, Encoded::State::too_many, Remains::either), mine->end = text_.size();
    }
    if (done_[i]) continue;
    if (best == nullptr || mine->begin < (*best)->begin) best = &mine;
  }
  if (best == nullptr) return std::nullopt;
  Encoded item = *std::move(*best);
  best->reset();
  position_ = item.end;
  return item;
}

bool holds_encoded(std::string_view text) { return EncodedScanner(text).next().has_value(); }

}  // namespace odca
