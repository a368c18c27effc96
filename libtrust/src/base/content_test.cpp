// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "base/content.h"

#include <gtest/gtest.h>

#include <string>

namespace odca {
namespace {

using std::string_view_literals::operator""sv;

TEST(Content, HasOneNameForEachKind) {
  const std::pair<std::string_view, Content> cases[] = {
      {""sv, Content::empty},
      {" \r\n\t"sv, Content::white_space},
      {"<!DOCTYPE html><html>"sv, Content::html},
      {"\r\n <HTML>"sv, Content::html},
      {"HTTP/1.1 200 OK\r\nContent-Type: application/pkix-crl\r\n\r\n0"sv, Content::http},
      {"HTTP/2 200\n\n"sv, Content::http},
      {"{\"a\":1}"sv, Content::json},
      {"\x1f\x8b\x08"sv, Content::gzip},
      {"PK\x03\x04"sv, Content::zip},
      {"\xfd"
       "7zXZ\0"sv,
       Content::archive},
      {"BZh91AY"sv, Content::archive},
      {"\x28\xb5\x2f\xfd\x04"sv, Content::archive},
      {"7z\xbc\xaf\x27\x1c\0"sv, Content::archive},
      {"<?xml version=\"1.0\"?>"sv, Content::markup},
      {"<Envelope>"sv, Content::markup},
      {"<3 of us"sv, Content::text},
      {"untrusted comment: minisign public key"sv, Content::minisign},
      {"version https://git-lfs.github.com/spec/v1\n"sv, Content::pointer},
      {"MIIB1TCCAVugAwIBAgIQ"sv, Content::base64},
      {"\xff\xfe-\0-\0"sv, Content::utf16},
      {"\xfe\xff\0-\0-"sv, Content::utf16},
      {"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"sv, Content::pkcs7},
      {"note\n-----BEGIN CERTIFICATE-----\n"sv, Content::pem},
      {"\xef\xbb\xbf-----BEGIN CERTIFICATE-----\n"sv, Content::pem},
      {"hello"sv, Content::text},
      {"\x01\x02"sv, Content::binary},
      {"-\0-\0"sv, Content::binary},
  };
  for (const auto& [content, kind] : cases) {
    EXPECT_EQ(guess_content(as_bytes(content)).kind, kind) << content;
    EXPECT_FALSE(guess_content(as_bytes(content)).what.empty());
  }
}

TEST(Content, TellsATarArchiveByItsMagic) {
  std::string archive(512, '\0');
  archive.replace(0, 9, "chain.pem");
  EXPECT_EQ(guess_content(as_bytes(archive)).kind, Content::binary);
  archive.replace(257, 6, "ustar ");
  EXPECT_EQ(guess_content(as_bytes(archive)).kind, Content::archive);
}

TEST(Content, WhatMayBeAFormatOfOursIsNotForeign) {
  for (const Content kind : {Content::json, Content::text, Content::base64, Content::binary})
    EXPECT_FALSE(is_foreign(kind));
  for (const Content kind : {Content::empty, Content::html, Content::utf16, Content::pem, Content::archive})
    EXPECT_TRUE(is_foreign(kind));
}

TEST(Content, Utf16OfOddLengthKeepsItsReadablePart) {
  EXPECT_EQ(plain_text(Bytes{0xff, 0xfe, 'a', 0, 'b', 1, 'c'}), "a??");
  EXPECT_EQ(plain_text(Bytes{0xfe, 0xff, 0, 'a'}), "a");
  EXPECT_EQ(plain_text(Bytes{'a', 'b'}), std::nullopt);
}

}  // namespace
}  // namespace odca
