// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/pem.h"

#include <gtest/gtest.h>

#include <chrono>

#include "input/testdata/files.h"

namespace odca {
namespace {

using test::chain;
using test::ders;
using test::file;
using test::joined;
using test::List;
using test::pem;

Result<Dump> read(std::string_view text, const Limits& limits = {}) {
  return read_dump(as_bytes(text), "t.pem", limits);
}

/// with_line_starts puts `start` before every line of a text.
std::string with_line_starts(std::string_view text, std::string_view start) {
  std::string out(start);
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '\n' && i + 1 < text.size()) out += start;
  }
  return out;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

void expect_leaf(const Result<Dump>& dump) {
  ASSERT_TRUE(dump) << describe(dump.error());
  EXPECT_EQ(ders(*dump), List{chain()[0]});
  EXPECT_TRUE(dump->unreadable.empty());
}

TEST(Pem, ReadsWhatSClientPrints) {
  const Result<Dump> dump = read_dump(file("s_client.txt"), "s_client.txt", {});
  ASSERT_TRUE(dump) << describe(dump.error());
  EXPECT_EQ(dump->kind, InputKind::pem);
  EXPECT_EQ(ders(*dump), chain());
  EXPECT_EQ(dump->certificates[0].where, "s_client.txt: PEM block 1, line 18");
  EXPECT_TRUE(dump->unreadable.empty());
}

TEST(Pem, TakesAnyLineEnd) {
  for (const std::string_view end : {"\n", "\r\n", "\r"})
    expect_leaf(read("log\n" + pem(chain()[0], "CERTIFICATE", end)));
}

TEST(Pem, CountsLinesWhateverTheirEnd) {
  for (const std::string_view end : {"\n", "\r\n", "\r"}) {
    const Result<Dump> dump = read("one" + std::string(end) + "two" + std::string(end) + pem(chain()[0]));
    ASSERT_TRUE(dump);
    EXPECT_EQ(dump->certificates[0].where, "t.pem: PEM block 1, line 3");
  }
}

TEST(Pem, TakesIndentedLines) { expect_leaf(read(with_line_starts(pem(chain()[0]), "\t  "))); }
TEST(Pem, TakesQuotedMail) { expect_leaf(read(with_line_starts(pem(chain()[0]), "> "))); }
TEST(Pem, TakesComments) { expect_leaf(read(with_line_starts(pem(chain()[0]), "#"))); }

TEST(Pem, TakesLogLinesWhoseTimeChanges) {
  std::string log;
  int second = 10;
  const std::string block = pem(chain()[0]);
  std::string_view rest = block;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n') + 1;
    log += "06:12:" + std::to_string(second++) + " rpc[7]: ";
    log += rest.substr(0, end);
    rest = rest.substr(end);
  }
  expect_leaf(read(log));  // starts with '0', as a DER SEQUENCE does
}

TEST(Pem, TakesABlockInAJsonString) {
  const std::string escaped = replaced(pem(chain()[0]), "\n", "\\n");
  expect_leaf(read("{\"chain\": [\"" + escaped + "\"]}"));
}

TEST(Pem, TakesABlockInAJsonStringInAJsonString) {
  const std::string escaped = replaced(replaced(pem(chain()[0]), "\n", "\\\\r\\\\n"), "/", "\\/");
  expect_leaf(read("{\"body\": \"{\\\"chain\\\": \\\"" + escaped + "\\\"}\"}"));
}

TEST(Pem, TakesABlockFlattenedToOneLine) { expect_leaf(read("CERT=" + replaced(pem(chain()[0]), "\n", " "))); }

TEST(Pem, KeepsEscapesOutWhereLinesBreak) {
  const std::string block = replaced(pem(chain()[0]), "\n", "\\n\n");
  expect_leaf(read(block));  // behind every line: so it was printed
  const Result<Dump> dump = read(replaced(block, "CERTIFICATE-----\\n\nMI", "CERTIFICATE-----\nMI"));
  ASSERT_FALSE(dump);
  EXPECT_EQ(dump.error().reason.text(), "base64");
}

TEST(Pem, TakesTheOldLabel) { expect_leaf(read(pem(chain()[0], "X509 CERTIFICATE"))); }

TEST(Pem, TakesLabelsThatDifferInBlanksAndCapitals) {
  expect_leaf(read(replaced(pem(chain()[0]), "BEGIN CERTIFICATE", "BEGIN  CERTIFICATE")));
  expect_leaf(read(replaced(pem(chain()[0]), "END CERTIFICATE", "END certificate")));
  EXPECT_EQ(read(replaced(pem(chain()[0]), "END CERTIFICATE", "END X509 CRL")).error().reason.text(), "pem");
}

