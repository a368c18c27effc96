#include "input/encoded.h"

#include <algorithm>

#include "der/reader.h"
#include "input/escapes.h"
#include "input/octets.h"
#include "input/pem.h"
#include "input/shape.h"

namespace odca {

namespace {

using Find = std::optional<Encoded> (*)(std::string_view text, std::size_t from);

constexpr std::string_view kWhite = " \t\r\n";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
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

/// kFewest: no certificate or CRL is shorter; the smallest genuine certificate has more than 300 octets.
constexpr std::size_t kFewest = 64;
/// kFewestCutOff: what begins like a certificate and is shorter than it says is one that was cut off, unless it is so
/// short that it may be anything.
constexpr std::size_t kFewestCutOff = 128;
/// kFewestInLine: a line of a print in digits has 16 to 32 octets; quotations in messages are shorter.
constexpr std::size_t kFewestInLine = 32;

/// starts_a_sequence: 30 81 to 30 83, the beginning of every certificate and CRL.
bool starts_a_sequence(ByteView bytes) {
  return bytes.size() >= kFewest && bytes[0] == der::kSequence && bytes[1] >= 0x81 && bytes[1] <= 0x83;
}

/// starts_a_signed_value: a SEQUENCE in a SEQUENCE, as certificates and CRLs begin (RFC 5280 4.1, 5.1).
bool starts_a_signed_value(ByteView bytes) {
  if (bytes.size() < 12 || bytes[0] != der::kSequence || bytes[1] < 0x81 || bytes[1] > 0x83) return false;
  const std::size_t inner = 2 + (bytes[1] & 0x0fU);
  return bytes[inner] == der::kSequence && bytes[inner + 1] >= 0x81 && bytes[inner + 1] <= 0x83;
}

bool starts_an_item(ByteView bytes) {
  if (!starts_a_sequence(bytes)) return false;
  const auto first = der::Reader(bytes).read();
  if (!first) return false;
  const DerShape shape = shape_of(first->whole);
  return shape == DerShape::certificate || shape == DerShape::crl || shape == DerShape::pkcs7;
}

/// find_item returns where the first value of a known shape begins.
std::optional<std::size_t> find_item(ByteView octets) {
  constexpr int kMostTries = 16;  // before the first certificate of a TLS stream stand few octets that look like one
  int tries = 0;
  for (std::size_t at = 0; at + kFewest <= octets.size() && tries < kMostTries; ++at) {
    if (!starts_a_sequence(octets.subspan(at))) continue;
    ++tries;
    if (starts_an_item(octets.subspan(at))) return at;
  }
  return std::nullopt;
}

/// is_all_der tells whether octets are DER values to the last one.
bool is_all_der(ByteView octets) {
  der::Reader reader(octets);
  while (reader.read(der::kSequence)) {
  }
  return reader.at_end();
}

/// keep makes an item of octets when a value of a known shape is in them, or the beginning of one. `in_front` octets
/// stand before them in the same print. A few may be a time or a word, when nothing but DER follows; more than that,
/// and the value stands inside of something else.
bool keep(Encoded& item, Bytes octets, std::size_t in_front) {
  const std::optional<std::size_t> at = find_item(octets);
  if (!at) {
    item.cut_off = in_front < kFewInFront && octets.size() >= kFewestCutOff && starts_a_sequence(octets) &&
                   !der::Reader(octets).read();
    item.content = std::move(octets);
    return item.cut_off;
  }
  // A certificate that was cut off, and others behind it: the first is what has to be said.
  item.cut_off = *at != 0 && in_front == 0 && starts_a_signed_value(octets);
  if (item.cut_off) return true;
  const std::size_t before = in_front + *at;
  const ByteView value = ByteView(octets).subspan(*at);
  item.inside = before >= kFewInFront || (before != 0 && !is_all_der(value));
  item.content = item.inside ? Bytes(octets.size(), 0) : Bytes(value.begin(), value.end());
  return true;
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
    PrintedOctets run = decimal_octets(text, from);
    Encoded item{.what = "decimal octets", .begin = from, .end = run.end};
    if (keep(item, std::move(run.octets), decimals_before(text, from))) return item;
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
    PrintedOctets run = glued_hex(text, begin);
    item.end = std::max(run.end, item.end);
    // One line of a print whose other lines have something else before them: it is named, though it is short.
    item.cut_off = begin == item.begin && in_front == 0 && run.octets.size() < kFewestCutOff &&
                   run.octets.size() >= kFewestInLine && starts_a_signed_value(run.octets);
    if (item.cut_off) return true;
    if (begin != item.begin && run.octets.size() < kFewestCutOff) return false;
    if (keep(item, std::move(run.octets), in_front)) return true;
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
      PrintedOctets run = separated_hex(text, item.begin);
      item.end = std::max(run.end, from);
      if (keep(item, std::move(run.octets), separated_before(text, item.begin))) return item;
    }
    from = std::max(item.end, from);
  }
  return std::nullopt;
}

