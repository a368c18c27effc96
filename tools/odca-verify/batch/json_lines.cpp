#include "batch/json_lines.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/suggestion.h"
#include "base/text.h"
#include "question.h"

namespace odca::batch {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxId = 1024;  // reports keep ids, so they are bounded

constexpr std::array<std::string_view, 6> kMembers = {"id", "chain", "upid", "leaf_hash", "amt_version", "note"};

Error line_error(std::string message, std::string hint) {
  return {.code = Errc::syntax, .message = std::move(message), .hint = std::move(hint), .reason = "json-line"};
}

/// parse_object reads one object and refuses repeated members, which JSON readers resolve in different ways, and values
/// with members of their own, which nothing here has a use for.
Result<Json> parse_object(std::string_view line) {
  std::vector<std::string> seen;
  std::string repeated;
  bool nested = false;
  const Json::parser_callback_t watch = [&](int depth, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::key && depth == 1) {
      const std::string name = value.get<std::string>();
      if (std::find(seen.begin(), seen.end(), name) != seen.end()) repeated = name;
      seen.push_back(name);
    }
    const bool opens = event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
    if (opens && depth >= 1) nested = true;
    return !nested;  // nothing more is kept of such a line
  };
  Json object = Json::parse(line.begin(), line.end(), watch, false);
  if (nested) return line_error("a member of the line is an object or a list", "expected texts and numbers only");
  if (object.is_discarded() || !object.is_object())
    return line_error("the line is not a JSON object",
                      R"(expected {"id": "…", "chain": "-----BEGIN CERTIFICATE-----…"})");
  if (!repeated.empty())
    return line_error(cat("the member ", quote(repeated), " stands twice"), "name each member once");
  return object;
}

Result<std::string> text_member(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string())
    return line_error(cat("the member ", quote(name), " is not a text"), "see docs/fleet.md for the members of a line");
  return found->get<std::string>();
}

Status read_members(const Json& object, BatchItem& item) {
  for (const auto& [name, value] : object.items()) {
    if (name == "id") {
      if (!value.is_string() && !value.is_number_integer())
        return line_error("the member 'id' is neither a text nor a whole number", "give each device an id of its own");
      std::string id = value.is_string() ? value.get<std::string>() : value.dump();
      if (id.empty() || id.size() > kMaxId)
        return line_error(cat("the member 'id' has ", id.size(), " bytes, expected 1 to ", kMaxId),
                          "give each device a short id of its own");
      item.id = std::move(id);
    } else if (name == "chain") {
      ODCA_TRY_ASSIGN(const std::string chain, text_member(object, "chain"));
      const ByteView bytes = as_bytes(chain);
      item.content.assign(bytes.begin(), bytes.end());
    } else if (name == "upid") {
      ODCA_TRY_ASSIGN(const std::string text, text_member(object, "upid"));
      ODCA_TRY_ASSIGN(item.device.upid, cli::read_upid("upid", text));
    } else if (name == "leaf_hash") {
      ODCA_TRY_ASSIGN(const std::string text, text_member(object, "leaf_hash"));
      ODCA_TRY_ASSIGN(item.device.leaf_hash, cli::read_leaf_hash("leaf_hash", text));
    } else if (name == "amt_version") {
      if (!value.is_number_unsigned() || value.get<std::uint64_t>() > 99)
        return line_error("the member 'amt_version' is not a major version", "write \"amt_version\": 20");
      item.device.amt_version = value.get<unsigned>();
    } else if (name != "note") {
      const auto near = nearest(name, kMembers);
      return line_error(cat("the member ", quote(name), " is not known"),
                        near ? cat("did you mean ", quote(*near), "?") : "free text belongs in the member 'note'");
    }
  }
  if (item.content.empty()) return line_error("the member 'chain' is missing", "put the dump there, as PEM text");
  return {};
}

class JsonLines : public ItemStream {
 public:
  JsonLines(ByteSource source, std::size_t max_line) : source_(std::move(source)), max_line_(max_line) {}

  std::uint64_t consumed() const override { return source_.consumed(); }

  Result<std::optional<BatchItem>> next() override {
    while (true) {
      Bytes line;
      bool too_long = false;
      ODCA_TRY_ASSIGN(const bool more, read_line(line, too_long));
      if (!more) return std::optional<BatchItem>{};
      ++number_;
      const std::string label = cat(source_.label(), ':', number_);
      if (too_long) {
        return std::optional<BatchItem>{
            BatchItem{.id = label,
                      .error = Error{.code = Errc::limit,
                                     .message = cat("the line has more than ", max_line_, " bytes"),
                                     .hint = "raise limits.input_bytes in the policy if this is one device",
                                     .reason = "too-big"}}};
      }
      if (as_text(line).find_first_not_of(" \t\r") == std::string_view::npos) continue;
      return std::optional<BatchItem>{BatchItem{.id = label, .form = Form::json_line, .content = std::move(line)}};
    }
  }

 private:
  /// read_line reads up to the next line feed; a longer line than allowed is read to its end and dropped.
  Result<bool> read_line(Bytes& line, bool& too_long) {
    bool any = false;
    while (true) {
      ODCA_TRY_ASSIGN(const ByteView ahead, source_.peek(1));
      if (ahead.empty()) return any;
      ODCA_TRY_ASSIGN(const ByteView block, source_.peek_buffered());
      any = true;
      const void* found = std::memchr(block.data(), '\n', block.size());
      const std::size_t part =
          found == nullptr
              ? block.size()
              : static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - block.data());  // inside the block
      if (line.size() + part > max_line_) too_long = true;
      if (!too_long) line.insert(line.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(part));
      ODCA_TRY(source_.skip(found == nullptr ? part : part + 1));
      if (found != nullptr) return true;
    }
  }

  ByteSource source_;
  std::size_t max_line_;
  std::uint64_t number_ = 0;
};

}  // namespace

bool is_json_lines(ByteView head) {
  for (const std::uint8_t byte : head) {
    if (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n') continue;
    return byte == '{';
  }
  return false;
}

BatchItem parse_json_line(std::string_view line, std::string_view label) {
  BatchItem item{.id = std::string(label)};
  Result<Json> object = parse_object(line);
  if (!object) {
    item.error = object.error();
    return item;
  }
  if (Status read = read_members(*object, item); !read) item.error = read.error();
  return item;
}

BatchItem opened(BatchItem item) {
  if (item.form != Form::json_line || item.error) return item;
  BatchItem out = parse_json_line(as_text(item.content), item.id);
  out.number = item.number;
  out.consumed = item.consumed;
  return out;
}

std::unique_ptr<ItemStream> json_lines(ByteSource source, std::size_t max_line) {
  return std::make_unique<JsonLines>(std::move(source), max_line);
}

}  // namespace odca::batch