TEST(Pem, ReadsCrlsAmongCertificates) {
  const Result<Dump> dump = read(pem(chain()[0]) + pem(file("root.crl"), "X509 CRL") + pem(chain()[1]));
  ASSERT_TRUE(dump);
  EXPECT_EQ(ders(*dump), (List{chain()[0], chain()[1]}));
  ASSERT_EQ(dump->crls.size(), 1U);
  EXPECT_EQ(dump->crls[0].crl->der, file("root.crl"));
}

TEST(Pem, ReadsUtf8AndUtf16WithAMark) {
  const std::string text = pem(chain()[0]);
  expect_leaf(read("\xef\xbb\xbf" + text));
  std::string little = "\xff\xfe";
  std::string big = "\xfe\xff";
  for (const char c : text) {
    little += {c, '\0'};
    big += {'\0', c};
  }
  expect_leaf(read(little));
  expect_leaf(read(big));
}

TEST(Pem, ReadsPastNulBytesAndSaysSo) {
  const Dump dump = *read(std::string(3, '\0') + pem(chain()[0]) + std::string(3, '\0'));
  ASSERT_EQ(dump.certificates.size(), std::size_t{1});
  ASSERT_EQ(dump.unreadable.size(), std::size_t{1});
  EXPECT_NE(dump.unreadable[0].error.message.find("binary content"), std::string::npos);
}

TEST(Pem, ValuesInDerBehindABlockAreNotPassedOver) {
  const Dump dump = *read(pem(chain()[0]) + std::string(as_text(chain()[1])));
  ASSERT_EQ(dump.unreadable.size(), std::size_t{1});
  EXPECT_EQ(dump.unreadable[0].error.reason.text(), "pem");
}

TEST(Pem, ABeginLineThatLostADashIsNotPassedOver) {
  std::string damaged = pem(chain()[0]);
  damaged.erase(0, 1);
  damaged.erase(damaged.rfind('-'), 1);
  const Dump dump = *read(pem(chain()[1]) + damaged);
  ASSERT_EQ(dump.certificates.size(), std::size_t{1});
  EXPECT_FALSE(dump.unreadable.empty());
}

struct BrokenBlock {
  std::string text;
  std::string reason;
  std::string message_part;
};

