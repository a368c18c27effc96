// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
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
  EXPECT_EQ(dump.error().reason.text(), "ambiguous") << describe(dump.error());
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

// What is before the list (an OCSP response that s_client -status prints holds certificates) is not the peer's.
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

// Clients that tell of a session and print no certificate: what looks like one was sent by the peer.
TEST(Transcript, WhatAClientDidNotPrintIsNotThePeers) {
  const std::string data = pem(chain()[0]) + pem(chain()[1]);
  const std::string curl =
      "* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384\n* Server certificate:\n*  subject: CN=a\n";
  const std::string texts[] = {
      "CONNECTION ESTABLISHED\nProtocol version: TLSv1.3\nPeer certificate: CN = a\n",
      "Ciphersuite: TLS_AES_256_GCM_SHA384\nPeer certificate: CN = a\n",
      "depth=0 CN = a\nverify return:1\n",
      "12:00 depth=0 CN = a\n12:00 verify error:num=18:self-signed certificate\n",
      "Can't use SSL_get_servername\n",
      curl,
      curl + "< HTTP/1.1 200 OK\n< \n" + "Subject:CN = a\nIssuer:CN = b\nVersion:2\n",
      "Handshake successful; connected socket 3 to SSL handle 0x55\ncertificate:\n  subject: CN=a\n",
      "Ncat: SSL connection to 192.0.2.1:16993.\n",
      "2026/02/01 socat[1] I peer certificate subject \"/CN=a\"\n",
      "- Certificate[0] info:\n - subject `CN=a'\n\n- Status: The certificate is NOT trusted.\n",
  };
  for (const std::string& text : texts) {
    SCOPED_TRACE(text);
    expect_unclear(read(text + data));
  }
  // -brief with the output of a whole session behind it: the peer's data.
  expect_unclear(read(texts[0] + s_client(chain()[0], {chain()[1]})));
  expect_unclear(read(curl + s_client(chain()[0], {chain()[1]})));
}

TEST(Transcript, WhatPrecedesAListInOneSessionIsNone) {
  const std::string verified = "depth=1 CN = b\nverify return:1\ndepth=0 CN = a\nverify return:1\n";
  expect_peer(read(verified + s_client(chain()[0], {chain()[1]})), chain()[0]);
  EXPECT_FALSE(read("Peer certificate: CN = a\n" + pem(chain()[0]))->tls_peer);  // one line of any log
}

/// expect_missing: the session lists its certificates, and the peer's cannot be read.
void expect_missing(const Result<Dump>& dump) {
  ASSERT_TRUE(dump) << describe(dump.error());
  ASSERT_TRUE(dump->tls_peer);
  for (const Presented& each : dump->certificates) EXPECT_NE(dump->tls_peer, each.certificate->sha256);
  EXPECT_FALSE(dump->unreadable.empty());
}

TEST(Transcript, ThePlaceOfThePeerEndsWithTheNextEntry) {
  const std::string first = kConnected + "Certificate chain\n" + entry(0);
  const std::string own = pem(chain()[2]);
  const std::string bare = own.substr(own.find('\n') + 1, own.rfind("-----END") - own.find('\n') - 1);
  for (const std::string& printed :
       {std::string(), std::string("-----\n"), "BEGIN CERTIFICATE\n" + bare + "END CERTIFICATE\n",
        "----BEGIN CERTIFICATE----\n" + bare + "----END CERTIFICATE----\n"}) {
    SCOPED_TRACE(printed);
    expect_missing(read(first + printed + entry(1) + pem(chain()[0]) + entry(2) + pem(chain()[1]) + "---\n"));
  }
  expect_missing(read(first + "---\nServer certificate\nsubject=CN = a\n---\n" + pem(chain()[0])));
  expect_missing(read(first + entry(1) + "---\nServer certificate\nsubject=CN = a\n---\n" + pem(chain()[0])));
}

