// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "exchange/sidecar.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "exchange/testing.h"
#include "signing/testing.h"

namespace odca::bundle_tool {
namespace {

using bundle::SecretKey;
using bundle::test::key_of;
using test::Folder;
using test::run;

constexpr std::string_view kContent = "a bundle, or anything else\n";

SidecarKey public_of(const SecretKey& key) { return sidecar_key(*key.public_key().ed25519); }
std::string signed_text(std::string_view comment = "file:bundle.atb\thashed") {
  return *sign_sidecar(key_of(1), kContent, comment);
}

template <class T>
std::string reason_of(const Result<T>& result) {
  return result ? "ok" : std::string(result.error().reason);
}
std::string outcome(const std::string& text, const SidecarKey& key = public_of(key_of(1)),
                    std::string_view content = kContent) {
  const auto sidecar = read_sidecar(text);
  return sidecar ? reason_of(check_sidecar(*sidecar, key, content)) : std::string(sidecar.error().reason);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(Sidecar, IsReadAsItWasWritten) {
  const auto sidecar = read_sidecar(signed_text("built on Tuesday"));
  ASSERT_TRUE(sidecar);
  EXPECT_EQ(sidecar->comment, "built on Tuesday");
  EXPECT_TRUE(check_sidecar(*sidecar, public_of(key_of(1)), kContent));
}
TEST(Sidecar, AnotherContentIsRefused) {
  EXPECT_EQ(outcome(signed_text(), public_of(key_of(1)), "something else"), "E_THRESHOLD");
}
TEST(Sidecar, AnotherKeyIsRefused) { EXPECT_EQ(outcome(signed_text(), public_of(key_of(2))), "E_KEY"); }
TEST(Sidecar, AnotherKeyOfTheSameIdIsRefused) {
  SidecarKey other = public_of(key_of(2));
  other.id = public_of(key_of(1)).id;
  EXPECT_EQ(outcome(signed_text(), other), "E_THRESHOLD");
}
TEST(Sidecar, AnotherCommentIsRefused) {
  EXPECT_EQ(outcome(replaced(signed_text("version 7"), "version 7", "version 8")), "E_THRESHOLD");
}
TEST(Sidecar, ACommentOfAnotherSignatureIsRefused) {
  const std::string mine = signed_text("one");
  const std::string other = *sign_sidecar(key_of(1), "another file", "two");
  const std::size_t cut = mine.find("trusted comment: one");
  EXPECT_EQ(outcome(mine.substr(0, cut) + other.substr(other.find("trusted comment: two"))), "E_THRESHOLD");
}

// Hostile case 76: comments that would do something to a terminal, and lines that never end.
class HostileComment : public ::testing::TestWithParam<std::string> {};
TEST_P(HostileComment, IsRefusedAndNeverRepeated) {
  for (const char* const line : {"untrusted comment: ", "\ntrusted comment: "}) {
    const auto sidecar = read_sidecar(replaced(signed_text(), line, line + GetParam()));
    ASSERT_FALSE(sidecar);
    EXPECT_EQ(sidecar.error().reason.text(), "E_CANON");
    EXPECT_EQ(describe(sidecar.error()).find(GetParam()), std::string::npos);
  }
}
INSTANTIATE_TEST_SUITE_P(All, HostileComment,
                         ::testing::Values("\x1b[2J", "\r", "\x7f", "\x08", std::string(1, '\0'), "\xC2\x9B",
                                           "\xE2\x80\xAE", "\xFF", "\xED\xA0\x80", "\xE2\x80\xA8"));
TEST(Sidecar, NobodySignsAHostileComment) {
  for (const char* const comment : {"two\nlines", "\x1b[2J", "\r", "\xFF"})
    EXPECT_EQ(reason_of(sign_sidecar(key_of(1), kContent, comment)), "E_USAGE");
}
TEST(Sidecar, CarriageReturnsAtTheEndOfALineAreNoContent) {
  std::string text = signed_text();
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.insert(at, 1, '\r');
  EXPECT_EQ(outcome(text), "ok");
}
TEST(Sidecar, WhatStandsBehindItsFourLinesIsNoContent) {
  const std::string text = signed_text();
  for (const std::string& written : {text + "\n", text + text, text.substr(0, text.size() - 1)})
    EXPECT_EQ(outcome(written), "ok");
}
TEST(Sidecar, AnUntrustedCommentEndsAtItsLimit) {
  const auto with = [](std::size_t size) {
    const std::string text = signed_text();
    return cat("untrusted comment: ", std::string(size - 19, 'a'), text.substr(text.find('\n')));
  };
  EXPECT_EQ(outcome(with(kMaxUntrustedLine)), "ok");
  EXPECT_EQ(outcome(with(kMaxUntrustedLine + 1)), "E_LIMIT");
}
TEST(Sidecar, ATrustedCommentEndsAtItsLimit) {
  const std::size_t most = kMaxTrustedLine - std::string_view("trusted comment: ").size();
  EXPECT_EQ(outcome(signed_text(std::string(most, 'a'))), "ok");
  EXPECT_EQ(reason_of(sign_sidecar(key_of(1), kContent, std::string(most + 1, 'a'))), "E_USAGE");
  EXPECT_EQ(outcome(replaced(signed_text(), "trusted comment: file", "trusted comment: " + std::string(most, 'a'))),
            "E_LIMIT");
}
TEST(Sidecar, AFileWithoutEndIsRefused) { EXPECT_EQ(outcome(std::string(1U << 20U, 'a')), "E_LIMIT"); }

// Hostile case 77: the mode that signs the file's own bytes.
TEST(Sidecar, TheOlderModeIsRefused) {
  std::string text = signed_text();
  const std::size_t line = text.find('\n') + 1;
  Bytes bytes = *from_base64(text.substr(line, 100));
  bytes[1] = 'd';
  EXPECT_EQ(outcome(text.replace(line, 100, to_base64(bytes))), "E_ALG");
}

class Misshapen : public ::testing::TestWithParam<std::string> {};
TEST_P(Misshapen, IsRefused) { EXPECT_EQ(outcome(GetParam()), "E_FORMAT"); }
INSTANTIATE_TEST_SUITE_P(All, Misshapen,
                         ::testing::Values("", "\n", "untrusted comment: \n", signed_text().substr(1),
                                           " " + signed_text(), replaced(signed_text(), "\ntrusted", "\nTrusted"),
                                           replaced(signed_text(), "RU", "R!"),
                                           replaced(signed_text(), "trusted comment: file", "trusted comment:file")));
TEST(Sidecar, OtherBase64OfTheSameBytesIsRefused) {
  std::string text = signed_text();
  const std::size_t end = text.find("=\n");  // the last letter before the padding has two bits that say nothing
  ASSERT_NE(end, std::string::npos);
  text[end - 1] = static_cast<char>(text[end - 1] + 1);
  EXPECT_EQ(outcome(text), "E_FORMAT");
}
TEST(Sidecar, NoBitMayBeAnother) {
  const std::string whole = signed_text();
  for (std::size_t i = whole.find('\n') + 1; i < whole.size(); ++i) {
    std::string text = whole;
    text[i] = static_cast<char>(text[i] ^ 1);
    EXPECT_NE(outcome(text), "ok") << i;
  }
}

TEST(SidecarKey, IsReadAsItWasWritten) {
  const SidecarKey key = public_of(key_of(1));
  const auto again = read_sidecar_key(to_string(key));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->id, key.id);
  EXPECT_EQ(again->key, key.key);
  EXPECT_TRUE(read_sidecar_key_file(cat("untrusted comment: minisign public key\n", to_string(key), '\n')));
}
TEST(SidecarKey, ASecondFormIsRefused) {
  const std::string line = to_string(public_of(key_of(1)));
  for (const std::string& text : {std::string(), " " + line, line + "A", "E" + line.substr(1), line + line})
    EXPECT_EQ(reason_of(read_sidecar_key(text)), "E_KEY") << text;
}
TEST(SidecarKey, ALineIsTheKeyAlone) {
  const std::string line = to_string(public_of(key_of(1)));
  for (const std::string& text : {line + "\n", line + "\r", line + " ", "comment\n" + line, line + "\n" + line})
    EXPECT_EQ(reason_of(read_sidecar_key(text)), "E_KEY") << text;
}

/// key_files are forms of a public key file; `good` is the key that signed.
std::vector<std::string> key_files(const std::string& good, const std::string& other) {
  const std::string comment = "untrusted comment: minisign public key";
  return {"",
          good,
          good + "\n",
          good + "\n\n",
          good + "\r\n\r\n",
          good + "\ngarbage\n",
          good + "\n" + other + "\n",
          other + "\n" + good + "\n",
          "\n" + good + "\n",
          "\n\n" + good + "\n",
          comment,
          comment + "\n",
          comment + "\n" + good,
          comment + "\n" + good + "\n",
          comment + "\r\n" + good + "\r\n",
          comment + "\n" + good + "\r\r\r\n",
          comment + "\n" + good + "\n" + other + "\n",
          comment + "\n" + good + "\ngarbage",
          comment + "\n" + good + " \n",
          comment + "\n " + good + "\n",
          comment + "\n\n" + good + "\n",
          comment + "\n" + comment + "\n" + good + "\n",
          comment + "\n" + good + "AAAA\n",
          comment + "\r" + good + "\n",
          "\xEF\xBB\xBF" + comment + "\n" + good + "\n",
          "\x1b[2J\n" + good + "\n",
          std::string(1022, 'c') + "\n" + good + "\n",
          std::string(1023, 'c') + "\n" + good + "\n",
          std::string(1021, 'c') + "\r\n" + good + "\n",
          std::string(1022, 'c') + "\r\n" + good + "\n"};
}
TEST(SidecarKey, AFileHasAnyFirstLineAndTheKeyInItsSecond) {
  const std::string line = to_string(public_of(key_of(1)));
  for (const std::string& text : {"\n" + line, "untrusted comment: \x1b[2J\n" + line, "comment\r\n" + line + "\r\n\r"})
    EXPECT_EQ(reason_of(read_sidecar_key_file(text)), "ok") << text;
  for (const std::string& text : {line, line + "\n", line + "\n\n", line + "\ngarbage\n"}) {
    const auto refused = read_sidecar_key_file(text);
    EXPECT_EQ(reason_of(refused), "E_KEY") << text;
    EXPECT_TRUE(!refused && refused.error().message.find("its first line is a key") != std::string::npos) << text;
  }
}

/// Files is a signed file with its sidecar and key, for the stock program.
struct Files {
  Folder folder{};
  std::string file = folder / "bundle.atb";
  Files() { test::put(file, kContent); }
};

TEST(StockMinisign, AcceptsOurSidecar) {
  if (!test::has_program("minisign")) GTEST_SKIP() << "minisign is not here";
  const Files files;
  test::put(files.file + ".minisig", signed_text("made by us"));
  const auto ran = run(cat("minisign -V -H -P ", to_string(public_of(key_of(1))), " -m '", files.file, "'"));
  EXPECT_TRUE(ran.well) << ran.output;
  EXPECT_NE(ran.output.find("Trusted comment: made by us"), std::string::npos) << ran.output;
}
TEST(StockMinisign, RefusesOurSidecarOfAnotherFile) {
  if (!test::has_program("minisign")) GTEST_SKIP() << "minisign is not here";
  const Files files;
  test::put(files.file + ".minisig", signed_text());
  test::put(files.file, "something else");
  EXPECT_FALSE(run(cat("minisign -V -P ", to_string(public_of(key_of(1))), " -m '", files.file, "'")).well);
}

/// stock_outcome is ours of a sidecar that the stock program made, with further options.
std::string stock_outcome(std::string_view options) {
  const Files files;
  const auto ran = run(cat("cd '", files.folder / ".", "' && minisign -G -W -p key.pub -s key.sec && minisign -S ",
                           options, " -s key.sec -m bundle.atb"));
  EXPECT_TRUE(ran.well) << ran.output;
  const auto key = read_sidecar_key_file(test::content_of(files.folder / "key.pub"));
  EXPECT_TRUE(key);
  return key ? outcome(test::content_of(files.file + ".minisig"), *key) : "no key";
}
TEST(StockMinisign, OursAcceptsItsSidecar) {
  if (!test::has_program("minisign")) GTEST_SKIP() << "minisign is not here";
  EXPECT_EQ(stock_outcome(""), "ok");
  EXPECT_EQ(stock_outcome("-t 'a comment of theirs'"), "ok");
}
TEST(StockMinisign, ReadsTheSameKeyFilesAsOurs) {
  if (!test::has_program("minisign")) GTEST_SKIP() << "minisign is not here";
  const Files files;
  const SidecarKey key = public_of(key_of(1));
  test::put(files.file + ".minisig", signed_text());
  for (const std::string& text : key_files(to_string(key), to_string(public_of(key_of(2))))) {
    test::put(files.folder / "key.pub", text);
    const bool stock = run(cat("minisign -V -H -p '", files.folder / "key.pub", "' -m '", files.file, "'")).well;
    const auto read = read_sidecar_key_file(text);
    EXPECT_EQ(read && outcome(signed_text(), *read) == "ok", stock) << text;
  }
}
TEST(StockMinisign, OursRefusesItsOlderMode) {
  if (!test::has_program("minisign")) GTEST_SKIP() << "minisign is not here";
  EXPECT_EQ(stock_outcome("-l"), "E_ALG");
}

}  // namespace
}  // namespace odca::bundle_tool
