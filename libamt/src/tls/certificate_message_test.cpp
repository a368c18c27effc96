// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The Certificate message: taken byte for byte, or refused. The messages are written here by the letters of the RFCs;
// those of a real server are in tls_session_test.cpp.
#include "tls/certificate_message.h"

#include <gtest/gtest.h>

#include <string>

namespace odca::amt {
namespace {

using List = std::vector<Bytes>;

Bytes operator+(Bytes left, const Bytes& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

/// sized is `content` behind its length in so many octets.
Bytes sized(const Bytes& content, std::size_t octets) {
  Bytes length(octets);
  std::size_t rest = content.size();
  for (std::size_t i = octets; i > 0; --i, rest >>= 8U)
    length[i - 1] = static_cast<std::uint8_t>(rest & 0xFFU);  // octet
  return length + content;
}

Bytes message(const Bytes& body, std::uint8_t type = 11) { return Bytes{type} + sized(body, 3); }
Bytes tls12(const Bytes& list) { return message(sized(list, 3)); }
Bytes tls13(const Bytes& list, const Bytes& context = {}) { return message(sized(context, 1) + sized(list, 3)); }
Bytes entry(const Bytes& certificate) { return sized(certificate, 3); }
Bytes entry13(const Bytes& certificate, const Bytes& extensions = {}) {
  return sized(certificate, 3) + sized(extensions, 2);
}

const Bytes kA{0x30, 1, 2}, kB{0x30, 0x80, 0, 0};

Result<List> read12(const Bytes& bytes) { return read_certificate_message(bytes, CertificateForm::tls12); }
Result<List> read13(const Bytes& bytes) { return read_certificate_message(bytes, CertificateForm::tls13); }

void expect_refused(const Result<List>& read, std::string_view why) {
  ASSERT_FALSE(read) << why;
  EXPECT_EQ(read.error().code, Errc::protocol);
  EXPECT_EQ(read.error().reason.text(), "tls-failed");
  EXPECT_NE(read.error().message.find(why), std::string::npos) << read.error().message;
}

void expect_list(const Result<List>& read, const List& list) {
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, list);
}

TEST(CertificateMessage, KeepsOrderAndBytesAlsoOfWhatIsNotDer) {
  expect_list(read12(tls12(entry(kB) + entry(kA) + entry(kB))), {kB, kA, kB});
  expect_list(read13(tls13(entry13(kB) + entry13(kA) + entry13(kB))), {kB, kA, kB});
}

TEST(CertificateMessage, SkipsExtensionsOfEntriesByTheirLength) {
  const Bytes extension = Bytes{0, 5} + sized({1, 2, 3}, 2);
  expect_list(read13(tls13(entry13(kA, extension + extension) + entry13(kB))), {kA, kB});
}

TEST(CertificateMessage, RefusesExtensionsThatDoNotAddUp) {
  for (const Bytes& bad : {Bytes{0}, Bytes{0, 5}, Bytes{0, 5, 0}, Bytes{0, 5, 0, 1}, Bytes{0, 5, 0, 1, 9, 9}})
    expect_refused(read13(tls13(entry13(kA, bad))), "extensions");
}

TEST(CertificateMessage, RefusesAContextWhichServersDoNotHave) {
  expect_refused(read13(tls13(entry13(kA), {7})), "nobody made");
}

TEST(CertificateMessage, RefusesAnEmptyListAndAnEmptyCertificate) {
  expect_refused(read12(tls12({})), "no certificate");
  expect_refused(read13(tls13({})), "no certificate");
  expect_refused(read12(tls12(entry(kA) + entry({}))), "an entry");
  expect_refused(read13(tls13(entry13({}) + entry13(kA))), "an entry");
}

TEST(CertificateMessage, RefusesEveryPrefix) {
  const Bytes old_form = tls12(entry(kA) + entry(kB)), new_form = tls13(entry13(kA) + entry13(kB));
  for (std::size_t size = 0; size < old_form.size(); ++size)
    EXPECT_FALSE(read12(Bytes(old_form.begin(), old_form.begin() + static_cast<std::ptrdiff_t>(size)))) << size;
  for (std::size_t size = 0; size < new_form.size(); ++size)
    EXPECT_FALSE(read13(Bytes(new_form.begin(), new_form.begin() + static_cast<std::ptrdiff_t>(size)))) << size;
}

TEST(CertificateMessage, RefusesBytesBehindEachLevel) {
  expect_refused(read12(tls12(entry(kA)) + Bytes{0}), "its length");
  expect_refused(read12(message(sized(entry(kA), 3) + Bytes{0})), "its list");
  expect_refused(read12(tls12(entry(kA) + Bytes{0})), "an entry");
}

TEST(CertificateMessage, RefusesTheOtherForm) {
  EXPECT_FALSE(read13(tls12(entry(kA))));
  EXPECT_FALSE(read12(tls13(entry13(kA))));
}

TEST(CertificateMessage, RefusesAnotherMessage) {
  expect_refused(read12(message(sized(entry(kA), 3), 25)), "another message");
  expect_refused(read12({}), "another message");
}

TEST(CertificateMessage, Takes32CertificatesAndNoMore) {
  Bytes list;
  for (std::size_t i = 0; i < kMaxCertificates; ++i) list = list + entry(kA);
  expect_list(read12(tls12(list)), List(kMaxCertificates, kA));
  expect_refused(read12(tls12(list + entry(kA))), "more than 32 entries");
}

TEST(CertificateMessage, Takes64KiBAndNoMore) {
  expect_list(read12(tls12(entry(Bytes(kMaxCertificateList - 3, 1)))), {Bytes(kMaxCertificateList - 3, 1)});
  expect_refused(read12(tls12(entry(Bytes(kMaxCertificateList - 2, 1)))), "more than 65536");
}

}  // namespace
}  // namespace odca::amt
