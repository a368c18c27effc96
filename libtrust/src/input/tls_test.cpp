// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/tls.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "input/testdata/files.h"

namespace odca {
namespace {

using test::chain;
using test::ders;
using test::file;
using test::handshake;
using test::joined;
using test::List;
using test::number;
using test::record;
using test::tls12_message;
using test::tls13_message;
using test::vector_of;

Result<Dump> read(ByteView content, const Limits& limits = {}) { return read_dump(content, "t.bin", limits); }

void expect_chain(std::string_view name, InputKind kind, std::string_view place) {
  const Result<Dump> dump = read(file(name));
  ASSERT_TRUE(dump) << name << ": " << describe(dump.error());
  EXPECT_EQ(dump->kind, kind);
  EXPECT_EQ(ders(*dump), chain()) << name;
  EXPECT_TRUE(dump->unreadable.empty()) << name;
  EXPECT_EQ(dump->certificates.back().where, "t.bin: " + std::string(place) + ", certificate 3");
}

void expect_refused(ByteView content, std::string_view reason, std::string_view message_part) {
  const Result<Dump> dump = read(content);
  ASSERT_FALSE(dump) << message_part;
  EXPECT_EQ(dump.error().reason.text(), reason) << describe(dump.error());
  EXPECT_NE(dump.error().message.find(message_part), std::string::npos) << describe(dump.error());
}

TEST(Tls, ReadsOneCertificateMessage) {
  expect_chain("tls12.bin", InputKind::tls_handshake, "TLS 1.2 Certificate message");
  expect_chain("tls13.bin", InputKind::tls_handshake, "TLS 1.3 Certificate message");
  expect_chain("tls13-extensions.bin", InputKind::tls_handshake, "TLS 1.3 Certificate message");
}

TEST(Tls, ReadsAStreamOfHandshakeMessages) {
  expect_chain("handshake.bin", InputKind::tls_handshake, "TLS 1.2 Certificate message");
}

TEST(Tls, ReadsAStreamOfRecords) {
  expect_chain("records.bin", InputKind::tls_records, "TLS record stream, TLS 1.2 Certificate message");
}

TEST(Tls, ReadsWhatAServerSent) {
  expect_chain("server-tls1_2.bin", InputKind::tls_records, "TLS record stream, TLS 1.2 Certificate message");
}

TEST(Tls, NotesWhatIsEncrypted) {
  const Result<Dump> dump = read(file("records.bin"));
  ASSERT_TRUE(dump);
  ASSERT_EQ(dump->notes.size(), 1U);
  EXPECT_EQ(dump->notes[0], "t.bin: encrypted TLS records after the handshake, not read: 1");
}

TEST(Tls, ExplainsThatTls13HidesTheCertificate) {
  for (const std::string_view name : {"server-tls1_3.bin", "records-tls13.bin"}) {
    expect_refused(file(name), "not-found", "TLS 1.3, which encrypts");
    EXPECT_NE(read(file(name)).error().hint.find("openssl s_client"), std::string::npos);
  }
}

TEST(Tls, RefusesAStreamWithoutCertificate) {
  expect_refused(file("alert.bin"), "not-found", "no Certificate message");
  expect_refused(handshake(14, {}), "not-found", "no Certificate message");
}

TEST(Tls, RefusesACompressedCertificate) { expect_refused(handshake(25, Bytes{0, 2}), "compressed", "RFC 8879"); }

// It counts: a genuine message beside it must not be taken in its place.
TEST(Tls, ACompressedCertificateCountsAsOne) {
  const Bytes compressed = handshake(25, Bytes{0, 2, 0, 0, 1, 0, 0, 0});
  expect_refused(joined({compressed, tls12_message(chain())}), "ambiguous", "found 2");
  expect_refused(record(22, joined({tls13_message(chain()), compressed})), "ambiguous", "found 2");
}

TEST(Tls, RefusesACertificateBehindAFinished) {
  const Bytes finished = handshake(20, Bytes(12, 1));
  expect_refused(joined({finished, tls12_message(chain())}), "ambiguous", "behind a Finished");
  EXPECT_TRUE(read(joined({tls12_message(chain()), finished})));
}

TEST(Tls, WhatTheClientSentIsNoVerdict) {
  const Bytes hello = handshake(1, Bytes(40, 3));
  expect_refused(joined({hello, tls12_message(chain())}), "client-direction", "what the client sent");
  expect_refused(joined({record(22, hello), record(22, tls12_message(chain()))}), "client-direction", "ClientHello");
  expect_refused(record(22, hello), "client-direction", "ClientHello");
  EXPECT_NE(read(record(22, hello)).error().hint.find("other direction"), std::string::npos);
}

TEST(Tls, AClientIsKnownWithoutItsHello) {
  const Bytes key_exchange = handshake(16, Bytes(66, 4));
  const Bytes verify = handshake(15, Bytes(70, 5));
  const Bytes certificate = tls12_message(chain());
  expect_refused(joined({certificate, key_exchange, verify}), "client-direction", "only a client sends");
  expect_refused(joined({certificate, verify}), "client-direction", "CertificateVerify of TLS 1.2");
  const Bytes flight = joined({record(22, certificate), record(22, joined({key_exchange, verify}))});
  expect_refused(flight, "client-direction", "only a client sends");
  expect_refused(ByteView(flight).first(flight.size() - 100), "client-direction", "only a client sends");
  expect_refused(joined({record(22, certificate), record(22, key_exchange), record(20, Bytes{1})}), "client-direction",
                 "only a client");
  expect_refused(joined({tls13_message(chain()), handshake(5, {})}), "client-direction", "only a client sends");
  // A server's CertificateVerify of TLS 1.3, and the messages of its TLS 1.2 flight.
  EXPECT_TRUE(read(joined({tls13_message(chain()), verify})));
  EXPECT_TRUE(read(joined({certificate, handshake(12, Bytes(70, 6)), handshake(13, Bytes(8, 1)), handshake(14, {})})));
}

// A stream with two can be made by a relay: the peer's own and a genuine one from elsewhere.
TEST(Tls, RefusesTwoCertificateMessages) {
  expect_refused(file("two-certificates.bin"), "ambiguous", "found 2");
  expect_refused(joined({tls12_message(chain()), tls12_message(chain())}), "ambiguous", "found 2");
}

TEST(Tls, FindsNoCertificateInsideAnotherMessage) {
  const Bytes ticket = handshake(4, tls12_message(chain()));
  expect_refused(record(22, ticket), "not-found", "no Certificate message");
  const Result<Dump> dump = read(record(22, joined({tls12_message({chain()[2]}), ticket})));
  ASSERT_TRUE(dump);
  EXPECT_EQ(ders(*dump), List{chain()[2]});
}

TEST(Tls, TakesNothingFromBehindChangeCipherSpec) {
  const Bytes change = record(20, Bytes{1});
  const Bytes encrypted = record(22, Bytes(40, 0xa5));
  const Result<Dump> dump = read(joined({record(22, tls12_message({chain()[2]})), change, encrypted, encrypted}));
  ASSERT_TRUE(dump);
  EXPECT_EQ(ders(*dump), List{chain()[2]});
}

TEST(Tls, RefusesASecondSessionBehindTheEncryptedRecordsOfTheFirst) {
  const Bytes first = record(22, tls12_message({chain()[2]}));
  Bytes hello_body(70, 7);
  hello_body[0] = hello_body[1] = 3;
  for (const Bytes& end : {record(20, Bytes{1}), record(23, Bytes(40, 0xa5))})
    for (const Bytes& message : {tls12_message(chain()), tls13_message(chain()), handshake(2, hello_body)})
      expect_refused(joined({first, end, record(22, message)}), "ambiguous", "found another one at TLS record 3");
}

TEST(Tls, RefusesAMessageThatIsCutOff) {
  const Bytes whole = tls12_message(chain());
  for (const std::size_t size : {std::size_t{5}, std::size_t{100}, whole.size() - 1}) {
    const ByteView part = ByteView(whole).first(size);
    expect_refused(part, "malformed", "cut off");
    expect_refused(record(22, part), "malformed", "cut off");
  }
}

TEST(Tls, RefusesBytesBehindAMessage) {
  expect_refused(joined({tls12_message(chain()), {0xff}}), "malformed", "found type 255");
}

TEST(Tls, RefusesLengthsThatDoNotAddUp) {
  const std::vector<Bytes> bodies = {
      {0, 0, 1},                                               // a list longer than the message
      {0, 0, 2, 0, 0},                                         // half a length
      joined({{0, 0, 5}, vector_of(Bytes{0x30, 0}, 3), {0}}),  // a byte behind the list
      {0, 0, 3, 0, 0, 0},                                      // an empty certificate
      {0, 0, 0, 6, 0, 0, 1, 0x30, 0, 9},                       // TLS 1.3 extensions longer than the list
      joined({{0, 0, 0, 8}, {0, 0, 1, 0x30, 0, 2, 0, 1}}),     // half an extension
  };
  for (const Bytes& body : bodies) expect_refused(handshake(11, body), "malformed", "do not add up");
}

TEST(Tls, RefusesAnEmptyList) {
  expect_refused(handshake(11, Bytes{0, 0, 0}), "malformed", "no certificate");
  expect_refused(handshake(11, Bytes{0, 0, 0, 0}), "malformed", "no certificate");
}

/// A list of 64 KiB and more can be made to add up in both forms: the first octet of its TLS 1.2 length is a context
/// length in TLS 1.3. Offsets: 0 length 12 (context length 13, context, …), 2 length 13, 3 first length 12, 5 first
/// length 13, 8 entry 13, 60008 extensions 13, 65286 second length 12.
Bytes body_of_both_forms(ByteView start_of_tls13_entry) {
  Bytes body(0x010104, 0);
  const auto put = [&body](std::size_t at, const Bytes& bytes) {
    std::copy(bytes.begin(), bytes.end(), body.begin() + static_cast<std::ptrdiff_t>(at));  // small offsets
  };
  put(0, number(0x010101, 3));
  put(2, number(0x0100ff, 3));
  put(5, number(60000, 3));
  put(8, Bytes(start_of_tls13_entry.begin(), start_of_tls13_entry.end()));
  put(60008, joined({number(5786, 2), {0, 5}, number(5782, 2)}));
  put(65286, number(507, 3));
  return body;
}

TEST(Tls, AMessageThatAddsUpInBothFormsIsNotGuessed) {
  expect_refused(handshake(11, body_of_both_forms(Bytes{0x31})), "ambiguous", "as TLS 1.2 and as TLS 1.3");
}

TEST(Tls, OfTwoFormsTheOneWithDerIsMeant) {
  const Result<TlsCertificates> read =
      read_tls_handshake(handshake(11, body_of_both_forms(Bytes{0x30, 0x82, 0xea, 0x5c})), 64);
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(read->form, "TLS 1.3 Certificate message");
  EXPECT_EQ(read->entries.size(), 1U);
}

TEST(Tls, KeepsTheCertificateWhenTheStreamIsCutBehindIt) {
  const Result<Dump> dump = read(file("records-cut.bin"));
  ASSERT_TRUE(dump) << describe(dump.error());
  EXPECT_EQ(ders(*dump), chain());
  ASSERT_EQ(dump->unreadable.size(), 1U);
  EXPECT_NE(describe(dump->unreadable[0].error).find("TLS record 2: a TLS record is cut off"), std::string::npos)
      << describe(dump->unreadable[0].error);
}

TEST(Tls, RefusesBrokenRecords) {
  expect_refused(joined({{22, 3, 3, 0, 0}, record(22, tls12_message(chain()))}), "malformed", "of 0 bytes");
  expect_refused(joined({record(22, handshake(14, {})), {22, 3, 3, 0xff, 0xff}}), "malformed", "of 65535 bytes");
  expect_refused(joined({record(22, handshake(14, {})), {22, 9, 9, 0, 1, 0}}), "malformed", "other bytes");
  expect_refused(record(22, Bytes((1U << 14U) + 1, 0)), "malformed", "of 16385 bytes");
}

TEST(Tls, AnUnreadableEntryDoesNotEndTheReading) {
  const Result<Dump> dump = read(tls12_message({chain()[0], {0x30, 0x00}, chain()[1]}));
  ASSERT_TRUE(dump);
  EXPECT_EQ(ders(*dump), (List{chain()[0], chain()[1]}));
  ASSERT_EQ(dump->unreadable.size(), 1U);
  EXPECT_EQ(dump->unreadable[0].where, "t.bin: TLS 1.2 Certificate message, certificate 2");
}

TEST(Tls, TheCountOfCertificatesIsLimited) {
  const std::vector<Bytes> many(5, chain()[0]);
  EXPECT_TRUE(read(tls12_message(many), {.certificates = 5})->limits.empty());
  const Result<Dump> dump = read(tls12_message(many), {.certificates = 4});
  ASSERT_TRUE(dump);
  EXPECT_EQ(dump->certificates.size(), 4U);
  EXPECT_EQ(dump->limits.at(0).limit.text(), "certificates");
}

TEST(Tls, ManyTinyEntriesAreNotKept) {
  std::vector<Bytes> tiny(20000, Bytes{0x30});
  const Result<TlsCertificates> certificates = read_tls_handshake(tls12_message(tiny), 64);
  ASSERT_TRUE(certificates);
  EXPECT_EQ(certificates->entries.size(), 65U);
}

}  // namespace
}  // namespace odca
