// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "base/content.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "base/ascii.h"

namespace odca {

namespace {

std::string_view without_white(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kWhite);
  return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

bool starts_like(std::string_view text, std::string_view lower_case_start) {
  if (text.size() < lower_case_start.size()) return false;
  return std::equal(lower_case_start.begin(), lower_case_start.end(), text.begin(),
                    [](char expected, char found) { return expected == lower(found); });
}

struct Signature {
  std::string_view start;
  ContentGuess guess;
};

constexpr std::string_view kCaptureHint =
    "export the server's bytes of the TCP stream as raw data first (in Wireshark: Follow, TCP Stream, Raw)";
constexpr std::string_view kArchiveHint = "unpack it first";
constexpr std::string_view kUtf16Hint = "save it as UTF-8 or ASCII (Out-File -Encoding ascii)";
constexpr std::string_view kBase64Hint =
    "decode it: base64 -d FILE >chain.der, each line of it by itself when every line is a value; BEGIN and END lines "
    "go "
    "around one value, never around several";

using std::string_view_literals::operator""sv;

constexpr std::array kSignatures = {
    Signature{"\xd4\xc3\xb2\xa1"sv, {Content::capture, "a packet capture (pcap)", kCaptureHint}},
    Signature{"\xa1\xb2\xc3\xd4"sv, {Content::capture, "a packet capture (pcap)", kCaptureHint}},
    Signature{"\x0a\x0d\x0d\x0a"sv, {Content::capture, "a packet capture (pcapng)", kCaptureHint}},
    Signature{"PK\x03\x04"sv, {Content::zip, "a ZIP archive", kArchiveHint}},
    Signature{"\x1f\x8b"sv, {Content::gzip, "gzip data", "unpack it first: gzip -dc FILE >NEW"}},
    Signature{"\x7f"
              "ELF"sv,
              {Content::program, "a program", ""}},
    Signature{"\xfd"
              "7zXZ"sv,
              {Content::archive, "xz data", "unpack it first: xz -dc FILE >NEW"}},
    Signature{"BZh"sv, {Content::archive, "bzip2 data", "unpack it first: bzip2 -dc FILE >NEW"}},
    Signature{"\x28\xb5\x2f\xfd"sv, {Content::archive, "Zstandard data", "unpack it first: zstd -dc FILE >NEW"}},
    Signature{"7z\xbc\xaf\x27\x1c"sv, {Content::archive, "a 7z archive", kArchiveHint}},
    Signature{"\xff\xfe"sv, {Content::utf16, "UTF-16 text", kUtf16Hint}},
    Signature{"\xfe\xff"sv, {Content::utf16, "UTF-16 text", kUtf16Hint}},
    Signature{"untrusted comment:"sv,
              {Content::minisign, "a key or signature of minisign", "give the file that it belongs to"}},
    Signature{"version https://git-lfs"sv,
              {Content::pointer, "a pointer of Git LFS", "fetch the file itself: git lfs pull"}},
    Signature{"{"sv, {Content::json, "JSON without a PEM block", ""}},
    Signature{"[{"sv, {Content::json, "JSON without a PEM block", ""}},
    // Base64 of 30 81, 30 82 and 30 83: the first bytes of a DER SEQUENCE.
    Signature{"MII"sv, {Content::base64, "base64 without its BEGIN and END lines", kBase64Hint}},
    Signature{"MIG"sv, {Content::base64, "base64 without its BEGIN and END lines", kBase64Hint}},
};

/// is_pkcs7: a SEQUENCE that starts with an OBJECT IDENTIFIER of PKCS#7, 1.2.840.113549.1.7 (RFC 5652 3).
bool is_pkcs7(ByteView content) {
  constexpr std::array<std::uint8_t, 10> kPrefix = {0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07};
  if (content.size() < 2 || content[0] != 0x30) return false;
  const std::size_t length_octets = content[1] > 0x80 ? content[1] & 0x0fU : 0;
  if (content.size() < 2 + length_octets + kPrefix.size()) return false;
  return std::equal(kPrefix.begin(), kPrefix.end(), content.begin() + static_cast<std::ptrdiff_t>(2 + length_octets));
}

/// is_tar: the magic of POSIX 1003.1 in the header of the first member.
bool is_tar(std::string_view content) {
  constexpr std::size_t kMagicAt = 257;
  return content.size() > kMagicAt && content.substr(kMagicAt).starts_with("ustar");
}

bool looks_like_markup(std::string_view text) {
  const std::string_view start = without_white(text);
  return start.size() > 1 && start[0] == '<' &&
         (start[1] == '?' || start[1] == '!' || (lower(start[1]) >= 'a' && lower(start[1]) <= 'z'));
}

/// has_begin_line looks for the word first: rows of dashes are common, and slow to search for more of.
bool has_begin_line(std::string_view text) {
  constexpr std::string_view kWord = "BEGIN ";
  for (std::size_t at = text.find(kWord); at != std::string_view::npos; at = text.find(kWord, at + kWord.size()))
    if (text.substr(0, at).ends_with("-----")) return true;
  return false;
}

bool is_text(std::string_view content) {
  return std::none_of(content.begin(), content.end(), [](char c) {
    if (c >= ' ' || c < 0) return c == '\x7f';
    return kWhite.find(c) == std::string_view::npos;
  });
}

/// from_utf16 reads the units behind the mark; `high` is the place of the high octet in each pair.
std::string from_utf16(ByteView content, std::size_t high) {
  std::string text;
  text.reserve(content.size() / 2);
  for (std::size_t i = 2; i + 1 < content.size(); i += 2) {
    const std::uint8_t low_octet = content[i + 1 - high];
    const bool ascii = content[i + high] == 0 && low_octet < 0x80;
    text.push_back(ascii ? static_cast<char>(low_octet) : '?');  // below 0x80
  }
  if (content.size() % 2 != 0) text.push_back('?');
  return text;
}

}  // namespace

bool is_foreign(Content kind) {
  switch (kind) {
    case Content::json:
    case Content::text:
    case Content::base64:  // which is text too, and may be a word
    case Content::binary:
      return false;
    default:
      return true;
  }
}

bool looks_like_html(std::string_view text) {
  const std::string_view start = without_white(text);
  return starts_like(start, "<!doctype html") || starts_like(start, "<html");
}

bool looks_like_http(std::string_view text) {
  return starts_like(text, "http/1.") || starts_like(text, "http/2 ") || starts_like(text, "http/3 ");
}

ContentGuess guess_content(ByteView content) {
  std::string_view text = as_text(content);
  if (content.empty()) return {Content::empty, "empty", "the program that wrote it failed; get it again"};
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (has_begin_line(text) && is_text(text.substr(0, 64))) return {Content::pem, "text with a PEM block", ""};
  for (const Signature& signature : kSignatures)
    if (text.starts_with(signature.start)) return signature.guess;
  if (is_tar(text)) return {Content::archive, "a tar archive", "unpack it first: tar -x"};
  if (is_pkcs7(content))
    return {Content::pkcs7, "a PKCS#7 structure",
            "take the certificates out of it: openssl pkcs7 -inform DER -print_certs -in FILE"};
  if (looks_like_html(text))
    return {Content::html, "an HTML page", "the address probably answered with an error or a login page"};
  if (looks_like_markup(text)) return {Content::markup, "an XML document or other markup", ""};
  if (looks_like_http(text))
    return {Content::http, "an HTTP response with its head", "save the body alone: curl without -i"};
  if (without_white(text).empty()) return {Content::white_space, "white space only", ""};
  if (content.size() > 1 && (content[0] == 0 || content[1] == 0) && !is_text(text.substr(0, 2)))
    return {Content::binary, "binary data, or UTF-16 text without a byte order mark", ""};
  if (is_text(text)) return {Content::text, "text without a PEM block", ""};
  return {Content::binary, "binary data", ""};
}

ContentGuess guess_material(ByteView content) {
  const ContentGuess guess = guess_content(content);
  if (guess.kind == Content::utf16) return {Content::utf16, "UTF-16 text without a PEM block", ""};
  return guess;
}

std::optional<std::string> plain_text(ByteView content) {
  if (content.size() >= 3 && content[0] == 0xef && content[1] == 0xbb && content[2] == 0xbf)
    return std::string(as_text(content.subspan(3)));
  if (content.size() >= 2 && content[0] == 0xff && content[1] == 0xfe) return from_utf16(content, 1);
  if (content.size() >= 2 && content[0] == 0xfe && content[1] == 0xff) return from_utf16(content, 0);
  return std::nullopt;
}

}  // namespace odca
