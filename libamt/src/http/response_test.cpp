// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Answers as AMT sends them, cut at every byte, and those that are refused beside their accepted neighbours.
#include <gtest/gtest.h>

#include "http/http.h"
#include "http/test_stream.h"
#include "io/test_reason.h"

namespace odca::amt {
namespace {

using test::ToldStream;
using End = ToldStream::End;

Result<HttpResponse> read(ByteStream& stream, const HttpLimits& limits = {}) {
  return read_response(stream, limits, {Instant::max()});
}
Result<HttpResponse> read(const std::string& text, const HttpLimits& limits = {}) {
  ToldStream stream(text);
  return read(stream, limits);
}
std::string outcome(const std::string& text, const HttpLimits& limits = {}) { return reason(read(text, limits)); }

// The shape of 5.1 of what is known of the wire: chunk lengths of four digits, a header that is there twice.
const std::string kChunked =
    "HTTP/1.1 200 OK\r\nDate: Mon, 30 Nov 2026 12:00:00 GMT\r\n"
    "Server: Intel(R) Active Management Technology 19.0.5.1966\r\nX-Frame-Options: DENY\r\nX-Frame-Options: DENY\r\n"
    "Content-Type: application/soap+xml;charset=UTF-8\r\nTransfer-Encoding: chunked\r\n\r\n"
    "0006\r\n<a>one\r\n000A\r\n two\r\n</a>\r\n0\r\n\r\n";
const std::string kUnauthorized =
    "HTTP/1.1 401 Unauthorized\r\n"
    "WWW-Authenticate: Digest realm=\"Digest:A4070000000000000000000000000000\", "
    "nonce=\"wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63\",stale=\"false\",qop=\"auth\"\r\n"
    "Content-Type: text/html\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno!";

/// ok is an answer with these headers and this body, which every test below changes in one place.
std::string ok(const std::string& headers, const std::string& body = "", const std::string& version = "1.1") {
  return "HTTP/" + version + " 200 OK\r\n" + headers + "\r\n" + body;
}
std::string chunked(const std::string& body) { return ok("Transfer-Encoding: chunked\r\n", body); }

TEST(HttpResponse, AChunkedAnswer) {
  const auto response = read(kChunked);
  ASSERT_TRUE(response) << describe(response.error());
  EXPECT_EQ(response->status, 200U);
  EXPECT_EQ(response->body, "<a>one two\r\n</a>");
  EXPECT_EQ(response->server, "Intel(R) Active Management Technology 19.0.5.1966");
  EXPECT_TRUE(response->keep_alive);
  EXPECT_FALSE(response->challenge);
}

TEST(HttpResponse, AChallenge) {
  const auto response = read(kUnauthorized);
  ASSERT_TRUE(response) << describe(response.error());
  EXPECT_EQ(response->status, 401U);
  EXPECT_EQ(response->body, "no!");
  EXPECT_FALSE(response->keep_alive);
  EXPECT_TRUE(response->challenge.value_or("").starts_with("Digest realm=\"Digest:A407"));
}

TEST(HttpResponse, ComesInPiecesOfAnySize) {
  for (const std::string& text : {kChunked, kUnauthorized})
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
      ToldStream stream(text, piece);
      const auto response = read(stream);
      ASSERT_TRUE(response) << piece << ": " << describe(response.error());
      EXPECT_EQ(response->body, read(text)->body);
    }
}

TEST(HttpResponse, NothingBehindTheAnswerIsRead) {
  for (const std::string& text : {kChunked, kUnauthorized, chunked("0\r\n\r\n"), ok("Content-Length: 0\r\n")}) {
    ToldStream stream(text + text, SIZE_MAX);
    ASSERT_TRUE(read(stream)) << text;
    EXPECT_EQ(stream.rest(), text);
    EXPECT_TRUE(read(stream));  // and the connection carries the next one
  }
}

TEST(HttpResponse, ThatIsWholeIsKeptThoughTheConnectionThenBreaks) {
  for (const End end : {End::orderly, End::reset, End::silence}) {
    ToldStream stream(kUnauthorized, SIZE_MAX, end);
    EXPECT_EQ(reason(read(stream)), "fine");
  }
}

TEST(HttpResponse, ThatEndsWithinIsTruncatedAtEveryByte) {
  for (const std::string& text : {kChunked, kUnauthorized})
    for (std::size_t size = 1; size < text.size(); ++size)
      for (const End end : {End::orderly, End::reset}) {
        ToldStream stream(text.substr(0, size), SIZE_MAX, end);
        ASSERT_EQ(reason(read(stream)), "http-truncated") << size;
      }
}

TEST(HttpResponse, ThatNeverBeganIsNoAnswer) {
  for (const End end : {End::orderly, End::reset}) {
    ToldStream stream("", SIZE_MAX, end);
    EXPECT_EQ(reason(read(stream)), "connection-reset");
  }
}

TEST(HttpResponse, ThatDoesNotComeInTime) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{20}, kChunked.size() - 1}) {
    ToldStream stream(kChunked.substr(0, size), SIZE_MAX, End::silence);
    EXPECT_EQ(reason(read(stream)), "timed-out");
  }
}