// Base64

/// Base64Run is base64 in a text, with the line ends and escapes of the text taken out.
struct Base64Run {
  std::string digits{};
  std::size_t end = 0;
};

constexpr std::string_view kPemStart = "LS0tLS1CRUdJTi";  // "-----BEGIN "

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

/// base64_run reads base64 that may be broken into lines; padding ends it, and so does a line that begins as PEM does.
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
      const std::size_t next = text.find_first_not_of(kWhite, at);
      if (padded || next == at || next == std::string_view::npos) break;
      if (!is_base64(text[next]) && text[next] != '\\' && text[next] != '=') break;
      if (text.substr(next).starts_with(kPemStart)) break;
      at = next;
      continue;
    } else {
      break;
    }
    run.end = at;
  }
  return run;
}

/// find_base64_of_pem finds "-----BEGIN " in base64, as Kubernetes keeps files in YAML and JSON.
std::optional<Encoded> find_base64_of_pem(std::string_view text, std::size_t from) {
  from = text.find(kPemStart, from);
  if (from == std::string_view::npos) return std::nullopt;
  const Base64Run run = base64_run(text, from);
  Encoded item{.what = "base64 of PEM", .begin = from, .end = run.end, .is_pem = true};
  std::optional<Bytes> content = from_base64(run.digits);
  if (!content) {  // what follows in the next line may not belong to it
    item.end = std::min(text.find_first_of(kWhite, from), item.end);
    content = from_base64(text.substr(from, item.end - from));
  }
  item.cut_off = !content;
  if (content) item.content = *std::move(content);
  return item;
}

/// size_of_value returns how many octets the value says it has that begins with these digits: the header of 30 81 to
/// 30 83 is in the first eight.
std::size_t size_of_value(std::string_view digits) {
  const std::optional<Bytes> head = from_base64(digits.substr(0, 8));
  if (!head || head->size() < 6) return 0;
  const std::size_t octets = (*head)[1] & 0x0fU;
  if (octets < 1 || octets > 3) return 0;
  std::size_t size = 0;
  for (std::size_t i = 0; i < octets; ++i) size = size << 8U | (*head)[2 + i];
  return size + 2 + octets;
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
  const std::size_t size = size_of_value(run.digits);
  const std::size_t digits = (size + 2) / 3 * 4;
  return digits != 0 && digits <= run.digits.size() ? from_base64(run.digits.substr(0, digits)) : std::nullopt;
}

/// follows_marker tells whether base64 stands in the first line behind where the text begins: behind a BEGIN marker
/// without its END, most likely.
bool follows_marker(std::string_view text, std::size_t begin) {
  const std::string_view before = text.substr(0, begin);
  return begin <= 2 && (before == "\n" || before == "\r\n");
}

/// belongs_to_marker tells whether the line before base64 was meant as a BEGIN line. What is wrong is said about that
/// line.
bool belongs_to_marker(std::string_view text, std::size_t begin) {
  constexpr std::size_t kNear = 128;
  const std::size_t near = begin > kNear ? begin - kNear : 0;
  std::string_view before = text.substr(near, begin - near);
  const std::size_t last = before.find_last_not_of(kWhite);
  if (last == std::string_view::npos) return false;
  before = before.substr(0, last + 1);
  std::string line(before.substr(before.find_last_of("\r\n") + 1));  // npos + 1 is 0
  std::transform(line.begin(), line.end(), line.begin(), upper);
  return line.find("BEGIN") != std::string::npos || line.find("CERTIFICATE-") != std::string::npos;
}

