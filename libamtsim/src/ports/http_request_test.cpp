// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/http_request.h"

#include <gtest/gtest.h>

namespace odca::amtsim {
namespace {

using State = HttpRead::State;

constexpr RequestLimits kSmall = {.head_bytes = 128, .body_bytes = 8};
const std::string kStart = "POST /wsman HTTP/1.1\r\n";

HttpRead read(const std::string& text) { return read_request(text, kSmall); }

/// refused is the status of the answer; 0 when the request is not refused.
unsigned refused(const std::string& text) {
  const HttpRead out = read(text);
  return out.state == State::refused ? out.status : 0;
}

std::string body_of(const std::string& text) {
  const HttpRead out = read(text);
  return out.state == State::whole ? out.request.body : "(not whole)";
}

TEST(HttpRequest, IsReadWithABodyOfGivenLength) {
  const HttpRead out = read(kStart + "Content-Length: 5\r\n\r\nhelloPOST");
  ASSERT_EQ(out.state, State::whole);
  EXPECT_EQ(out.size, kStart.size() + 26);
  EXPECT_EQ(out.request.method, "POST");
  EXPECT_EQ(out.request.target, "/wsman");
  EXPECT_EQ(out.request.body, "hello");
}

TEST(HttpRequest, IsReadWithoutHostAndWithoutABody) { EXPECT_EQ(body_of("GET / HTTP/1.1\r\n\r\n"), ""); }

TEST(HttpRequest, IsReadInChunksOfEitherCase) {
  EXPECT_EQ(body_of(kStart + "Transfer-Encoding: Chunked\r\n\r\n0003\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"), "hello");
  EXPECT_EQ(body_of(kStart + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "");
}

TEST(HttpRequest, FindsHeadersInAnyCase) {
  const HttpRead out = read(kStart + "AUTHORIZATION: \t Digest x \r\n\r\n");
  ASSERT_EQ(out.state, State::whole);
  EXPECT_EQ(out.request.value_of("authorization"), "Digest x");
}

TEST(HttpRequest, HasNoValueOfARepeatedHeader) {
  const HttpRead out = read(kStart + "A: 1\r\na: 1\r\nB: 2\r\n\r\n");
  ASSERT_EQ(out.state, State::whole);
  EXPECT_EQ(out.request.value_of("a"), std::nullopt);
  EXPECT_EQ(out.request.value_of("b"), "2");
}

TEST(HttpRequest, IsUnfinishedUntilItsLastByte) {
  const std::string text = kStart + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_EQ(read(text.substr(0, size)).state, State::unfinished) << size;
  EXPECT_EQ(read(text).state, State::whole);
}

TEST(HttpRequest, IsRefusedWithTwoFramings) {
  EXPECT_EQ(refused(kStart + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"), 400U);
  EXPECT_EQ(refused(kStart + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n"), 400U);
  EXPECT_EQ(refused(kStart + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"), 400U);
}

TEST(HttpRequest, IsRefusedInAnotherEncoding) {
  EXPECT_EQ(refused(kStart + "Transfer-Encoding: gzip, chunked\r\n\r\n"), 501U);
}

TEST(HttpRequest, IsRefusedWithALengthThatIsNoNumber) {
  for (const char* length : {"", "+5", "-5", "0x5", "5 5", "5,5"})
    EXPECT_EQ(refused(kStart + "Content-Length: " + length + "\r\n\r\n"), 400U) << length;
}

TEST(HttpRequest, IsRefusedAboveTheLimitOfItsBody) {
  EXPECT_EQ(body_of(kStart + "Content-Length: 8\r\n\r\n12345678"), "12345678");
  EXPECT_EQ(refused(kStart + "Content-Length: 9\r\n\r\n"), 413U);
  EXPECT_EQ(refused(kStart + "Content-Length: 99999999999999999999\r\n\r\n"), 413U);
  EXPECT_EQ(body_of(kStart + "Transfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n4\r\n5678\r\n0\r\n\r\n"), "12345678");
  EXPECT_EQ(refused(kStart + "Transfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n5\r\n"), 413U);
}

TEST(HttpRequest, IsRefusedAboveTheLimitOfItsHead) {
  const std::string fitting = kStart + "A: " + std::string(128 - kStart.size() - 7, 'x') + "\r\n\r\n";
  ASSERT_EQ(fitting.size(), 128U);
  EXPECT_EQ(body_of(fitting), "");
  EXPECT_EQ(refused(kStart + "A: " + std::string(128 - kStart.size() - 6, 'x') + "\r\n\r\n"), 431U);
  EXPECT_EQ(refused(std::string(128, 'x')), 431U);
}

TEST(HttpRequest, IsRefusedWithBareLineFeeds) {
  EXPECT_EQ(refused("POST /wsman HTTP/1.1\n\n"), 400U);
  EXPECT_EQ(refused(kStart + "A: b\n\r\n"), 400U);
}

TEST(HttpRequest, IsRefusedWithControlCharactersInAHeader) {
  EXPECT_EQ(refused(kStart + "A: b\rc\r\n\r\n"), 400U);
  EXPECT_EQ(refused(kStart + "A: b" + std::string(1, '\0') + "\r\n\r\n"), 400U);
  EXPECT_EQ(body_of(kStart + "A: b\xC2\xAE\r\n\r\n"), "");
}

TEST(HttpRequest, IsRefusedWithAFoldedOrNamelessHeader) {
  EXPECT_EQ(refused(kStart + "A: b\r\n c\r\n\r\n"), 400U);
  EXPECT_EQ(refused(kStart + ": b\r\n\r\n"), 400U);
  EXPECT_EQ(refused(kStart + "A : b\r\n\r\n"), 400U);
  EXPECT_EQ(refused(kStart + "A\r\n\r\n"), 400U);
}

TEST(HttpRequest, IsRefusedWithAnotherVersion) {
  EXPECT_EQ(refused("POST /wsman HTTP/1.0\r\n\r\n"), 505U);
  EXPECT_EQ(refused("POST /wsman HTTP/2\r\n\r\n"), 505U);
  EXPECT_EQ(refused("POST /wsman\r\n\r\n"), 400U);
  EXPECT_EQ(refused("POST  HTTP/1.1\r\n\r\n"), 400U);
  EXPECT_EQ(refused("\x16\x03\x01\r\n"), 400U);
}

TEST(HttpRequest, IsRefusedWithExtensionsOfChunksAndTrailers) {
  const std::string start = kStart + "Transfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(refused(start + "3;a=b\r\n"), 400U);
  EXPECT_EQ(refused(start + "3 \r\n"), 400U);
  EXPECT_EQ(refused(start + "\r\n"), 400U);
  EXPECT_EQ(refused(start + "3\r\nabcd\r\n"), 400U);
  EXPECT_EQ(refused(start + "0\r\nA: b\r\n\r\n"), 400U);
  EXPECT_EQ(refused(start + "000000003\r\n"), 400U);
}

TEST(Lists, FindsAWordAmongOthers) {
  EXPECT_TRUE(lists("TE, Close", "close"));
  EXPECT_FALSE(lists("keep-alive, closed", "close"));
  EXPECT_FALSE(lists("", "close"));
}

}  // namespace
}  // namespace odca::amtsim