TEST(Pem, BrokenBlocksAreNamedAndReadingGoesOn) {
  const std::string good = pem(chain()[0]);
  const std::string no_end = good.substr(0, good.find("-----END"));
  const BrokenBlock cases[] = {
      {no_end, "pem", "no END line"},
      {good.substr(good.find("-----END")), "pem", "no BEGIN line"},
      {no_end + "-----END X509 CRL-----\n", "pem", "another label"},
      {replaced(good, "M", "*"), "base64", "not base64"},
      {"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "unsupported", "an unknown DER value"},
      {pem(joined({chain()[0], {0}})), "trailing-bytes", ""},
      {pem(file("request.der")), "unsupported", "a certificate request"},
      {pem(file("certificates.p12")), "unsupported", "a PKCS#12 store"},
  };
  for (const BrokenBlock& broken : cases) {
    const Result<Dump> dump = read("first\n" + broken.text + pem(chain()[1]));
    ASSERT_TRUE(dump) << broken.message_part;
    EXPECT_EQ(ders(*dump), List{chain()[1]}) << broken.message_part;
    // Base64 behind a BEGIN line without its END is named once more, as what it may be alone.
    ASSERT_EQ(dump->unreadable.size(), broken.text == no_end ? 2U : 1U) << broken.message_part;
    EXPECT_EQ(dump->unreadable[0].where, "t.pem: PEM block 1, line 2");
    EXPECT_EQ(dump->unreadable[0].error.reason.text(), broken.reason) << dump->unreadable[0].error.message;
    EXPECT_NE(dump->unreadable[0].error.message.find(broken.message_part), std::string::npos);
  }
}

TEST(Pem, OneBrokenBlockAloneIsAnErrorThatNamesIt) {
  const Result<Dump> dump = read("-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n");
  ASSERT_FALSE(dump);
  EXPECT_EQ(dump.error().code, Errc::syntax);
  EXPECT_NE(describe(dump.error()).find("t.pem: PEM block 1, line 1: "), std::string::npos) << describe(dump.error());
}

TEST(Pem, OneUnreadableCertificateAloneIsADump) {
  Bytes odd = chain()[0];
  odd[12] = 7;  // the version
  const Result<Dump> dump = read(pem(odd));
  ASSERT_TRUE(dump) << describe(dump.error());
  EXPECT_EQ(dump->unreadable.size(), 1U);
}

TEST(Pem, PrivateKeysAreNotedAndNeverShown) {
  const std::string secret = "c2VjcmV0c2VjcmV0";
  for (const std::string_view label : {"PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
    const std::string key =
        "-----BEGIN " + std::string(label) + "-----\n" + secret + "\n-----END " + std::string(label) + "-----\n";
    const Result<Dump> dump = read(pem(chain()[0]) + key + key);
    expect_leaf(dump);
    ASSERT_EQ(dump->notes.size(), 1U);
    EXPECT_TRUE(dump->notes[0].starts_with("t.pem: private key in the dump, not read: PEM block 2, line "));
    EXPECT_TRUE(dump->notes[0].ends_with(", and 1 more"));
    EXPECT_EQ(dump->notes[0].find(secret), std::string::npos);
  }
}

TEST(Pem, AnUnterminatedPrivateKeyShowsNothing) {
  const std::string secret = "c2VjcmV0c2VjcmV0";
  const Result<Dump> dump = read("-----BEGIN PRIVATE KEY-----\n" + secret + "\n" + pem(chain()[0]));
  expect_leaf(dump);
  EXPECT_EQ(dump->notes[0].find(secret), std::string::npos);
}

TEST(Pem, APrivateKeyAloneIsAnError) {
  const Result<Dump> dump = read(pem(file("request.der"), "PRIVATE KEY"));
  ASSERT_FALSE(dump);
  EXPECT_NE(dump.error().message.find("only a private key, PEM block 1, line 1"), std::string::npos);
}

TEST(Pem, OtherBlocksAreNoted) {
  const Result<Dump> dump = read(pem(file("public.der"), "PUBLIC KEY") + pem(chain()[0]));
  expect_leaf(dump);
  ASSERT_EQ(dump->notes.size(), 1U);
  EXPECT_NE(dump->notes[0].find("a bare public key, PEM block 1, line 1"), std::string::npos) << dump->notes[0];
}

TEST(Pem, TextThatOnlyMentionsAMarkerIsNoBlock) {
  expect_leaf(read("the line -----BEGIN CERTIFICATE starts it, ---------- and\n-----BEGIN \n" + pem(chain()[0])));
}

TEST(Pem, TheCountOfCertificatesIsLimited) {
  std::string text;
  for (int i = 0; i < 4; ++i) text += pem(chain()[0]);
  EXPECT_TRUE(read(text, {.certificates = 4})->limits.empty());
  const Result<Dump> dump = read(text, {.certificates = 3});
  ASSERT_TRUE(dump);
  EXPECT_EQ(dump->certificates.size(), 3U);
  ASSERT_EQ(dump->limits.size(), 1U);
  EXPECT_EQ(dump->limits[0].limit.text(), "certificates");
}

TEST(Pem, BrokenBlocksCountToo) {
  std::string text;
  for (int i = 0; i < 10; ++i) text += "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
  const Result<Dump> dump = read(text, {.certificates = 3});
  ASSERT_TRUE(dump);
  EXPECT_EQ(dump->unreadable.size(), 3U);
  EXPECT_EQ(dump->limits.size(), 1U);
}

TEST(Pem, TheSizeOfACertificateIsLimited) {
  const std::size_t size = chain()[0].size();
  expect_leaf(read(pem(chain()[0]), {.certificate_bytes = size}));
  const Result<Dump> dump = read(pem(chain()[0]), {.certificate_bytes = size - 1});
  ASSERT_TRUE(dump);
  EXPECT_TRUE(dump->certificates.empty());
  EXPECT_EQ(dump->unreadable.at(0).error.reason.text(), "too-big");
  EXPECT_EQ(dump->limits.at(0).limit.text(), "certificate_bytes");
}

TEST(Pem, TheSizeOfACrlIsLimited) {
  const Bytes crl = file("root.crl");
  EXPECT_EQ(read(pem(crl, "X509 CRL"), {.crl_bytes = crl.size()})->crls.size(), 1U);
  const Result<Dump> dump = read(pem(crl, "X509 CRL"), {.crl_bytes = crl.size() - 1});
  ASSERT_TRUE(dump);
  EXPECT_EQ(dump->unreadable.at(0).error.reason.text(), "too-big");
  EXPECT_EQ(dump->limits.at(0).limit.text(), "crl_bytes");
}

TEST(Pem, TheDepthIsLimited) {
  const Result<Dump> dump = read(pem(chain()[0]), {.der_depth = 2});
  ASSERT_TRUE(dump);
  EXPECT_EQ(dump->unreadable.at(0).error.reason.text(), "too-deep");
  EXPECT_EQ(dump->limits.at(0).limit.text(), "der_depth");
}

/// Each text would cost minutes if anything in the scanner were quadratic; the bound is far above what linear work
/// takes.
TEST(Pem, HostileTextsCostLinearTime) {
  const Limits limits;
  const std::string_view pieces[] = {"-",
                                     "-----BEGIN ",
                                     "-----BEGIN A-----",
                                     "-----END A-----",
                                     "-----BEGIN A----------END A-----",
                                     "-----BEGIN A-----\n-----END A-----",
                                     "-----BEGIN PRIVATE KEY-----\r",
                                     "-----BEGIN X509 CRL-----AA-----END X509 CRL-----",
                                     "\\",
                                     "48 130 ",
                                     "[48,130]",
                                     "3082",
                                     "3082 ",
                                     "LS0tLS1CRUdJTi4A ",
                                     "\n 0 s:a\n   i:b\n",
                                     "- Got a certificate list of 1 certificates.\n",
                                     "\nHTTP/1.1 200\nTransfer-Encoding: chunked\n\n1\nx\n",
                                     "<Envelope>Certificates>",
                                     "---BEGIN CERTIFICATE---\n",
                                     "\\u003c\\n"};
  for (const std::string_view piece : pieces)
    for (const std::string_view opening : {"-----BEGIN CERTIFICATE-----", "text "}) {
      std::string text(opening);
      while (text.size() + piece.size() <= limits.input_bytes) text += piece;
      const auto start = std::chrono::steady_clock::now();
      const Result<Dump> dump = read(text);
      EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20)) << piece;
      if (!dump) continue;
      EXPECT_LE(dump->unreadable.size(), limits.certificates) << piece;
    }
}