TEST(HttpResponse, TheLengthIsToldOnce) {
  EXPECT_EQ(outcome(ok("Content-Length: 2\r\n", "ab")), "fine");
  EXPECT_EQ(outcome(ok("Content-Length: 2\r\nContent-Length: 2\r\n", "ab")), "http-syntax");
  EXPECT_EQ(outcome(ok("Content-Length: 2\r\nContent-Length: 3\r\n", "ab")), "http-syntax");
  EXPECT_EQ(outcome(ok("Content-Length: 2, 2\r\n", "ab")), "http-syntax");
  EXPECT_EQ(outcome(ok("Content-Length: +2\r\n", "ab")), "http-syntax");
  EXPECT_EQ(outcome(ok("Content-Length: 0x2\r\n", "ab")), "http-syntax");
  EXPECT_EQ(outcome(ok("Content-Length:\r\n", "ab")), "http-syntax");
  EXPECT_EQ(outcome(ok("Content-Length: 18446744073709551618\r\n", "ab")), "http-syntax");
}

TEST(HttpResponse, TheLengthIsToldInOneWay) {
  const std::string body = "2\r\nab\r\n0\r\n\r\n";
  EXPECT_EQ(outcome(chunked(body)), "fine");
  EXPECT_EQ(outcome(ok("Transfer-Encoding: Chunked\r\n", body)), "fine");
  EXPECT_EQ(outcome(ok("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", body)), "http-syntax");
  EXPECT_EQ(outcome(ok("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", body)), "http-syntax");
  EXPECT_EQ(outcome(ok("Transfer-Encoding: gzip\r\nContent-Length: 2\r\n", "ab")), "http-syntax");
  EXPECT_EQ(outcome(ok("Transfer-Encoding: gzip, chunked\r\n", body)), "http-syntax");
  EXPECT_EQ(outcome(ok("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", body)), "http-syntax");
  EXPECT_EQ(outcome(ok("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", body)), "http-syntax");
  EXPECT_EQ(outcome(ok("Transfer-Encoding: chunked\r\n", body, "1.0")), "http-syntax");
}

TEST(HttpResponse, TheLengthIsTold) {
  EXPECT_EQ(outcome(ok("", "ab")), "http-syntax");
  EXPECT_EQ(outcome(ok("", "ab", "1.0")), "http-syntax");
  EXPECT_EQ(outcome(ok("Content-Length: 2\r\n", "ab", "1.0")), "fine");
  EXPECT_EQ(outcome("HTTP/1.1 204 No Content\r\n\r\n"), "fine");
}

TEST(HttpResponse, Http10DoesNotKeepTheConnection) {
  EXPECT_FALSE(read(ok("Content-Length: 2\r\n", "ab", "1.0"))->keep_alive);
  EXPECT_FALSE(read(ok("Content-Length: 2\r\nConnection: Close\r\n", "ab"))->keep_alive);
  EXPECT_TRUE(read(ok("Content-Length: 2\r\n", "ab"))->keep_alive);
}

TEST(HttpResponse, LinesEndInBothCharacters) {
  EXPECT_EQ(outcome("HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 0\r\n\r\n"), "fine");
  EXPECT_EQ(outcome("HTTP/1.1 200 OK\nA: b\r\nContent-Length: 0\r\n\r\n"), "http-syntax");
  EXPECT_EQ(outcome("HTTP/1.1 200 OK\r\nA: b\nContent-Length: 0\r\n\r\n"), "http-syntax");
  EXPECT_EQ(outcome("HTTP/1.1 200 OK\r\nA: b\rContent-Length: 0\r\n\r\n"), "http-syntax");
  EXPECT_EQ(outcome("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\n"), "http-syntax");
  EXPECT_EQ(outcome(chunked("2\nab\r\n0\r\n\r\n")), "http-syntax");
  EXPECT_EQ(outcome(chunked("2\r\nab\n0\r\n\r\n")), "http-syntax");
  EXPECT_EQ(outcome(chunked("0\n\n")), "http-syntax");
}

TEST(HttpResponse, LinesAreNotContinued) {
  EXPECT_EQ(outcome(ok("A: b\r\nContent-Length: 0\r\n")), "fine");
  EXPECT_EQ(outcome(ok("A: b\r\n c\r\nContent-Length: 0\r\n")), "http-syntax");
  EXPECT_EQ(outcome(ok(" A: b\r\nContent-Length: 0\r\n")), "http-syntax");
  EXPECT_EQ(outcome(ok("A: b\r\nContent-Length: 0\r\n \r\n")), "http-syntax");
}

TEST(HttpResponse, HeadersAreNamesAndValues) {
  for (const char* bad : {"A : b", "A", ": b", "A\tB: c", "A: b\x01", "A: b\x7F"})
    EXPECT_EQ(outcome(ok(std::string(bad) + "\r\nContent-Length: 0\r\n")), "http-syntax") << bad;
  EXPECT_EQ(outcome(ok(std::string("A: b\0c\r\nContent-Length: 0\r\n", 27))), "http-syntax");
}

