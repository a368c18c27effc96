#include "input/encoded.h"

#include <algorithm>

#include "der/reader.h"
#include "input/shape.h"

namespace odca {

namespace {

using Find = std::optional<Encoded> (*)(std::string_view text, std::size_t from);

constexpr std::string_view kWhite = " \t\r\n";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<unsigned> hex_digit(char c) {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');                // 0 to 9
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;  // 10 to 15
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;  // 10 to 15
  return std::nullopt;
}

/// kFewest: no certificate or CRL is shorter; the smallest genuine certificate has more than 300 octets.
constexpr std::size_t kFewest = 64;
/// kFewestCutOff: what begins like a certificate and is shorter than it says is one that was cut off, unless it is so
/// short that it may be anything.
constexpr std::size_t kFewestCutOff = 128;

/// starts_a_sequence: 30 81 to 30 83, the beginning of every certificate and CRL.
bool starts_a_sequence(ByteView bytes) {
  return bytes.size() >= kFewest && bytes[0] == der::kSequence && bytes[1] >= 0x81 && bytes[1] <= 0x83;
}

/// keep makes an item of octets when they are whole values of a known shape, or the beginning of one.
bool keep(Encoded& item) {
  if (!starts_a_sequence(item.content)) return false;
  const auto first = der::Reader(item.content).read();
  if (!first) return item.cut_off = item.content.size() >= kFewestCutOff;
  const DerShape shape = shape_of(first->whole);
  return shape == DerShape::certificate || shape == DerShape::crl || shape == DerShape::pkcs7;
}

/// decimal_octets reads numbers of 0 to 255 with blanks or commas between them from `at`; `at` ends behind the last.
Bytes decimal_octets(std::string_view text, std::size_t& at) {
  Bytes octets;
  while (at < text.size() && is_digit(text[at])) {
    std::size_t end = at;
    unsigned value = 0;
    while (end < text.size() && end - at < 4 && is_digit(text[end]))
      value = value * 10 + static_cast<unsigned>(text[end++] - '0');  // 0 to 9
    if (value > 255) break;
    octets.push_back(static_cast<std::uint8_t>(value));  // at most 255
    at = end;
    const std::size_t next = text.find_first_not_of(" ,\t\r\n", at);
    if (next == at || next == std::string_view::npos) break;
    if (is_digit(text[next])) at = next;
  }
  return octets;
}

/// find_decimal finds what Go prints of []byte ("[48 130 1 213 …]"), and arrays of numbers in JSON.
std::optional<Encoded> find_decimal(std::string_view text, std::size_t from) {
  while ((from = text.find("48", from)) != std::string_view::npos) {
    std::size_t end = from;
    const bool starts = (from == 0 || !is_digit(text[from - 1])) && from + 2 < text.size() && !is_digit(text[from + 2]);
    if (!starts) {
      from += 2;
      continue;
    }
    Encoded item{.what = "decimal octets", .begin = from};
    item.content = decimal_octets(text, end);
    item.end = end;
    if (keep(item)) return item;
    from = std::max(end, from + 2);
  }
  return std::nullopt;
}

/// hex_octets reads pairs of digits, with ':' between them or not, from `at`; `at` ends behind the last pair.
Bytes hex_octets(std::string_view text, std::size_t& at) {
  Bytes octets;
  while (at + 1 < text.size()) {
    const auto high = hex_digit(text[at]);
    const auto low = hex_digit(text[at + 1]);
    if (!high || !low) break;
    octets.push_back(static_cast<std::uint8_t>(*high << 4U | *low));  // two digits
    at += 2;
    if (at < text.size() && text[at] == ':') ++at;
  }
  return octets;
}

/// find_hex finds a run of hexadecimal digits, as logs and tshark's fields have them.
std::optional<Encoded> find_hex(std::string_view text, std::size_t from) {
  while ((from = text.find("30", from)) != std::string_view::npos) {
    const bool starts = from == 0 || !hex_digit(text[from - 1]);
    const std::string_view next = text.substr(std::min(from + 2, text.size()));
    if (!starts || !(next.starts_with("8") || next.starts_with(":8"))) {
      from += 2;
      continue;
    }
    std::size_t end = from;
    Encoded item{.what = "hexadecimal digits", .begin = from};
    item.content = hex_octets(text, end);
    item.end = end;
    if (keep(item)) return item;
    from = std::max(end, from + 2);
  }
  return std::nullopt;
}

bool is_base64(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c) || c == '+' || c == '/';
}

/// base64_end returns where a run of base64 ends that may be broken into lines; padding ends it.
std::size_t base64_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (at < text.size()) {
    while (at < text.size() && is_base64(text[at])) ++at;
    while (at < text.size() && text[at] == '=') ++at;
    end = at;
    if (at > 0 && text[at - 1] == '=') break;
    const std::size_t next = text.find_first_not_of(kWhite, at);
    if (next == at || next == std::string_view::npos || !is_base64(text[next])) break;
    at = next;
  }
  return end;
}

/// find_base64_of_pem finds "-----BEGIN " in base64, as Kubernetes keeps files in YAML and JSON.
std::optional<Encoded> find_base64_of_pem(std::string_view text, std::size_t from) {
  constexpr std::string_view kStart = "LS0tLS1CRUdJTi";
  while ((from = text.find(kStart, from)) != std::string_view::npos) {
    Encoded item{.what = "base64 of PEM", .begin = from, .end = base64_end(text, from), .is_pem = true};
    std::optional<Bytes> content = from_base64(text.substr(from, item.end - from));
    if (!content) {  // what follows in the next line may not belong to it
      item.end = std::min(text.find_first_of(kWhite, from), item.end);
      content = from_base64(text.substr(from, item.end - from));
    }
    item.cut_off = !content;
    if (content) item.content = *std::move(content);
    return item;
  }
  return std::nullopt;
}

constexpr std::array<Find, EncodedScanner::kEncodings> kFinders = {find_decimal, find_hex, find_base64_of_pem};

}  // namespace

/// next remembers what each finder found, so that none goes over the same text twice.
std::optional<Encoded> EncodedScanner::next() {
  std::optional<Encoded>* best = nullptr;
  for (std::size_t i = 0; i < kEncodings; ++i) {
    std::optional<Encoded>& mine = found_[i];
    if (kFinders[i] == find_base64_of_pem && texts_ == kMostTexts) done_[i] = true;
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

}  // namespace odca
