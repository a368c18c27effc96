// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: a line is either a record that, written again as JSON, reads back as the same record, or an error with a
// message, a reason and the place (the id, or else file and line). No line is lost: their number is that of the items
// and of the blank lines, and the whole input is consumed.
#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "batch/json_lines.h"
#include "scratch_folder.h"

namespace {

using namespace odca;

constexpr std::size_t kMaxLine = 4096;

std::string hash_text(const LeafHash& hash) {
  if (hash.algorithm == LeafHash::Algorithm::sha256) return "sha256:" + to_hex(hash.field);
  if (hash.algorithm == LeafHash::Algorithm::sha384) return "sha384:" + to_hex(hash.field);
  return to_hex(hash.field);
}

/// written is the record as a line; a chain that is not UTF-8 could not have come from JSON.
std::string written(const batch::BatchItem& item) {
  nlohmann::json line = {{"id", item.id}, {"chain", as_text(item.content)}};
  if (item.device.upid) line["upid"] = to_hex(*item.device.upid);
  if (item.device.leaf_hash) line["leaf_hash"] = hash_text(*item.device.leaf_hash);
  if (item.device.amt_version) line["amt_version"] = *item.device.amt_version;
  return line.dump();
}

bool same_device(const DeviceFacts& a, const DeviceFacts& b) {
  const bool same_hash =
      a.leaf_hash.has_value() == b.leaf_hash.has_value() &&
      (!a.leaf_hash || (a.leaf_hash->algorithm == b.leaf_hash->algorithm && a.leaf_hash->field == b.leaf_hash->field));
  return same_hash && a.upid == b.upid && a.pin_spki == b.pin_spki && a.amt_version == b.amt_version;
}

void check_record(const batch::BatchItem& item) {
  ODCA_CHECK(!item.content.empty() && !item.device.pin_spki && !item.device.pin_certificate);
  const batch::BatchItem again = batch::parse_json_line(written(item), "again");
  ODCA_CHECK(!again.error && again.id == item.id && again.content == item.content);
  ODCA_CHECK(same_device(again.device, item.device));
}

void check_item(const batch::BatchItem& item) {
  ODCA_CHECK(!item.id.empty());
  if (!item.error) return check_record(item);
  ODCA_CHECK(!item.error->message.empty() && !item.error->reason.empty());
}

/// lines counts what has something in it other than white space.
std::size_t lines(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (text.substr(0, end).find_first_not_of(" \t\r") != std::string_view::npos || end > kMaxLine) ++count;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView content(data, size);
  const fuzz::ScratchFolder folder;
  auto source = batch::ByteSource::open(folder.put("fleet.jsonl", content).string());
  ODCA_CHECK(source.has_value());
  const auto stream = batch::json_lines(*std::move(source), kMaxLine);
  std::size_t items = 0;
  while (true) {
    auto item = stream->next();
    if (!item) {  // something else as a whole, such as a JSON list
      ODCA_CHECK(!item.error().message.empty() && !item.error().reason.empty());
      return 0;
    }
    if (!*item) break;
    check_item(batch::opened(**std::move(item)));
    ++items;
  }
  ODCA_CHECK(items == lines(as_text(content)) && stream->consumed() == size);
  return 0;
}
