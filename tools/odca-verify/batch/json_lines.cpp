// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/json_lines.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <utility>

#include "base/suggestion.h"
#include "base/text.h"
#include "batch/container.h"
#include "batch/flat_object.h"
#include "batch/item_name.h"
#include "pin.h"
#include "question.h"

namespace odca::batch {
namespace {

constexpr std::size_t kMaxId = 1024;  // reports keep ids, so they are bounded
constexpr std::size_t kStart = 4096;  // of a line that is dropped

constexpr std::array<std::string_view, 8> kMembers = {"id",  "chain", "upid",        "leaf_hash",
                                                      "pin", "name",  "amt_version", "note"};

Error line_error(std::string message, std::string hint) {
  return {.code = Errc::syntax, .message = std::move(message), .hint = std::move(hint), .reason = "json-line"};
}

Status check_text(const FlatMember& member) {
  if (member.kind == FlatMember::Kind::text) return {};
  return line_error(cat("the member ", quote(member.name), " is not a text"),
                    "see docs/fleet.md for the members of a line");
}

Status read_id(FlatMember& member, BatchItem& item) {
  if (member.kind == FlatMember::Kind::other)
    return line_error("the member 'id' is neither a text nor a whole number", "give each device an id of its own");
  if (member.value.empty() || member.value.size() > kMaxId)
    return line_error(cat("the member 'id' has ", member.value.size(), " bytes, expected 1 to ", kMaxId),
                      "give each device a short id of its own");
  item.id = std::move(member.value);
  return {};
}

Status read_amt_version(const FlatMember& member, BatchItem& item) {
  const Result<unsigned> version = cli::read_amt_version("amt_version", member.value);
  if (!version)
    return line_error(cat("the member 'amt_version' is no version of AMT", member.value.empty() ? "" : ": ",
                          member.value.empty() ? "" : quote(member.value)),
                      "write \"amt_version\": 19 or \"amt_version\": \"19.0.5\"");
  item.device.amt_version = *version;
  return {};
}

Status read_member(FlatMember& member, BatchItem& item) {
  const std::string& name = member.name;
  if (name == "note") return {};
  if (name == "id") return read_id(member, item);
  if (name == "amt_version") return read_amt_version(member, item);
  if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end()) {
    const auto near = nearest(name, kMembers);
    return line_error(cat("the member ", quote(name), " is not known"),
                      near ? cat("did you mean ", quote(*near), "?") : "free text belongs in the member 'note'");
  }
  ODCA_TRY(check_text(member));
  if (name == "chain") {
    const ByteView bytes = as_bytes(member.value);
    item.content.assign(bytes.begin(), bytes.end());
  } else if (name == "upid") {
    ODCA_TRY_ASSIGN(cli::Upid upid, cli::read_upid("upid", member.value));
    item.device.upid = std::move(upid.csme);
    item.upid_oem = std::move(upid.oem);
  } else if (name == "pin") {
    ODCA_TRY(cli::read_pin("pin", member.value, item.device));
  } else if (name == "name") {
    ODCA_TRY_ASSIGN(item.host, cli::read_host("name", member.value));
  } else {
    ODCA_TRY_ASSIGN(item.device.leaf_hash, cli::read_leaf_hash("leaf_hash", member.value));
  }
  return {};
}

Status read_line(std::string_view line, BatchItem& item) {
  ODCA_TRY_ASSIGN(std::vector<FlatMember> members, read_flat_object(line));
  // The id first: whatever else is wrong, the line has its device's name.
  std::stable_partition(members.begin(), members.end(), [](const FlatMember& member) { return member.name == "id"; });
  for (FlatMember& member : members) ODCA_TRY(read_member(member, item));
  if (item.content.empty()) return line_error("the member 'chain' is missing", "put the dump there, as PEM text");
  return {};
}

class JsonLines : public ItemStream {
 public:
  JsonLines(ByteSource source, std::size_t max_line) : source_(std::move(source)), max_line_(max_line) {}

  std::uint64_t consumed() const override { return source_.consumed(); }

  Result<std::optional<BatchItem>> next() override {
    while (true) {
      if (!line_.whole) {
        ODCA_TRY_ASSIGN(line_.whole, read_line());
        if (!line_.whole) return std::optional<BatchItem>{};
        ++number_;
      }
      const std::string label = item_name(cat(source_.label(), ':', number_));
      if (!begun_ && !is_blank(line_.content)) {
        ODCA_TRY(check_start(line_.content));
        begun_ = true;
      }
      BatchItem item{.id = label, .source = label, .form = Form::json_line};
      if (line_.no_memory) item.error = memory_ran_out("this line was read");
      if (line_.too_long)
        item.error = Error{.code = Errc::limit,
                           .message = cat("the line has more than ", max_line_, " bytes"),
                           .hint = "raise limits.input_bytes in the policy if this is one device",
                           .reason = "too-big"};
      Bytes content = std::exchange(line_, {}).content;
      if (!item.error && is_blank(content)) continue;
      if (!item.error) item.content = std::move(content);
      return std::optional<BatchItem>{std::move(item)};
    }
  }

