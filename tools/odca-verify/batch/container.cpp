// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/container.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "base/content.h"
#include "base/text.h"
#include "batch/json_shape.h"
#include "batch/tar_stream.h"

namespace odca::batch {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kEachItsOwn =
    "give each device a file of its own, or a line of JSON Lines: {\"id\": …, \"chain\": …} in a file named .jsonl";

Error refused(std::string message, std::string hint, ReasonId reason) {
  return {.code = Errc::syntax, .message = std::move(message), .hint = std::move(hint), .reason = reason};
}

struct Packing {
  std::string_view start;
  std::string_view what;
  std::string_view hint;
};

constexpr std::string_view kUnpack = "unpack it and name the folder";
constexpr std::string_view kGunzip =
    "unpack it first; a tar archive or JSON Lines: gunzip -c FILE | odca-verify batch -";
constexpr std::array kPackings = {
    Packing{"PK\x03\x04"sv, "a ZIP archive", kUnpack},
    Packing{"PK\x05\x06"sv, "an empty ZIP archive", kUnpack},
    Packing{"PK\x07\x08"sv, "a ZIP archive in parts", kUnpack},
    Packing{"\x1f\x8b"sv, "gzip data", kGunzip},
    Packing{"\x1f\x9d"sv, "compressed data (.Z)", kGunzip},
    Packing{"7z\xbc\xaf\x27\x1c"sv, "a 7z archive", kUnpack},
    Packing{"\xfd"
            "7zXZ\x00"sv,
            "xz data", "unpack it first; a tar archive or JSON Lines: xz -dc FILE | odca-verify batch -"},
    Packing{"\x28\xb5\x2f\xfd"sv, "zstd data",
            "unpack it first; a tar archive or JSON Lines: zstd -dc FILE | odca-verify batch -"},
    Packing{"BZh"sv, "bzip2 data",
            "unpack it first; a tar archive or JSON Lines: bzip2 -dc FILE | odca-verify batch -"},
    Packing{"\x04\x22\x4d\x18"sv, "lz4 data", kUnpack},
    Packing{"LZIP"sv, "lzip data", kUnpack},
    Packing{"Rar!\x1a\x07"sv, "a RAR archive", kUnpack},
    Packing{"MSCF\x00"sv, "a cabinet archive", kUnpack},
    Packing{"!<arch>\n"sv, "an ar archive", kUnpack},
    Packing{"070701"sv, "a cpio archive", kUnpack},
    Packing{"070702"sv, "a cpio archive", kUnpack},
    Packing{"070707"sv, "a cpio archive", kUnpack},
    Packing{"\xc7\x71"sv, "a cpio archive", kUnpack},
    Packing{"SQLite format 3\x00"sv, "a database", kEachItsOwn},
};

bool separates(char c) { return c == ',' || c == ';' || c == '\t' || c == '|'; }

/// begins_field: on its line a separator and something else stand before it. Indentation alone is no table.
bool begins_field(std::string_view before) {
  if (before.ends_with('"') || before.ends_with('\'')) before.remove_suffix(1);
  if (before.empty() || !separates(before.back())) return false;
  const std::size_t last = before.find_last_not_of(" \t");
  return last != std::string_view::npos && before[last] != '\n' && before[last] != '\r';
}

/// ends_field: a separator follows, and something behind it.
bool ends_field(std::string_view behind) {
  while (!behind.empty() && (behind.starts_with("\\n") || behind.starts_with("\\r"))) behind.remove_prefix(2);
  behind.remove_prefix(std::min(behind.find_first_not_of("\r\n"), behind.size()));
  if (behind.starts_with('"') || behind.starts_with('\'')) behind.remove_prefix(1);
  return behind.size() > 1 && separates(behind.front());
}

/// has_field tells whether a certificate is a field of a table: a separator on one of its sides, quoted or not.
bool has_field(std::string_view text) {
  constexpr std::string_view kBegin = "-----BEGIN ", kEnd = "-----END ", kDashes = "-----";
  for (std::size_t at = text.find(kDashes); at != std::string_view::npos; at = text.find(kDashes, at + 1)) {
    const std::string_view here = text.substr(at);
    if (here.starts_with(kBegin) && begins_field(text.substr(0, at))) return true;
    if (!here.starts_with(kEnd)) continue;
    const std::size_t dashes = here.find(kDashes, kEnd.size());
    if (dashes != std::string_view::npos && ends_field(here.substr(dashes + kDashes.size()))) return true;
  }
  return false;
}

/// sessions counts what programs print once for each connection, at the start of a line.
std::size_t sessions(std::string_view text) {
  constexpr std::array kMarks = {"CONNECTED("sv, "Certificate chain"sv, "SSL handshake has read"sv, "Certificate #0"sv,
                                 "- Certificate[0] info:"sv};
  std::array<std::size_t, kMarks.size()> seen{};
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    for (std::size_t i = 0; i < kMarks.size(); ++i) seen[i] += text.starts_with(kMarks[i]) ? 1 : 0;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return *std::max_element(seen.begin(), seen.end());
}

std::optional<Error> json_container(std::string_view text) {
  switch (json_shape(text)) {
    case JsonShape::list:
      return refused("a JSON list, not the dump of one device",
                     "make JSON Lines of it: jq -c '.[]' FILE >FLEET.jsonl, and name that", "json-list");
    case JsonShape::list_of_texts:
      return refused("a JSON list of texts, not the dump of one device",
                     "make JSON Lines of it: jq -c '.[] | {chain: .}' FILE >FLEET.jsonl, and name that", "json-list");
    case JsonShape::several_objects:
      return refused("several JSON objects, not the dump of one device",
                     "name the file itself, with a name that ends in .jsonl; objects over several lines: jq -c . FILE "
                     ">FLEET.jsonl",
                     "json-objects");
    case JsonShape::several_devices:
      return refused("a JSON object that holds several devices", std::string(kEachItsOwn), "several-devices");
    case JsonShape::line_with_facts:
      return refused("a line of JSON Lines, whose facts about the device a dump cannot give",
                     "name the file itself, with a name that ends in .jsonl", "json-line");
    case JsonShape::other:
    case JsonShape::one_object:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> packed(ByteView content) {
  const std::string_view text = as_text(content);
  const auto found = std::find_if(kPackings.begin(), kPackings.end(),
                                  [&](const Packing& packing) { return text.starts_with(packing.start); });
  if (found != kPackings.end())
    return refused(cat(found->what, ", which is not unpacked"), std::string(found->hint), "archive");
  if (is_tar(content))
    return refused("a tar archive among dumps, which is not unpacked",
                   "name the archive itself: odca-verify batch FLEET.tar", "archive");
  return std::nullopt;
}

std::optional<Error> container(ByteView content) {
  if (auto archive = packed(content)) return archive;
  const std::optional<std::string> decoded = plain_text(content);
  std::string_view text = decoded ? std::string_view(*decoded) : as_text(content);
  text.remove_prefix(std::min(text.find_first_not_of(kWhite), text.size()));
  if (auto json = json_container(text)) return json;
  if (!text.starts_with('{') && has_field(text))
    return refused("a table with a certificate in a field, not the dump of one device", std::string(kEachItsOwn),
                   "table");
  if (const std::size_t count = sessions(text); count > 1)
    return refused(cat("the output of ", count, " connections, not the dump of one device"), std::string(kEachItsOwn),
                   "several-devices");
  return std::nullopt;
}

}  // namespace odca::batch