TEST(Transcript, ThePeersCertificateIsReadWhateverItsLabel) {
  for (const std::string_view label :
       {" CERTIFICATE", "certificate", "CERT", "PRIVATE KEY", "X509 CRL", "PKCS7", "FOO"}) {
    SCOPED_TRACE(label);
    expect_peer(
        read(kConnected + "Certificate chain\n" + entry(0) + pem(chain()[2], label) + entry(1) + pem(chain()[0])),
        chain()[2]);
  }
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

TEST(Transcript, TheListOfGnutlsCliEndsBeforeTheStatus) {
  const std::string end =
      "- Status: The certificate is NOT trusted.\n- Handshake was completed\n- Simple Client Mode:\n";
  expect_peer(read(gnutls(2, {chain()[2], chain()[0]}) + end), chain()[2]);
  expect_unclear(read(gnutls(2, {}) + "- Certificate[1] info:\n" + end + pem(chain()[2]) + pem(chain()[0])));
  expect_unclear(read(gnutls(1, {}) + end + pem(chain()[0])));
}

TEST(Transcript, OfCurlEveryCertificateMustBelongToThePath) {
  const std::string text =
      "Subject:CN = a\nIssuer:CN = b\nVersion:2\n" + pem(chain()[0]) + "Subject:CN = b\n" + pem(chain()[1]);
  expect_peer(read(text), chain()[0]);
  EXPECT_TRUE(read(text)->only_the_chain);
}

TEST(Transcript, OfCurlTheFirstFieldMayStandBehindSomethingElse) {
  for (const std::string_view front : {"", "certs=", "2 ", "{\"certs\":\""})
    expect_peer(read(std::string(front) + "Subject:CN = a\nIssuer:CN = b\nVersion:2\n" + pem(chain()[2]) +
                     "Subject:CN = b\nIssuer:CN = b\nVersion:2\n" + pem(chain()[0])),
                chain()[2]);
}

TEST(Transcript, IsRecognisedInBase64) {
  const std::string text = s_client(chain()[2], {chain()[0], chain()[1]});
  for (const std::string_view front : {"", "a", "ab"})
    expect_peer(read("{\"content\":\"" + to_base64(as_bytes(std::string(front) + "\n" + text)) + "\"}"), chain()[2]);
}

TEST(Transcript, TwoSessionsInBase64AreTwo) {
  const auto encoded = [](const std::string& text) { return "content: " + to_base64(as_bytes(text)) + "\n"; };
  const std::string first = encoded(s_client(chain()[2], {}));
  expect_unclear(read(first + encoded(s_client(chain()[0], {chain()[1]}))));
  expect_unclear(read(first + s_client(chain()[0], {chain()[1]})));
  expect_unclear(read(encoded("CONNECTION ESTABLISHED\nProtocol version: TLSv1.3\n" + pem(chain()[0]))));
  expect_peer(read(first + first), chain()[2]);
}

TEST(Transcript, KeytoolAndNmapPrintThePeersFirst) {
  const std::string rule = "\n====================================\n";
  const std::string first = "Certificate #0" + rule;
  expect_peer(read(first + pem(chain()[2]) + "Certificate #1" + rule + pem(chain()[0])), chain()[2]);
  expect_unclear(read(first + "Certificate #1" + rule + pem(chain()[0])));
  expect_peer(read("| ssl-cert: Subject: commonName=a\n" + pem(chain()[2]) + pem(chain()[0])), chain()[2]);
}

TEST(Transcript, CommentsAreNone) {
  for (const std::string comment : {"Certificate chain\n", "Subject: CN=a\nIssuer: CN=b\nVersion: 3\n", "0 s:\n"})
    EXPECT_FALSE(read(comment + pem(chain()[0]))->tls_peer) << comment;
}

TEST(Transcript, WithoutACertificateIsNamed) {
  const Result<Dump> dump = read(kConnected + "no peer certificate available\n");
  ASSERT_FALSE(dump);
  EXPECT_NE(dump.error().message.find("no certificate in the output of openssl s_client"), std::string::npos);
}

TEST(Session, NamesItsPeerAlsoWhenThatCannotBeRead) {
  const Bytes broken = {0x30, 0};
  const Evidence evidence = Evidence::of_session(std::vector<Bytes>{broken, chain()[0]}, "session", {});
  EXPECT_EQ(evidence.tls_peers, std::vector<Fingerprint>{sha256(broken)});
  EXPECT_EQ(evidence.certificates.size(), 1U);
  EXPECT_EQ(evidence.unreadable.size(), 1U);
}
TEST(Session, OfNobodyHasNoPeer) { EXPECT_TRUE(Evidence::of_session({}, "session", {}).tls_peers.empty()); }

}  // namespace
}  // namespace odca
