// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// read_dump as a whole: recognition, errors for what is none of ours, and the properties of all frames.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "input/testdata/files.h"

namespace odca {
namespace {

using test::chain;
using test::ders;
using test::file;
using test::joined;
using test::pem;

Result<Dump> read(std::string_view text) { return read_dump(as_bytes(text), "t", {}); }

TEST(Dump, MoreThanTheLimitIsNotLookedAt) {
  const Bytes content = file("leaf.der");
  EXPECT_TRUE(read_dump(content, "t", {.input_bytes = content.size()}));
  const Result<Dump> dump = read_dump(content, "t", {.input_bytes = content.size() - 1});
  ASSERT_FALSE(dump);
  EXPECT_EQ(dump.error().code, Errc::limit);
}

TEST(Dump, ErrorsNameTheInputAndSayWhatItLooksLike) {
  const std::pair<std::string, std::string_view> cases[] = {
      {"", "is empty"},
      {" \r\n", "white space only"},
      {"hello", "text without a PEM block"},
      {"  <!DOCTYPE HTML><p>", "an HTML page"},
      {"<Html>", "an HTML page"},
      {"{\"a\": 1}", "JSON"},
      {"PK\x03\x04zip", "a ZIP archive"},
      {"\x1f\x8bgz", "gzip data"},
      {std::string("\xd4\xc3\xb2\xa1\x02\x00", 6), "a packet capture"},
      {std::string("\x0a\x0d\x0d\x0a\x00", 5), "a packet capture"},
      {"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB", "base64 without its BEGIN"},
      {std::string("-\0-\0-\0", 6), "UTF-16 text without"},
      {"\x01\x02\x03\xff\x80", "binary data"},
      {"0 s:CN = leaf", "text without a PEM block"},
  };
  for (const auto& [content, what] : cases) {
    const Result<Dump> dump = read(content);
    ASSERT_FALSE(dump) << what;
    EXPECT_EQ(dump.error().code, Errc::syntax);
    const std::string text = describe(dump.error());
    EXPECT_EQ(text.substr(0, 3), "t: ") << text;
    EXPECT_NE(text.find(what), std::string::npos) << text;
    EXPECT_FALSE(dump.error().hint.empty()) << text;
  }
}

TEST(Dump, EmptyContentHintsAtHowToGetAChain) {
  EXPECT_NE(read("").error().hint.find("openssl s_client -connect localhost:16993 -showcerts"), std::string::npos);
}

TEST(Dump, DerThatStartsLikeTextIsStillDer) {
  const Result<Dump> dump = read_dump(joined({chain()[0], Bytes(20, '\n')}), "t", {});
  ASSERT_TRUE(dump);
  EXPECT_EQ(dump->kind, InputKind::der);
}

// Properties: whatever the frame, the same list comes out.

std::vector<Bytes> some_certificates() {
  std::vector<Bytes> list;
  for (const std::size_t index : *rc::gen::nonEmpty(
           rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, chain().size()))))
    list.push_back(chain()[index]);
  list.resize(std::min<std::size_t>(list.size(), Limits{}.certificates));
  return list;
}

void expect_list(ByteView content, const std::vector<Bytes>& list, InputKind kind) {
  const Result<Dump> dump = read_dump(content, "t", {});
  RC_ASSERT(dump.has_value());
  RC_ASSERT(dump->kind == kind);
  RC_ASSERT(ders(*dump) == list);
  RC_ASSERT(dump->unreadable.empty());
  RC_ASSERT(dump->limits.empty());
}

RC_GTEST_PROP(DumpProperty, PemWithNoiseReadsBack, ()) {
  const auto list = some_certificates();
  const auto noise = rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc 09-:=\t\r\n\\\"")));
  std::string text;
  for (const Bytes& der : list) {
    text += *noise + "\n" + pem(der, "CERTIFICATE", *rc::gen::element<std::string>("\n", "\r\n", "\r"));
  }
  text += *noise;
  expect_list(as_bytes(text), list, InputKind::pem);
}

RC_GTEST_PROP(DumpProperty, ConcatenatedDerReadsBack, ()) {
  const auto list = some_certificates();
  expect_list(joined(list), list, InputKind::der);
}

RC_GTEST_PROP(DumpProperty, TlsMessagesReadBack, ()) {
  const auto list = some_certificates();
  expect_list(test::tls12_message(list), list, InputKind::tls_handshake);
  expect_list(test::tls13_message(list), list, InputKind::tls_handshake);
}

