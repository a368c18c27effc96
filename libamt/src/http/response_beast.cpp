// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// One answer, parsed by Boost.Beast. This file decides how many bytes the parser gets: of what frames the body one line
// at a time, of the body as many as are announced, so that nothing behind the answer is read. What Beast takes
// leniently is refused here.
#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <iterator>
#include <utility>

#include "http/http.h"
#include "io/text.h"

namespace odca::amt {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::size_t kPiece = 16 * 1024;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

Error refused(ReasonId reason, std::string what) {
  return {.code = Errc::protocol, .message = cat("the answer of the device ", what), .reason = reason};
}
Error bad_syntax(std::string_view what) { return refused("http-syntax", cat("is not sound HTTP: ", what)); }

Error parser_error(const beast::error_code& error) {
  const bool too_big = error == http::error::body_limit || error == http::error::header_limit;
  return too_big ? refused("http-too-big", "is larger than allowed") : bad_syntax(error.message());
}

class Reading {
 public:
  Reading(ByteStream& stream, const HttpLimits& limits, Deadline deadline);
  Result<HttpResponse> run();

 private:
  using Fields = http::response<http::string_body>;

  Status read_head();
  Status read_line();
  Status read_data(std::uint64_t announced);
  Status feed();
  Result<std::size_t> receive(std::span<std::uint8_t> into);
  std::string_view framing_fault() const;
  std::uint64_t announced() const;
  std::ptrdiff_t field_count() const { return std::distance(parser_.get().begin(), parser_.get().end()); }
  Result<HttpResponse> finish();

  ByteStream& stream_;
  Deadline deadline_;
  http::response_parser<http::string_body> parser_{};
  std::function<void(std::uint64_t, beast::string_view, beast::error_code&)> on_chunk_;
  std::string pending_{};            // received, not yet taken by the parser
  std::size_t framing_left_;         // bytes that lines may still have
  std::size_t framing_behind_head_;  // as many as the largest body: smaller chunks than that are made to burden us
  std::uint64_t chunk_left_ = 0;
  bool begun_ = false;
};

Reading::Reading(ByteStream& stream, const HttpLimits& limits, Deadline deadline)
    : stream_(stream),
      deadline_(deadline),
      framing_left_(limits.header_bytes),
      framing_behind_head_(limits.body_bytes + limits.header_bytes) {
  on_chunk_ = [this](std::uint64_t size, beast::string_view extensions, beast::error_code& error) {
    chunk_left_ = size;
    if (!extensions.empty()) error = http::error::bad_chunk_extension;
  };
  parser_.eager(true);
  parser_.on_chunk_header(on_chunk_);
  parser_.header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(limits.header_bytes, UINT32_MAX)));  // clamped
  parser_.body_limit(limits.body_bytes);
}

Result<std::size_t> Reading::receive(std::span<std::uint8_t> into) {
  Result<std::size_t> size = stream_.read(into, deadline_);
  if (size && *size > 0) {
    begun_ = true;
    return size;
  }
  const bool ended = size || size.error().reason == "connection-reset";
  if (!ended) return size;
  if (begun_) return refused("http-truncated", "ended early: the connection was closed");
  if (!size) return size;
  return Error{
      .code = Errc::io, .message = "the device closed the connection before its answer", .reason = "connection-reset"};
}

/// read_line appends one line. A line feed alone, a carriage return alone and a continued line (RFC 9112 2.2, 5.2) are
/// where readers of HTTP differ.
Status Reading::read_line() {
  const std::size_t begin = pending_.size();
  while (true) {
    if (framing_left_ == 0) return refused("http-too-big", "has more headers than allowed");
    std::array<std::uint8_t, 1> byte{};
    ODCA_TRY(receive(byte));
    --framing_left_;
    const char c = static_cast<char>(byte[0]);  // a byte as text
    const bool first = pending_.size() == begin;
    const bool after_return = !first && pending_.back() == '\r';
    if ((c == '\n') != after_return) return bad_syntax("a line does not end in carriage return and line feed");
    if (first && (c == ' ' || c == '\t')) return bad_syntax("a line begins with a blank");
    pending_ += c;
    if (c == '\n') return {};
  }
}

