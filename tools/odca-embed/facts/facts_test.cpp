// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Facts of certificates that others made, there and back.
#include "facts/facts.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "facts/facts_yaml.h"
#include "odca/digest.h"
#include "os/file.h"

namespace odca::facts {
namespace {

namespace fs = std::filesystem;
const fs::path kSource = ODCA_SOURCE_DIR;

/// pem_certificates reads the CERTIFICATE blocks of a file made by somebody else's tools.
std::vector<Bytes> pem_certificates(const fs::path& file) {
  const Result<Bytes> content = read_file(file, 1U << 20U);
  EXPECT_TRUE(content) << file;
  std::vector<Bytes> found;
  if (!content) return found;
  const std::string_view text = as_text(*content);
  const std::string_view begin = "-----BEGIN CERTIFICATE-----";
  for (std::size_t at = text.find(begin); at != std::string_view::npos; at = text.find(begin, at + 1)) {
    const std::size_t start = at + begin.size();
    const auto der = from_base64(text.substr(start, text.find("-----END", start) - start));
    EXPECT_TRUE(der) << file;
    if (der) found.push_back(*der);
  }
  return found;
}

Certificate certificate_in(const std::string& name) {
  const auto found = pem_certificates(kSource / "tools/odca-embed/facts/testdata" / name);
  return *Certificate::from_der(found.at(0));
}

std::string document_of(const Certificate& certificate) {
  return write_document({{.label = "test", .facts = *facts_of(certificate)}});
}

/// there_and_back prints the facts, reads them and builds again, as a reviewer's file is used.
Result<Bytes> there_and_back(const Certificate& certificate) {
  ODCA_TRY_ASSIGN(const CertificateFacts facts, facts_of(certificate));
  ODCA_TRY_ASSIGN(const std::vector<Entry> entries,
                  read_document(write_document({{.label = "test", .facts = facts}}), "test.yaml"));
  return build_der(entries.at(0).facts);
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

Error error_of(const std::string& document) {
  const auto entries = read_document(document, "test.yaml");
  if (!entries) return entries.error();
  const auto der = build_der(entries->at(0).facts);
  EXPECT_FALSE(der) << document;
  return der ? Error{} : der.error();
}

TEST(Facts, APlainCertificateComesBackToTheByte) {
  const Certificate certificate = certificate_in("plain.pem");
  const auto der = there_and_back(certificate);
  ASSERT_TRUE(der) << describe(der.error());
  EXPECT_EQ(*der, certificate->der);
}

TEST(Facts, NamesWithSeveralValuesAndOddCharactersComeBack) {
  const Certificate certificate = certificate_in("multi_valued_name.pem");
  const auto der = there_and_back(certificate);
  ASSERT_TRUE(der) << describe(der.error());
  EXPECT_EQ(*der, certificate->der);
}

TEST(Facts, WhatTheFormCannotSayIsRefusedByName) {
  const std::map<std::string, std::string> cases = {
      {"no_extensions.pem", "without extensions"},      {"rsa_signature.pem", "signature algorithm"},
      {"unknown_extension.pem", "1.3.6.1.4.1.99999.1"}, {"policy_qualifier.pem", "2.5.29.32"},
      {"ocsp_access.pem", "1.3.6.1.5.5.7.1.1"},         {"dns_name.pem", "2.5.29.17"},
  };
  for (const auto& [file, about] : cases) {
    const auto facts = facts_of(certificate_in(file));
    ASSERT_FALSE(facts) << file;
    EXPECT_EQ(facts.error().reason.text(), "no-facts-form") << file;
    EXPECT_NE(facts.error().message.find(about), std::string::npos) << facts.error().message;
  }
}

TEST(Facts, AnotherSerialIsNoticedByTheFingerprint) {
  const std::string document = document_of(certificate_in("plain.pem"));
  EXPECT_EQ(error_of(replaced(document, "serial: 1234", "serial: 1235")).reason.text(), "fingerprint");
}

TEST(Facts, AnotherFingerprintOfTheKeyIsNoticed) {
  const Certificate certificate = certificate_in("plain.pem");
  const std::string hex = to_hex(certificate->spki_sha256);
  const std::string other = (hex[0] == '0' ? '1' : '0') + hex.substr(1);
  const Error error = error_of(replaced(document_of(certificate), "spki_sha256: " + hex, "spki_sha256: " + other));
  EXPECT_EQ(error.reason.text(), "fingerprint");
  EXPECT_NE(error.message.find("the key"), std::string::npos);
}

TEST(Facts, ReadingRefusesWhatIsNotAFact) {
  const std::string document = document_of(certificate_in("plain.pem"));
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"version: 3", "version: 1"},
      {"version: 3", "version: 3\n      verson: 3"},
      {"version: 3\n", ""},
      {"name: ecdsa-with-SHA384", "name: ecdsa-with-SHA1"},
      {"parameters: absent", "parameters: \"null\""},
      {"curve: secp384r1", "curve: secp192r1"},
      {"curve: secp384r1\n", "curve: secp384r1\n        rsa_exponent: 03\n"},
      {"type: CN", "type: XY"},
      {"string: utf8", "string: bmp"},
      {"critical: false", "critical: no"},
      {"critical: false", "critical: false\n          critical: false"},
      {"ca: true", "ca: true\n          path_len: 256"},
      {"id: basic_constraints", "id: basic_constraint"},
      {"2049-12-31T23:59:59Z", "2019-12-31T23:59:59Z"},
      {"        s: ", "        s: 00"},
      {"        r: ", "        r: \n        x: "},
      {"certificates:", "certificate:"},
  };
  for (const auto& [what, with] : changes) {
    const auto entries = read_document(replaced(document, what, with), "test.yaml");
    EXPECT_FALSE(entries) << what << " -> " << with;
  }
}

TEST(Facts, AnErrorNamesFileAndLine) {
  const auto entries = read_document(
      replaced(document_of(certificate_in("plain.pem")), "curve: secp384r1", "curve: secp384r2"), "roots.yaml");
  ASSERT_FALSE(entries);
  EXPECT_NE(describe(entries.error()).find("roots.yaml: line "), std::string::npos) << describe(entries.error());
  EXPECT_EQ(entries.error().hint, "did you mean 'secp384r1'");
}

TEST(Facts, TheSameExtensionTwiceIsRefused) {
  const std::string document = document_of(certificate_in("plain.pem"));
  const std::string extension = "        - id: basic_constraints\n          critical: false\n          ca: true\n";
  EXPECT_FALSE(read_document(replaced(document, extension, extension + extension), "test.yaml"));
}

TEST(Facts, TheSameCertificateTwiceIsRefused) {
  const CertificateFacts facts = *facts_of(certificate_in("plain.pem"));
  const auto entries =
      read_document(write_document({{.label = "a", .facts = facts}, {.label = "b", .facts = facts}}), "test.yaml");
  ASSERT_FALSE(entries);
  EXPECT_NE(entries.error().message.find("duplicate"), std::string::npos);
}

TEST(Facts, AnyChangedCharacterOfAFactIsNoticed) {
  const Certificate certificate = certificate_in("plain.pem");
  const std::string document = document_of(certificate);
  const std::size_t start = document.find("certificate:\n") + 13;
  for (std::size_t i = start; i < document.size(); ++i) {
    if (document[i] == ' ' || document[i] == '\n') continue;
    std::string changed = document;
    changed[i] = document[i] == '0' ? '1' : '0';
    const auto entries = read_document(changed, "test.yaml");
    if (!entries) continue;
    const auto der = build_der(entries->at(0).facts);
    EXPECT_TRUE(!der || *der == certificate->der) << "character " << i << ": " << changed.substr(i, 30);
  }
}

TEST(FactsForm, KeyUsageMayBeLongerThanDerAllows) {
  // The TGL leaf: digital signature alone, written with two bits.
  const ExtensionFacts facts{.content = KeyUsageFacts{.usages = {KeyUsage::digital_signature}, .bit_length = 2}};
  EXPECT_EQ(to_hex(*build_extension(facts)), "03020680");
}

TEST(FactsForm, KeyUsageBeyondOneOctetIsWritten) {
  const ExtensionFacts facts{.content = KeyUsageFacts{.usages = {KeyUsage::decipher_only}}};
  EXPECT_EQ(to_hex(*build_extension(facts)), "0303070080");
}

TEST(FactsForm, ALengthThatIsNotLongerThanNeededIsRefused) {
  const ExtensionFacts facts{.content = KeyUsageFacts{.usages = {KeyUsage::content_commitment}, .bit_length = 2}};
  EXPECT_FALSE(build_extension(facts));
}

TEST(FactsForm, DefaultFalseMayBeWrittenOut) {
  using Ca = BasicConstraintsFacts::Ca;
  EXPECT_EQ(to_hex(*build_extension({.content = BasicConstraintsFacts{.ca = Ca::explicit_false}})), "3003010100");
  EXPECT_EQ(to_hex(*build_extension({.content = BasicConstraintsFacts{.ca = Ca::absent}})), "3000");
}

/// real_data is the folder of captured certificates, where it is at hand.
fs::path real_data() {
  const char* const given = std::getenv("ODCA_SHARED_DATA");
  return (given != nullptr ? fs::path(given) : kSource / "../shared/data") / "real-chains";
}

TEST(RealFacts, EveryCapturedCertificateComesBackToTheByte) {
  const fs::path data = real_data();
  if (!fs::exists(data)) GTEST_SKIP() << "no folder '" << data.string() << "': set ODCA_SHARED_DATA to the data folder";
  std::size_t count = 0;
  std::vector<std::string> refused;
  for (const auto& entry : fs::recursive_directory_iterator(data)) {
    if (entry.path().extension() != ".pem" || entry.path().parent_path().filename() == "crls") continue;
    for (const Bytes& der : pem_certificates(entry.path())) {
      const auto certificate = Certificate::from_der(der);
      ASSERT_TRUE(certificate) << entry.path() << ": " << describe(certificate.error());
      const auto back = there_and_back(*certificate);
      if (!back) {
        refused.push_back(to_hex(sha256(der)).substr(0, 8));
      } else {
        EXPECT_EQ(*back, der) << entry.path();
      }
      ++count;
    }
  }
  EXPECT_GT(count, 100U);
  // The vendor's own broken certificate: its signature holds a negative number.
  EXPECT_EQ(refused, std::vector<std::string>{"a81425c2"});
}

}  // namespace
}  // namespace odca::facts