/// is_cut_off: base64 that is no whole value, and long enough not to be a mere quotation of its beginning.
bool is_cut_off(std::string_view digits, bool decoded) {
  if (decoded && size_of_value(digits) <= digits.size() / 4 * 3) return false;  // whole, and something else
  const auto head = from_base64(digits.substr(0, 16));
  if (head && starts_a_signed_value(*head)) return digits.size() >= kFewestInLine * 2 - 4;  // a line of PEM has 64
  return !decoded && size_of_value(digits) >= kFewest && digits.size() / 4 * 3 >= kFewestCutOff;
}

/// find_base64_of_der finds base64 of 30 81 to 30 83: what a certificate is without its BEGIN and END lines.
std::optional<Encoded> find_base64_of_der(std::string_view text, std::size_t from) {
  while ((from = find_two(text, 'M', 'I', from)) != std::string_view::npos) {
    const char third = from + 2 < text.size() ? text[from + 2] : ' ';
    const bool starts = third == 'G' || third == 'H' || third == 'I' || third == 'J' || third == 'M';
    const char before = from == 0 ? ' ' : text[from - 1];
    if (!starts || (is_base64(before) && !(from > 1 && text[from - 2] == '\\'))) {
      from += 2;
      continue;
    }
    const Base64Run run = base64_run(text, from);
    if (belongs_to_marker(text, from)) {
      from = std::max(run.end, from + 2);
      continue;
    }
    Encoded item{.what = "base64 of DER", .begin = from, .end = run.end};
    std::optional<Bytes> octets = follows_marker(text, from) ? std::nullopt : der_of(run);
    if (octets && keep(item, *std::move(octets), 0) && !item.inside) return item;
    // Of base64 that is not whole nothing is decoded; that it began as a certificate has to be said.
    if (item.cut_off = is_cut_off(run.digits, octets.has_value()); item.cut_off) return item;
    from = std::max(run.end, from + 2);
  }
  return std::nullopt;
}

// Escaped PEM

/// may_be_marker looks at what stands around "BEGIN": dashes or the end of an escaped one before it, and an escape
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
    return Encoded{.what = "escaped PEM",
                   .begin = begin,
                   .end = end,
                   .content = Bytes(content.begin(), content.end()),
                   .is_pem = true};
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
    PrintedOctets run = byte_string(text, from, text[from - 1]);
    Encoded item{.what = "a string of bytes", .begin = from, .end = run.end};
    if (keep(item, std::move(run.octets), 0)) return item;
    from = std::max(run.end, from + 4) - 4;
  }
  return std::nullopt;
}

constexpr std::array<Find, EncodedScanner::kEncodings> kFinders = {
    find_decimal, find_hex, find_base64_of_pem, find_base64_of_der, find_escaped_pem, find_byte_string};

bool finds_text(Find find) { return find == find_base64_of_pem || find == find_escaped_pem; }

}  // namespace

/// next remembers what each finder found, so that none goes over the same text twice.
std::optional<Encoded> EncodedScanner::next() {
  std::optional<Encoded>* best = nullptr;
  for (std::size_t i = 0; i < kEncodings; ++i) {
    std::optional<Encoded>& mine = found_[i];
    if (finds_text(kFinders[i]) && texts_ == kMostTexts) done_[i] = true;
    if (!done_[i] && (!mine || mine->begin < position_)) {
      mine = kFinders[i](text_, position_);
      done_[i] = !mine;
    }
    if (done_[i]) continue;
    if (best == nullptr || mine->begin < (*best)->begin) best = &mine;
  }
  if (best == nullptr) return std::nullopt;
  Encoded item = *std::move(*best);
  best->reset();
  position_ = item.end;
  if (item.is_pem) ++texts_;
  return item;
}

bool holds_encoded(std::string_view text) { return EncodedScanner(text).next().has_value(); }

bool begins_inside(std::string_view text) {
  const std::optional<Encoded> first = EncodedScanner(text).next();
  return first && first->inside;
}

}  // namespace odca