Status Reading::read_data(std::uint64_t announced) {
  std::array<std::uint8_t, kPiece> piece{};
  const std::size_t wanted = announced < kPiece ? static_cast<std::size_t>(announced) : kPiece;  // fits
  ODCA_TRY_ASSIGN(const std::size_t size, receive(std::span(piece).first(wanted)));
  pending_ += as_text(ByteView(piece).first(size));
  if (parser_.chunked()) chunk_left_ -= size;
  return {};
}

Status Reading::feed() {
  beast::error_code error;
  const std::size_t taken = parser_.put(boost::asio::buffer(pending_), error);
  pending_.erase(0, taken);
  if (error && error != http::error::need_more) return parser_error(error);
  return {};
}

Status Reading::read_head() {
  do ODCA_TRY(read_line());
  while (pending_ != "\r\n" && !pending_.ends_with("\r\n\r\n"));
  ODCA_TRY(feed());
  if (!parser_.is_header_done() || !pending_.empty()) return bad_syntax("its head cannot be read");
  if (const std::string_view fault = framing_fault(); !fault.empty()) return bad_syntax(fault);
  framing_left_ = framing_behind_head_;
  return {};
}

/// framing_fault: the length of the body must be told once and in one way (RFC 9112 6.1, 6.3).
std::string_view Reading::framing_fault() const {
  const Fields& head = parser_.get();
  if (head.result_int() < 200) return "an interim answer that nobody asked for";
  const std::size_t lengths = head.count(http::field::content_length);
  const std::size_t encodings = head.count(http::field::transfer_encoding);
  if (lengths + encodings > 1) return "the length of its body is told twice";
  if (encodings == 1) {
    if (head.version() < 11) return "a transfer encoding in HTTP/1.0";
    return beast::iequals(head[http::field::transfer_encoding], "chunked") ? "" : "a transfer encoding but 'chunked'";
  }
  const std::string_view length = view(head[http::field::content_length]);
  if (length.find_first_not_of("0123456789") != std::string_view::npos) return "its length is not a number";
  return parser_.need_eof() && lengths == 0 ? "it does not tell the length of its body" : "";
}

/// announced is how many bytes of the body come next; 0 when a line does.
std::uint64_t Reading::announced() const {
  return parser_.chunked() ? chunk_left_ : parser_.content_length_remaining().value_or(0);
}

Result<HttpResponse> Reading::run() {
  ODCA_TRY(read_head());
  const std::ptrdiff_t fields = field_count();
  while (!parser_.is_done()) {
    const std::uint64_t next = announced();
    ODCA_TRY(next > 0 ? read_data(next) : read_line());
    ODCA_TRY(feed());
  }
  if (field_count() != fields) return bad_syntax("it has headers behind its body");
  return finish();
}

/// is_digest: auth-scheme is compared without case (RFC 9110 11.1).
bool is_digest(std::string_view value) {
  const std::string_view scheme = value.substr(0, value.find(' '));
  return beast::iequals({scheme.data(), scheme.size()}, "Digest");
}

Result<HttpResponse> Reading::finish() {
  Fields& message = parser_.get();
  HttpResponse response{.status = message.result_int(),
                        .body = std::move(message.body()),
                        .server = std::string(view(message[http::field::server])),
                        .keep_alive = parser_.keep_alive()};
  for (const auto& field : message) {
    if (field.name() != http::field::www_authenticate || !is_digest(view(field.value()))) continue;
    if (response.challenge) return refused("digest-challenge", "has two Digest challenges");
    response.challenge = std::string(view(field.value()));
  }
  return response;
}

}  // namespace

Result<HttpResponse> read_response(ByteStream& stream, const HttpLimits& limits, Deadline deadline) {
  return Reading(stream, limits, deadline).run();
}

}  // namespace odca::amt