bool loses_a_list(const std::string& text) {
  const Result<Dump> dump = read(text);
  return dump && !dump->unreadable.empty() && dump->unreadable[0].kind == Unreadable::Kind::crl;
}
std::string text_of(const Bytes& octets) { return std::string(as_text(octets)); }

TEST(Pem, OctetsBehindWhatAClientPrintedAreNoLostListUnlessOneBegins) {
  using namespace std::string_literals;
  const std::string print = "CONNECTED(00000003)\n---\nServer certificate\n" + pem(chain()[0]) + "---\n";
  const std::string noise =
      "\1\2"
      "0\x82\1\2\3\4"
      "0\x81\x80zz"
      "0\x80\0\0\0\0\0\0\0\0\0\0\0\0"s;
  EXPECT_FALSE(loses_a_list(print + noise));
  EXPECT_FALSE(loses_a_list(print + noise + text_of(chain()[1])));
  EXPECT_TRUE(loses_a_list(print + noise + text_of(chain()[1]).substr(0, 200)));  // what follows may be part of it
  EXPECT_TRUE(loses_a_list(print + noise + text_of(chain()[1]).substr(0, 200) + text_of(file("revoking.crl"))));
  EXPECT_TRUE(loses_a_list(print + noise + text_of(file("revoking.crl"))));
}
TEST(Pem, OctetsBehindOtherBlocksMayBeOfADamagedList) {
  const std::string block = pem(chain()[0]);
  std::string short_by_one = text_of(chain()[1]);
  short_by_one.pop_back();
  EXPECT_FALSE(loses_a_list(block + "\n" + text_of(chain()[1])));
  EXPECT_TRUE(loses_a_list(block + text_of(chain()[1]) + text_of(file("revoking.crl"))));
  EXPECT_TRUE(loses_a_list(block + short_by_one + text_of(file("revoking.crl"))));
  EXPECT_TRUE(loses_a_list(block + text_of(file("revoking.crl")).substr(1)));
}
TEST(Pem, TextOfTwoOctetsALetterBehindTheBlocksMayHoldAList) {
  const auto wide = [](std::string_view text) {
    std::string out;
    for (const char c : text) out += std::string{c, '\0'};
    return out;
  };
  const Result<Dump> appended =
      read(pem(chain()[0]) + wide("-----BEGIN X509 CRL-----\nMIIBojCCASgCAQEwCgYIKoZIzj0EAwMwgYQx\n"));
  ASSERT_TRUE(appended);
  ASSERT_FALSE(appended->unreadable.empty());
  EXPECT_EQ(appended->unreadable[0].kind, Unreadable::Kind::crl);
  const Result<Dump> words = read(pem(chain()[0]) + wide("the end"));
  ASSERT_TRUE(words);
  ASSERT_FALSE(words->unreadable.empty());
  EXPECT_NE(words->unreadable[0].kind, Unreadable::Kind::crl);
}
TEST(Pem, AHeadingWithDashesIsNoDamagedMarker) {
  const Result<Dump> headed = read("--- BEGIN CERTIFICATES ---\n" + pem(chain()[0]) + "--- END CERTIFICATES ---\n");
  ASSERT_TRUE(headed);
  EXPECT_TRUE(headed->unreadable.empty());
  const std::string body = pem(chain()[1]);
  const Result<Dump> damaged = read("--- BEGIN CERTIFICATE ---" + body.substr(body.find('\n')) + pem(chain()[0]));
  ASSERT_TRUE(damaged);
  EXPECT_TRUE(damaged->unread_first);
}

}  // namespace
}  // namespace odca
