// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/http_answer.h"

#include <cstddef>

namespace odca::amtsim {
namespace {

struct Phrase {
  unsigned status;
  std::string_view text;
};
constexpr Phrase kPhrases[] = {
    {200, "OK"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {413, "Content Too Large"},
    {431, "Header Fields Too Large"},
    {501, "Not Implemented"},
    {505, "HTTP Version Not Supported"},
};

std::string_view phrase(unsigned status) {
  for (const Phrase& row : kPhrases)
    if (row.status == status) return row.text;
  return "Error";
}

std::string start(unsigned status, std::string_view server) {
  std::string out = "HTTP/1.1 " + std::to_string(status) + " ";
  out += phrase(status);
  out += "\r\nServer: ";
  out += server;
  return out += "\r\n";
}

std::string chunk(std::string_view text) {
  std::string length;
  for (int shift = 12; shift >= 0; shift -= 4) length += "0123456789ABCDEF"[(text.size() >> shift) & 15];
  return length + "\r\n" + std::string(text) + "\r\n";
}

std::string page(std::string start, std::string_view text) {
  const std::string body =
      "<!DOCTYPE html><html><head><title>Intel&reg; Active Management Technology</title></head><body><p>" +
      std::string(text) + "</p></body></html>";
  start += "Content-Type: text/html\r\nContent-Length: " + std::to_string(body.size());
  return start + "\r\nConnection: close\r\n\r\n" + body;
}

}  // namespace

std::string soap_answer(unsigned status, std::string_view server, std::string_view envelope, Ending ending) {
  constexpr std::size_t kChunk = 1024;  // any size below 65536 has four digits; hardware sends some hundreds of bytes
  std::string out = start(status, server);
  // Hardware sends X-Frame-Options twice.
  out +=
      "X-Frame-Options: DENY\r\nX-Content-Type-Options: nosniff\r\nX-XSS-Protection: 1;mode=block\r\n"
      "X-Frame-Options: DENY\r\nStrict-Transport-Security: max-age=31536000\r\n"
      "Content-Type: application/soap+xml;charset=UTF-8\r\nTransfer-Encoding: chunked\r\n";
  if (ending == Ending::close) out += "Connection: close\r\n";
  out += "\r\n";
  for (std::size_t at = 0; at < envelope.size(); at += kChunk) out += chunk(envelope.substr(at, kChunk));
  return out += "0\r\n\r\n";
}

std::string unauthorized(std::string_view server, std::string_view challenge) {
  std::string out = start(401, server) + "WWW-Authenticate: ";
  out += challenge;
  return page(out += "\r\n", "Log on failed. Incorrect user name or password, or user account temporarily locked.");
}

std::string refusal(unsigned status, std::string_view server) {
  std::string out = start(status, server);
  if (status == 405) out += "Allow: POST\r\n";  // RFC 9110 15.5.6
  return page(std::move(out), phrase(status));
}

}  // namespace odca::amtsim
