// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/http_answer.h"

#include <gtest/gtest.h>

namespace odca::amtsim {
namespace {

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(SoapAnswer, IsWrittenInChunksWithFourUpperCaseDigits) {
  const std::string out = soap_answer(200, "S", std::string(1024, 'x') + std::string(60, 'y'), Ending::keep);
  EXPECT_TRUE(holds(out, "\r\n\r\n0400\r\nx"));
  EXPECT_TRUE(holds(out, "x\r\n003C\r\ny"));
  EXPECT_TRUE(out.ends_with("y\r\n0\r\n\r\n"));
}

TEST(SoapAnswer, HasTheHeadersOfHardware) {
  const std::string out = soap_answer(200, "Intel(R) Active Management Technology 20.0.5.1966", "x", Ending::keep);
  EXPECT_TRUE(out.starts_with("HTTP/1.1 200 OK\r\nServer: Intel(R) Active Management Technology 20.0.5.1966\r\n"));
  EXPECT_TRUE(holds(out, "\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n"));
  EXPECT_TRUE(holds(out, "\r\nX-Content-Type-Options: nosniff\r\n"));
  EXPECT_TRUE(holds(out, "\r\nX-XSS-Protection: 1;mode=block\r\n"));
  EXPECT_TRUE(holds(out, "\r\nStrict-Transport-Security: max-age=31536000\r\n"));
  EXPECT_NE(out.find("X-Frame-Options"), out.rfind("X-Frame-Options"));
}

TEST(SoapAnswer, SaysWhetherTheConnectionEnds) {
  EXPECT_FALSE(holds(soap_answer(200, "S", "x", Ending::keep), "Connection:"));
  EXPECT_TRUE(holds(soap_answer(200, "S", "x", Ending::close), "\r\nConnection: close\r\n"));
}

TEST(Unauthorized, CarriesTheChallengeAndAPage) {
  const std::string out = unauthorized("S", "Digest x");
  EXPECT_TRUE(out.starts_with("HTTP/1.1 401 Unauthorized\r\n"));
  EXPECT_TRUE(holds(out, "\r\nWWW-Authenticate: Digest x\r\n"));
  EXPECT_TRUE(holds(out, "\r\nConnection: close\r\n"));
  EXPECT_TRUE(holds(out, "Log on failed. Incorrect user name or password, or user account temporarily locked."));
  const std::size_t body = out.size() - out.find("\r\n\r\n") - 4;
  EXPECT_TRUE(holds(out, "\r\nContent-Length: " + std::to_string(body) + "\r\n"));
}

TEST(Refusal, NamesTheMethodThatIsAllowed) {
  EXPECT_TRUE(holds(refusal(405, "S"), "\r\nAllow: POST\r\n"));
  EXPECT_FALSE(holds(refusal(404, "S"), "Allow:"));
}

}  // namespace
}  // namespace odca::amtsim