TEST(HttpResponse, OtherFirstLines) {
  for (const char* bad : {"HTTP/2.0 200 OK", "HTTP/1.2 200 OK", "HTTP/1.1 20 OK", "HTTP/1.1 2000 OK", "ICY 200 OK",
                          "http/1.1 200 OK", "HTTP/1.1  200 OK", "", "GET / HTTP/1.1", "\x16\x03\x03"})
    EXPECT_EQ(outcome(std::string(bad) + "\r\nContent-Length: 0\r\n\r\n"), "http-syntax") << bad;
}

TEST(HttpResponse, InterimAnswersAreRefused) {
  EXPECT_EQ(outcome("HTTP/1.1 100 Continue\r\n\r\n" + kChunked), "http-syntax");
  EXPECT_EQ(outcome("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"), "http-syntax");
}

TEST(HttpResponse, ChunksAreLengthAndData) {
  for (const char* good : {"3\r\nabc\r\n0\r\n\r\n", "0003\r\nabc\r\n0000\r\n\r\n", "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"})
    EXPECT_EQ(read(chunked(good))->body, "abc") << good;
  for (const char* bad : {"3;a=b\r\nabc\r\n0\r\n\r\n", "3\r\nabc\r\n0;a=b\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n",
                          "x\r\nabc\r\n0\r\n\r\n", "-3\r\nabc\r\n0\r\n\r\n", "0x3\r\nabc\r\n0\r\n\r\n", "\r\n0\r\n\r\n",
                          "3\r\nabc0\r\n\r\n", "3 \r\nabc\r\n0\r\n\r\n", " 3\r\nabc\r\n0\r\n\r\n"})
    EXPECT_EQ(outcome(chunked(bad)), "http-syntax") << bad;
  const std::string wraps = outcome(chunked("10000000000000003\r\nabc\r\n0\r\n\r\n"));
  EXPECT_TRUE(wraps == "http-syntax" || wraps == "http-too-big") << wraps;
}

TEST(HttpResponse, TrailersAreRefused) {
  EXPECT_EQ(outcome(chunked("2\r\nab\r\n0\r\nA: b\r\n\r\n")), "http-syntax");
  EXPECT_EQ(outcome(chunked("0\r\nWWW-Authenticate: Digest a=b\r\n\r\n")), "http-syntax");
}

TEST(HttpResponse, TheHeadHasALimit) {
  const std::string text = ok("Content-Length: 2\r\n", "ab");
  EXPECT_EQ(outcome(text, {.header_bytes = text.size() - 2}), "fine");
  EXPECT_EQ(outcome(text, {.header_bytes = text.size() - 3}), "http-too-big");
  EXPECT_EQ(outcome(std::string(100'000, 'a')), "http-too-big");
}

TEST(HttpResponse, TheBodyHasALimit) {
  EXPECT_EQ(outcome(ok("Content-Length: 4\r\n", "abcd"), {.body_bytes = 4}), "fine");
  EXPECT_EQ(outcome(ok("Content-Length: 5\r\n", "abcde"), {.body_bytes = 4}), "http-too-big");
  EXPECT_EQ(outcome(chunked("2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n"), {.body_bytes = 4}), "fine");
  EXPECT_EQ(outcome(chunked("2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"), {.body_bytes = 4}), "http-too-big");
  EXPECT_EQ(outcome(ok("Content-Length: 9999999999\r\n", "a")), "http-too-big");
  EXPECT_EQ(outcome(chunked("FFFFFFFF\r\na")), "http-too-big");
}

TEST(HttpResponse, WhatFramesTheBodyHasALimit) {
  std::string crumbs;
  for (int i = 0; i < 200; ++i) crumbs += "1\r\na\r\n";  // five bytes of frame for each
  const std::string text = chunked(crumbs + "0\r\n\r\n");
  EXPECT_EQ(outcome(text, {.header_bytes = 100, .body_bytes = 905}), "fine");
  EXPECT_EQ(outcome(text, {.header_bytes = 100, .body_bytes = 904}), "http-too-big");
  EXPECT_EQ(outcome(chunked("2" + std::string(3'000'000, '2'))), "http-too-big");
}

TEST(HttpResponse, OfSeveralChallengesTheDigestIsTaken) {
  const std::string end = "Content-Length: 0\r\n";
  const auto response =
      read(ok("WWW-Authenticate: Basic realm=\"a\"\r\nWWW-Authenticate: digest realm=\"b\"\r\n"
              "WWW-Authenticate: Negotiate\r\n" +
              end));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->challenge, "digest realm=\"b\"");
  EXPECT_FALSE(read(ok("WWW-Authenticate: Digestive x=y\r\n" + end))->challenge);
}

TEST(HttpResponse, TwoDigestChallengesAreRefused) {
  EXPECT_EQ(outcome(ok("WWW-Authenticate: Digest realm=\"a\"\r\nWWW-Authenticate: Digest realm=\"b\"\r\n"
                       "Content-Length: 0\r\n")),
            "digest-challenge");
}

}  // namespace
}  // namespace odca::amt
