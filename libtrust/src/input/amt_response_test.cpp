// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/amt_response.h"

#include <gtest/gtest.h>

#include "input/testdata/files.h"

namespace odca {
namespace {

using test::chain;
using test::ders;
using test::file;
using test::joined;
using test::List;

Result<Dump> read(std::string_view text, const Limits& limits = {}) {
  return read_dump(as_bytes(text), "t.xml", limits);
}
Result<Dump> read_file(std::string_view name) { return read(as_text(file(name))); }

std::string list(ByteView certificates, std::string_view lengths = "") {
  return "<x:Out xmlns:x='urn:x'>" + std::string(lengths) + "<x:Certificates>" + to_base64(certificates) +
         "</x:Certificates></x:Out>";
}
std::string lengths(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += "<y:LengthOfCertificates>" + value + "</y:LengthOfCertificates>";
  return text;
}
std::string sizes(const std::vector<Bytes>& certificates) {
  std::vector<std::string> values;
  for (const Bytes& certificate : certificates) values.push_back(std::to_string(certificate.size()));
  return lengths(values);
}

void expect_refused(std::string_view text, std::string_view reason, std::string_view message_part) {
  const Result<Dump> dump = read(text);
  ASSERT_FALSE(dump) << message_part;
  EXPECT_EQ(dump.error().reason.text(), reason) << describe(dump.error());
  EXPECT_NE(describe(dump.error()).find(message_part), std::string::npos) << describe(dump.error());
}

TEST(AmtResponse, ReadsTheListOfAmtAuthenticate) {
  const Result<Dump> dump = read_file("authenticate.xml");
  ASSERT_TRUE(dump) << describe(dump.error());
  EXPECT_EQ(dump->kind, InputKind::amt_response);
  EXPECT_EQ(ders(*dump), chain());
  EXPECT_TRUE(dump->unreadable.empty());
  EXPECT_TRUE(dump->notes.empty());
  EXPECT_EQ(dump->certificates[2].where, "t.xml: AMT response, certificate 3");
}

TEST(AmtResponse, ReadsEveryX509Certificate) {
  const Result<Dump> dump = read_file("pull.xml");
  ASSERT_TRUE(dump) << describe(dump.error());
  EXPECT_EQ(ders(*dump), chain());
  EXPECT_EQ(dump->certificates[1].where, "t.xml: AMT response, X509Certificate 2");
}

TEST(AmtResponse, ReportsLengthsThatDoNotFitAndReadsOn) {
  const Result<Dump> dump = read_file("authenticate-wrong-lengths.xml");
  ASSERT_TRUE(dump);
  EXPECT_EQ(ders(*dump), chain());
  ASSERT_EQ(dump->unreadable.size(), 1U);
  EXPECT_EQ(dump->unreadable[0].where, "t.xml: AMT response, LengthOfCertificates");
}

TEST(AmtResponse, NotesThatLengthsAreMissing) {
  const Result<Dump> dump = read_file("authenticate-no-lengths.xml");
  ASSERT_TRUE(dump);
  EXPECT_EQ(ders(*dump), chain());
  EXPECT_TRUE(dump->unreadable.empty());
  EXPECT_EQ(dump->notes.size(), 1U);
}

TEST(AmtResponse, SaysThatTheCallFailed) {
  expect_refused(as_text(file("authenticate-failed.xml")), "not-found", "without an element 'Certificates'");
  expect_refused(list({}), "not-found", "the list of certificates is empty");
  expect_refused(list(Bytes(300, 0)), "not-found", "the list of certificates is empty");
}

TEST(AmtResponse, RefusesLengthsOfEveryWrongKind) {
  const std::string size = std::to_string(chain()[0].size());
  for (const auto& wrong : std::vector<std::vector<std::string>>{
           {"x"}, {""}, {"-1"}, {size, "65536"}, {"0", size}, {size, size}, {size + "0"}, {"1"}}) {
    const Result<Dump> dump = read(list(chain()[0], lengths(wrong)));
    ASSERT_TRUE(dump);
    EXPECT_EQ(ders(*dump), List{chain()[0]});
    EXPECT_EQ(dump->unreadable.size(), 1U) << wrong[0];
  }
}

TEST(AmtResponse, TakesUnusedLengthsAndPadding) {
  const std::string size = " " + std::to_string(chain()[0].size()) + "\n";
  const Result<Dump> dump = read(list(joined({chain()[0], Bytes(2000, 0)}), lengths({size, "0", "0", "0"})));
  ASSERT_TRUE(dump);
  EXPECT_EQ(ders(*dump), List{chain()[0]});
  EXPECT_TRUE(dump->unreadable.empty());
}

TEST(AmtResponse, ReportsWhatStandsBehindTheCertificates) {
  const Result<Dump> dump = read(list(joined({chain()[0], {7}}), sizes({chain()[0]})));
  ASSERT_TRUE(dump);
  EXPECT_EQ(ders(*dump), List{chain()[0]});
  EXPECT_EQ(dump->unreadable.size(), 2U);  // the lengths, and the byte
}

TEST(AmtResponse, RefusesASecondList) {
  // Two devices in one text: a verdict about the first would hide that there is a second, or the other way round.
  const std::string first = list(chain()[0], sizes({chain()[0]}));
  for (const std::string& text : {"<a>" + first + list(chain()[1]) + "</a>", first + list(chain()[1]), first + first,
                                  list({}) + first, "<a>" + list(chain()[1]) + "</a>\n" + first})
    expect_refused(text, "ambiguous", "duplicate element");
  EXPECT_TRUE(read("<a>" + first + "</a>"));
}

TEST(AmtResponse, TakesBase64WithLineBreaksAndCharacterData) {
  const std::string text = to_base64(chain()[0]);
  const Result<Dump> dump =
      read("<X509Certificate>\n" + text.substr(0, 60) + "\r\n<![CDATA[" + text.substr(60) + "]]></X509Certificate>");
  ASSERT_TRUE(dump) << describe(dump.error());
  EXPECT_EQ(ders(*dump), List{chain()[0]});
}

TEST(AmtResponse, RefusesElementsInsideTheBase64) {
  expect_refused("<X509Certificate>AA<b/>AA</X509Certificate>", "xml", "found other elements");
  expect_refused("<Certificates>AA<b/>AA</Certificates>", "xml", "found other elements");
}

TEST(AmtResponse, RefusesBadBase64) {
  expect_refused("<X509Certificate>A</X509Certificate>", "base64", "X509Certificate 1");
  expect_refused("<Certificates>=</Certificates>", "base64", "Certificates");
}

TEST(AmtResponse, RefusesADocumentType) {
  const std::string text = to_base64(chain()[0]);
  expect_refused("<!DOCTYPE a [<!ENTITY c \"" + text + "\">]><X509Certificate>&c;</X509Certificate>", "xml",
                 "document type");
}

TEST(AmtResponse, RefusesWhatIsNotXml) {
  expect_refused("<a><Certificates></a>", "xml", "not well-formed");
  expect_refused("<a>", "xml", "not well-formed");
  expect_refused(std::string("<X509Certificate>") + '\0' + "</X509Certificate>", "xml", "NUL");
}

TEST(AmtResponse, RefusesMoreTagsThanAResponseHas) {
  std::string text = "<a>";
  for (int i = 0; i < 60000; ++i) text += "<b>";
  expect_refused(text, "too-big", "tags");
}

TEST(AmtResponse, DeepNestingIsNoBurden) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "<b>";
  text += "<X509Certificate>" + to_base64(chain()[0]) + "</X509Certificate>";
  for (int i = 0; i < 20000; ++i) text += "</b>";
  const Result<Dump> dump = read(text);
  ASSERT_TRUE(dump);
  EXPECT_EQ(ders(*dump), List{chain()[0]});
}

TEST(AmtResponse, RefusesWhatMayBeEvidenceBesideTheList) {
  const std::string response(as_text(file("authenticate.xml")));
  const std::string single = "<X509Certificate>" + to_base64(chain()[0]) + "</X509Certificate>";
  const std::string list = to_base64(file("revoking.crl"));
  expect_refused("<a>" + single + "<b>" + test::pem(chain()[1]) + "</b></a>", "ambiguous", "PEM");
  expect_refused("<a>" + single + "<X509CRL>" + list + "</X509CRL></a>", "ambiguous", "certificate or CRL");
  expect_refused("<a>" + single + "<!-- " + list + " --></a>", "ambiguous", "certificate or CRL");
  for (const std::string& other :
       {test::pem(file("revoking.crl")), "crl: " + list + "\n", "crl " + to_hex(file("revoking.crl")) + "\n",
        std::string("00000000: 3082 01ab 3082 0131 0201 0130 0a06 082a\n"),
        std::string("CONNECTION ESTABLISHED\nProtocol version: TLSv1.3\n")}) {
    SCOPED_TRACE(other.substr(0, 30));
    expect_refused(response + "\n" + other, "ambiguous", "beside the certificates");
    if (other.starts_with("-----")) continue;  // with PEM in it, a text is read as one with PEM
    expect_refused("reply:\n" + response + "\n" + other, "ambiguous", "beside the certificates");
    expect_refused("reply:\n" + other + response + "\n", "ambiguous", "beside the certificates");
  }
  const Result<Dump> alone = read("reply at 12:00:\n" + response + "\nok, MIIB\n");
  ASSERT_TRUE(alone) << describe(alone.error());
  EXPECT_EQ(ders(*alone), chain());
}

TEST(AmtResponse, AResponseThatDoesNotEndIsOne) {
  const std::string response(as_text(file("authenticate.xml")));
  const std::string cut = response.substr(0, response.find("</", response.find("Certificates>") + 20) + 20);
  EXPECT_EQ(read("a\n" + response + "\nb\n" + cut).error().reason.text(), "ambiguous");
  std::string many = "log\n";
  for (int i = 0; i < 300; ++i) many += "<a:Envelope>x</a:Envelope>\n";
  EXPECT_EQ(ders(*read(many + response)), chain());
  EXPECT_EQ(read(many + response + many + response).error().reason.text(), "ambiguous");
}

TEST(AmtResponse, AngleBracketsBeforePemAreText) {
  const Result<Dump> dump = read("<6>kernel: log\n" + test::pem(chain()[0]));
  ASSERT_TRUE(dump);
  EXPECT_EQ(dump->kind, InputKind::pem);
}

TEST(AmtResponse, TheSizeOfACertificateIsLimited) {
  const Limits limits{.certificate_bytes = chain()[0].size() - 1};
  for (const std::string& text : {list(chain()[0], sizes({chain()[0]})), list(chain()[0]),
                                  "<X509Certificate>" + to_base64(chain()[0]) + "</X509Certificate>"}) {
    const Result<Dump> dump = read(text, limits);
    ASSERT_TRUE(dump);
    EXPECT_TRUE(dump->certificates.empty());
    EXPECT_EQ(dump->limits.at(0).limit.text(), "certificate_bytes");
  }
}

TEST(AmtResponse, TheCountOfCertificatesIsLimited) {
  const Limits limits{.certificates = 2};
  EXPECT_EQ(read(as_text(file("pull.xml")), limits)->limits.at(0).limit.text(), "certificates");
  EXPECT_EQ(read(as_text(file("authenticate.xml")), limits)->limits.at(0).limit.text(), "certificates");
}

}  // namespace
}  // namespace odca