 private:
  /// Line is what was read of the next line. It outlives a call that finds no memory.
  struct Line {
    Bytes content{};
    bool any = false;  ///< something of it was there, if only its end
    bool whole = false;
    bool too_long = false;
    bool no_memory = false;
  };

  /// read_line reads up to the next line feed; a line that is longer than allowed, or than memory has room for, is read
  /// to its end and dropped.
  Result<bool> read_line() {
    while (true) {
      ODCA_TRY_ASSIGN(const ByteView ahead, source_.peek(1));
      if (ahead.empty()) return line_.any;
      ODCA_TRY_ASSIGN(const ByteView block, source_.peek_buffered());
      line_.any = true;
      const void* found = std::memchr(block.data(), '\n', block.size());
      const std::size_t part =
          found == nullptr
              ? block.size()
              : static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - block.data());  // inside the block
      keep(block.subspan(0, part));
      ODCA_TRY(source_.skip(found == nullptr ? part : part + 1));
      if (found != nullptr) return true;
    }
  }

  /// keep adds a part of the line; of one that is dropped, the beginning, which tells what the source is.
  void keep(ByteView part) {
    Bytes& content = line_.content;
    if (content.size() + part.size() > max_line_) line_.too_long = true;
    if (line_.too_long) part = part.subspan(0, std::min(part.size(), kStart - std::min(content.size(), kStart)));
    try {
      if (!line_.no_memory) content.insert(content.end(), part.begin(), part.end());
    } catch (const std::bad_alloc&) {  // what is being judged has taken it all; the next line may find room again
      line_.no_memory = true;
    }
    if (!line_.too_long && !line_.no_memory) return;
    content.resize(std::min(content.size(), kStart));
    content.shrink_to_fit();
  }

  static bool is_blank(ByteView line) { return as_text(line).find_first_not_of(" \t\r") == std::string_view::npos; }

  /// check_start ends a source that is something else as a whole: of each of its lines there would be nothing to say.
  Status check_start(ByteView line) {
    const auto is_no_json_lines = [&](std::string_view what, std::string_view hint) {
      return line_error(cat(quote(source_.label()), " is ", what, ", not JSON Lines"), std::string(hint));
    };
    if (auto archive = packed(line)) return std::move(*archive).in(source_.label());
    std::string_view text = as_text(line);
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
      return is_no_json_lines("UTF-16 text", "write it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE >FLEET.jsonl");
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    ODCA_TRY_ASSIGN(const ByteView ahead, source_.peek(256));
    const std::string_view next = as_text(ahead).substr(0, 256);
    const std::size_t inner = next.find_first_not_of(" \t\r\n");
    if (text.starts_with('[')) {
      const std::size_t here = text.find_first_not_of(" \t\r", 1);
      const bool of_texts =
          here != std::string_view::npos ? text[here] == '"' : inner != next.npos && next[inner] == '"';
      return is_no_json_lines("a JSON list", of_texts ? "write: jq -c '.[] | {chain: .}' FILE >FLEET.jsonl"
                                                      : "write: jq -c '.[]' FILE >FLEET.jsonl");
    }
    if (text.substr(0, text.find_last_not_of(" \t\r") + 1) == "{" && inner != std::string_view::npos &&
        next[inner] == '"')
      return is_no_json_lines("JSON over several lines", "write: jq -c . FILE >FLEET.jsonl");
    return {};
  }

  ByteSource source_;
  std::size_t max_line_;
  bool begun_ = false;
  Line line_{};
  std::uint64_t number_ = 0;
};

}  // namespace

BatchItem parse_json_line(std::string_view line, std::string_view label) {
  BatchItem item{.id = std::string(label)};
  if (Status read = read_line(line, item); !read) item.error = read.error();
  return item;
}

BatchItem opened(BatchItem item) {
  if (item.form != Form::json_line || item.error) return item;
  BatchItem out = parse_json_line(as_text(item.content), item.id);
  out.source = item.source;
  out.number = item.number;
  out.consumed = item.consumed;
  return out;
}

std::unique_ptr<ItemStream> json_lines(ByteSource source, std::size_t max_line) {
  return std::make_unique<JsonLines>(std::move(source), max_line);
}

}  // namespace odca::batch
