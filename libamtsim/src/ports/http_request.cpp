// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/http_request.h"

#include <algorithm>
#include <cstdint>

namespace odca::amtsim {
namespace {

constexpr unsigned kBadRequest = 400, kTooLarge = 413, kHeadTooLarge = 431, kNotImplemented = 501, kOtherVersion = 505;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }  // int by promotion

// RFC 9110 5.6.2
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_digit(c) || is_letter(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_visible(char c) { return c > ' ' && c < '\x7f'; }

// RFC 9110 5.5: visible characters, octets above ASCII, blanks between them.
bool is_field_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return is_visible(c) || c == ' ' || c == '\t' || static_cast<unsigned char>(c) >= 0x80;  // char may be signed
  });
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string in_lower_case(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

/// number_of reads digits of a base; nothing when there are none, others, or more than ten.
std::optional<std::uint64_t> number_of(std::string_view text, unsigned base) {
  if (text.empty() || text.size() > 10) return std::nullopt;  // ten hexadecimal digits are far below 2^64
  std::uint64_t value = 0;
  for (const char c : text) {
    const std::size_t digit = std::string_view("0123456789abcdef").substr(0, base).find(lower(c));
    if (digit == std::string_view::npos) return std::nullopt;
    value = value * base + digit;
  }
  return value;
}

/// Reader goes through the bytes once. Each step returns false when it cannot go on; `state` then says why.
class Reader {
 public:
  Reader(std::string_view text, const RequestLimits& limits) : text_(text), limits_(limits) {}

  HttpRead take() {
    if (head() && body()) {
      read_.state = HttpRead::State::whole;
      read_.size = at_;
    }
    return std::move(read_);
  }

 private:
  bool refuse(unsigned status) {
    read_.state = HttpRead::State::refused;
    read_.status = status;
    return false;
  }

  /// line takes what stands before the next CR LF, which must end before `end`; else the answer is `too_long`.
  bool line(std::string_view& out, std::size_t end, unsigned too_long) {
    const std::size_t feed = text_.substr(0, end).find('\n', at_);
    if (feed == std::string_view::npos) return text_.size() < end ? false : refuse(too_long);
    if (feed == at_ || text_[feed - 1] != '\r') return refuse(kBadRequest);
    out = text_.substr(at_, feed - 1 - at_);
    at_ = feed + 1;
    return true;
  }

  bool head() {
    std::string_view text;
    if (!line(text, limits_.head_bytes, kHeadTooLarge) || !request_line(text)) return false;
    while (line(text, limits_.head_bytes, kHeadTooLarge)) {
      if (text.empty()) return framing();
      if (!header(text)) return false;
    }
    return false;
  }

  bool request_line(std::string_view text) {
    const std::size_t first = text.find(' ');
    const std::size_t last = text.rfind(' ');
    if (first == std::string_view::npos || first == last) return refuse(kBadRequest);
    const std::string_view target = text.substr(first + 1, last - first - 1);
    if (!is_token(text.substr(0, first)) || !std::ranges::all_of(target, is_visible) || target.empty())
      return refuse(kBadRequest);
    if (!text.substr(last + 1).starts_with("HTTP/")) return refuse(kBadRequest);
    if (text.substr(last + 1) != "HTTP/1.1") return refuse(kOtherVersion);
    read_.request.method = text.substr(0, first);
    read_.request.target = target;
    return true;
  }

  bool header(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || !is_token(text.substr(0, colon))) return refuse(kBadRequest);
    const std::string_view value = without_blanks(text.substr(colon + 1));
    if (!is_field_value(value)) return refuse(kBadRequest);
    std::string name = in_lower_case(text.substr(0, colon));
    if (name == "content-length") return once(length_, value);
    if (name == "transfer-encoding") return once(encoding_, value);
    read_.request.headers.push_back({std::move(name), std::string(value)});
    return true;
  }

  bool once(std::optional<std::string_view>& place, std::string_view value) {
    if (place) return refuse(kBadRequest);
    place = value;
    return true;
  }

  bool framing() {
    // RFC 9112 6.3: both together "ought to be handled as an error".
    if (length_ && encoding_) return refuse(kBadRequest);
    if (encoding_) {
      read_.request.framing = Framing::chunked;
      return equal_names(*encoding_, "chunked") ? true : refuse(kNotImplemented);
    }
    if (!length_) return true;
    read_.request.framing = Framing::length;
    if (!std::ranges::all_of(*length_, is_digit) || length_->empty()) return refuse(kBadRequest);
    const auto value = number_of(*length_, 10);
    if (!value || *value > limits_.body_bytes) return refuse(kTooLarge);
    size_ = static_cast<std::size_t>(*value);  // not above the limit
    return true;
  }

  bool body() {
    if (read_.request.framing == Framing::chunked) return chunks();
    if (text_.size() - at_ < size_) return false;
    read_.request.body = text_.substr(at_, size_);
    at_ += size_;
    return true;
  }

  /// Differs: neither chunk extensions nor trailers (RFC 9112 7.1.1, 7.1.2): no client of AMT sends them.
  bool chunks() {
    for (;;) {
      constexpr std::size_t kSizeLine = 10;  // eight digits, CR, LF
      std::string_view digits;
      if (!line(digits, at_ + kSizeLine, kBadRequest)) return false;
      const auto size = number_of(digits, 16);
      if (!size) return refuse(kBadRequest);
      if (*size > limits_.body_bytes - read_.request.body.size()) return refuse(kTooLarge);
      const auto count = static_cast<std::size_t>(*size);  // not above the limit
      if (text_.size() - at_ < count) return false;
      read_.request.body += text_.substr(at_, count);
      at_ += count;
      std::string_view nothing;
      if (!line(nothing, at_ + 2, kBadRequest)) return false;
      if (!nothing.empty()) return refuse(kBadRequest);
      if (count == 0) return true;
    }
  }

  std::string_view text_;
  const RequestLimits& limits_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  std::optional<std::string_view> length_{};
  std::optional<std::string_view> encoding_{};
  HttpRead read_{};
};

}  // namespace

std::optional<std::string_view> HttpRequest::value_of(std::string_view name) const {
  const auto is_it = [name](const Header& header) { return header.name == name; };
  const auto first = std::ranges::find_if(headers, is_it);
  if (first == headers.end() || std::ranges::count_if(headers, is_it) > 1) return std::nullopt;
  return first->value;
}

HttpRead read_request(std::string_view received, const RequestLimits& limits) {
  return Reader(received, limits).take();
}

bool equal_names(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, {}, lower, lower);
}

bool lists(std::string_view value, std::string_view word) {
  while (!value.empty()) {
    const std::size_t comma = std::min(value.find(','), value.size());
    if (equal_names(without_blanks(value.substr(0, comma)), word)) return true;
    value.remove_prefix(std::min(comma + 1, value.size()));
  }
  return false;
}

}  // namespace odca::amtsim
