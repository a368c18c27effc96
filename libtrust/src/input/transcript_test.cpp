// Whose certificate is the peer's in the output of TLS clients, and that nothing the peer can write changes that.
#include "input/transcript.h"

#include <gtest/gtest.h>

#include "input/testdata/files.h"
#include "odca/digest.h"

namespace odca {
namespace {

using test::chain;
using test::file;
using test::pem;

Result<Dump> read(std::string_view text) { return read_dump(as_bytes(text), "t.txt", {}); }
std::string entry(int number) { return " " + std::to_string(number) + " s:CN = a\n   i:CN = b\n"; }
const std::string kConnected = "CONNECTED(00000003)\n---\n";

std::string s_client(const Bytes& own, const std::vector<Bytes>& behind) {
  std::string text = kConnected + "Certificate chain\n" + entry(0) + pem(own);
  for (std::size_t i = 0; i < behind.size(); ++i) text += entry(static_cast<int>(i) + 1) + pem(behind[i]);
  return text + "---\nServer certificate\nsubject=CN = a\nissuer=CN = b\n---\n";
}

void expect_peer(const Result<Dump>& dump, const Bytes& peer) {
  ASSERT_TRUE(dump) << describe(dump.error());
  EXPECT_EQ(dump->tls_peer, sha256(peer));
}
void expect_unclear(const Result<Dump>& dump) {
  ASSERT_FALSE(dump);
  EXPECT_EQ(dump.error().reason, "ambiguous") << describe(dump.error());
}

TEST(Transcript, TheFirstOfSClientIsThePeer) {
  expect_peer(read_dump(file("s_client.txt"), "t", {}), chain()[0]);
  expect_peer(read(s_client(chain()[2], {chain()[0], chain()[1]})), chain()[2]);
}

TEST(Transcript, IsRecognisedInAStringAndBehindAPrefix) {
  const std::string text = s_client(chain()[2], {chain()[0]});
  std::string escaped;
  std::string logged = "12:00 ";
  for (const char c : text) {
    escaped += c == '\n' ? "\\n" : std::string(1, c);
    logged += c == '\n' ? "\n12:00 " : std::string(1, c);
  }
  expect_peer(read("{\"output\":\"" + escaped + "\"}"), chain()[2]);
  expect_peer(read(logged), chain()[2]);
}

TEST(Transcript, WithoutShowcertsSaysHowManyWereListed) {
  const std::string text = kConnected + "Certificate chain\n" + entry(0) + entry(1) + entry(2) +
                           "---\nServer certificate\n" + pem(chain()[0]) + "subject=CN = a\n";
  const Result<Dump> dump = read(text);
  expect_peer(dump, chain()[0]);
  ASSERT_TRUE(dump->short_print);
  EXPECT_EQ(dump->short_print->listed, 3U);
  EXPECT_EQ(dump->short_print->printed, 1U);
  EXPECT_FALSE(read(s_client(chain()[0], {chain()[1], chain()[2]}))->short_print);
}

// What stands before the list (an OCSP response that s_client -status prints holds certificates) is not the peer's.
TEST(Transcript, WhatStandsBeforeTheListIsNotThePeers) {
  const std::string text = kConnected + "OCSP response:\n" + pem(chain()[0]) + "Certificate chain\n" + entry(0) +
                           pem(chain()[2]) + entry(1) + pem(chain()[1]);
  expect_peer(read(text), chain()[2]);
}

TEST(Transcript, DataOfThePeerIsNoCertificateOfTheSession) {
  expect_peer(read(s_client(chain()[2], {}) + "read R BLOCK\n" + pem(chain()[0])), chain()[2]);
  expect_unclear(read(s_client(chain()[2], {}) + s_client(chain()[0], {chain()[1]})));  // forged as a second session
  expect_unclear(read(kConnected + "no peer certificate available\n" + pem(chain()[0])));
}

TEST(Transcript, TheSameSessionTwiceIsOne) {
  const std::string text = s_client(chain()[0], {chain()[1]});
  expect_peer(read(text + text), chain()[0]);
}

TEST(Transcript, APeerThatCannotBeReadIsNotReplaced) {
  std::string text = s_client(chain()[2], {chain()[0]});
  text[text.find("\nMI") + 1] = '*';
  const Result<Dump> dump = read(text);
  ASSERT_TRUE(dump);
  ASSERT_TRUE(dump->tls_peer);
  EXPECT_NE(dump->tls_peer, sha256(chain()[0]));
  EXPECT_TRUE(dump->unread_first);
}

std::string gnutls(std::size_t announced, const std::vector<Bytes>& printed) {
  std::string text = "- Certificate type: X.509\n- Got a certificate list of " + std::to_string(announced) +
                     " certificates.\n- Certificate[0] info:\n - subject `CN=a'\n";
  for (const Bytes& each : printed) text += "\n" + pem(each);
  return text;
}

// gnutls-cli prints names with the line ends in them: a peer can put certificates of others before his own.
TEST(Transcript, GnutlsCliMustPrintAsManyAsItAnnounces) {
  expect_peer(read(gnutls(2, {chain()[2], chain()[0]})), chain()[2]);
  expect_unclear(read(gnutls(2, {chain()[0], chain()[2], chain()[1]})));
  expect_unclear(read(gnutls(2, {chain()[0], chain()[1]}) + gnutls(2, {chain()[2], chain()[1]})));
}

TEST(Transcript, OfCurlEveryCertificateMustBelongToThePath) {
  const std::string text =
      "Subject:CN = a\nIssuer:CN = b\nVersion:2\n" + pem(chain()[0]) + "Subject:CN = b\n" + pem(chain()[1]);
  expect_peer(read(text), chain()[0]);
  EXPECT_TRUE(read(text)->only_the_chain);
}

TEST(Transcript, CommentsAreNone) {
  for (const std::string comment : {"Certificate chain\n", "Subject: CN=a\nIssuer: CN=b\nVersion: 3\n", "0 s:\n"})
    EXPECT_FALSE(read(comment + pem(chain()[0]))->tls_peer) << comment;
}

TEST(Transcript, WithoutACertificateIsNamed) {
  const Result<Dump> dump = read(kConnected + "no peer certificate available\n");
  ASSERT_FALSE(dump);
  EXPECT_NE(dump.error().message.find("openssl s_client in which no certificate was printed"), std::string::npos);
}

TEST(Session, DumpNamesItsPeer) {
  const Bytes broken = {0x30, 0};
  const Dump dump = session_dump(std::vector<Bytes>{broken, chain()[0]}, "session", {});
  EXPECT_EQ(dump.tls_peer, sha256(broken));
  EXPECT_EQ(dump.certificates.size(), 1U);
}

}  // namespace
}  // namespace odca