RC_GTEST_PROP(DumpProperty, TlsRecordsOfAnySizeReadBack, ()) {
  const auto list = some_certificates();
  const Bytes messages = joined({test::handshake(2, Bytes(70, 1)), test::tls12_message(list), test::handshake(14, {})});
  Bytes stream;
  for (std::size_t at = 0; at < messages.size();) {
    const std::size_t size = *rc::gen::inRange<std::size_t>(1, 2000);
    const ByteView fragment = ByteView(messages).subspan(at, std::min(size, messages.size() - at));
    const Bytes record = test::record(22, fragment);
    stream.insert(stream.end(), record.begin(), record.end());
    at += fragment.size();
  }
  expect_list(stream, list, InputKind::tls_records);
}

RC_GTEST_PROP(DumpProperty, AmtListsReadBack, ()) {
  const auto list = some_certificates();
  std::string xml = "<a:B>";
  for (const Bytes& der : list)
    xml += "<a:LengthOfCertificates>" + std::to_string(der.size()) + "</a:LengthOfCertificates>";
  xml += "<a:Certificates>" + to_base64(joined({joined(list), Bytes(*rc::gen::inRange<std::size_t>(0, 99))})) +
         "</a:Certificates></a:B>";
  expect_list(as_bytes(xml), list, InputKind::amt_response);
}

RC_GTEST_PROP(DumpProperty, ATruncatedFrameNeverReadsAsAnotherList, ()) {
  const auto list = some_certificates();
  const std::string text = pem(list[0]);
  const Bytes frame =
      *rc::gen::element(joined(list), test::tls12_message(list), test::tls13_message(list),
                        test::record(22, test::tls12_message({list[0]})), joined({{text.begin(), text.end()}}));
  const std::size_t size = *rc::gen::inRange<std::size_t>(0, frame.size());
  const Result<Dump> dump = read_dump(ByteView(frame).first(size), "t", {});
  if (!dump) return;
  const auto read = ders(*dump);
  RC_ASSERT(read.size() <= list.size());
  RC_ASSERT(std::equal(read.begin(), read.end(), list.begin()));
}

RC_GTEST_PROP(DumpProperty, AFlippedByteNeverBreaksTheLimits, ()) {
  const auto names = {"server-tls1_2.bin", "tls13-extensions.bin", "authenticate.xml", "s_client.txt", "pull.xml"};
  Bytes content = file(*rc::gen::elementOf(std::vector<std::string>(names.begin(), names.end())));
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i)
    content[*rc::gen::inRange<std::size_t>(0, content.size())] = *rc::gen::arbitrary<std::uint8_t>();
  const Result<Dump> dump = read_dump(content, "t", {.certificates = 2});
  if (!dump) return;
  RC_ASSERT(dump->certificates.size() + dump->unreadable.size() <= 2U);
}

// Real material, where it is at hand.

std::filesystem::path shared_data() {
  const char* given = std::getenv("ODCA_SHARED_DATA");
  return given != nullptr ? std::filesystem::path(given) : std::filesystem::path(ODCA_SOURCE_DIR) / "../shared/data";
}

std::size_t count_in_folder(const std::filesystem::path& folder, std::string_view extension,
                            std::size_t (*count)(const Dump&)) {
  std::size_t sum = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != extension) continue;
    const Result<Bytes> content = read_file(entry.path(), 4U << 20U);
    const Result<Dump> dump = read_dump(content ? *content : Bytes{}, entry.path().filename().string(), {});
    if (!dump) continue;
    EXPECT_TRUE(dump->unreadable.empty()) << dump->unreadable[0].where << describe(dump->unreadable[0].error);
    sum += count(*dump);
  }
  return sum;
}

TEST(RealData, EveryChainReads) {
  const auto folder = shared_data() / "real-chains" / "chains";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no real chains at hand: set ODCA_SHARED_DATA";
  EXPECT_EQ(count_in_folder(folder, ".pem", [](const Dump& d) { return d.certificates.size(); }), 53U);
}

TEST(RealData, EveryCrlReads) {
  const auto folder = shared_data() / "real-chains" / "crls";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no real CRLs at hand: set ODCA_SHARED_DATA";
  EXPECT_EQ(count_in_folder(folder, ".pem", [](const Dump& d) { return d.crls.size(); }), 78U);
}

TEST(RealData, CertificateResponsesOfAmtRead) {
  const auto folder = shared_data() / "amt-responses" / "amt" / "publickey" / "certificate";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no AMT responses at hand: set ODCA_SHARED_DATA";
  EXPECT_EQ(count_in_folder(folder, ".xml", [](const Dump& d) { return d.certificates.size(); }), 5U);
}

}  // namespace
}  // namespace odca
