// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The adapter to yaml-cpp: its events become a tree, or the first thing that we refuse becomes an Error. Works on
// events because YAML::Node keeps the first of two equal keys, follows aliases and forgets tags.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <optional>
#include <sstream>
#include <utility>

#include "base/content.h"
#include "base/text.h"
#include "yaml/characters.h"
#include "yaml/yaml.h"

namespace odca::yaml {
namespace {

struct Place {
  std::size_t line = 1;
  std::size_t column = 1;
};

Place place_of(std::string_view text, std::size_t offset) {
  Place place;
  for (const char c : text.substr(0, offset)) {
    ++place.column;
    if (c == '\n') place = {.line = place.line + 1, .column = 1};
  }
  return place;
}

// yaml-cpp counts from zero, and marks what has no place with -1.
Place place_of(const YAML::Mark& mark) {
  if (mark.line < 0 || mark.column < 0) return {};
  return {.line = static_cast<std::size_t>(mark.line) + 1, .column = static_cast<std::size_t>(mark.column) + 1};
}

Error refusal(const Place& place, std::string_view origin, ReasonId reason, std::string message,
              std::string hint = {}) {
  return {.code = Errc::syntax,
          .message = std::move(message),
          .hint = std::move(hint),
          .reason = reason,
          .trace = {cat("line ", place.line, ", column ", place.column), std::string(origin)}};
}

std::string code_point(char32_t character) {
  std::ostringstream out;
  out << "U+" << std::uppercase << std::hex;
  out.width(4);
  out.fill('0');
  out << static_cast<std::uint32_t>(character);  // same width, printed as a number
  return out.str();
}

// A PEM block further on may be a value or a comment.
bool is_other_file(const ContentGuess& guess, std::string_view text) {
  return is_foreign(guess.kind) && (guess.kind != Content::pem || text.starts_with("-----BEGIN "));
}

// What can be said about the text before yaml-cpp sees it: it would replace bad UTF-8, guess other encodings, ignore
// directives and hold the tokens of a long line.
std::optional<Error> check_text(std::string_view text, std::string_view origin) {
  if (text.size() > kMaxBytes) {
    Error error = refusal({}, origin, "too-big", cat("expected at most ", kMaxBytes, " bytes, found ", text.size()));
    error.code = Errc::limit;
    return error;
  }
  if (const ContentGuess guess = guess_content(as_bytes(text)); is_other_file(guess, text)) {
    const bool nothing = guess.kind == Content::empty || guess.kind == Content::white_space;
    return refusal({}, origin, nothing ? ReasonId("empty") : "not-yaml",
                   cat("expected a document in YAML; the content ", nothing ? "is " : "looks like ", guess.what),
                   std::string(guess.hint));
  }
  if (const auto bad = find_bad_character(text)) {
    const Place place = place_of(text, bad->offset);
    if (bad->kind == BadCharacter::Kind::encoding)
      return refusal(place, origin, "encoding", "expected UTF-8, found other bytes", "save the file as UTF-8");
    return refusal(place, origin, "control-character",
                   "expected visible characters, found the control character " + code_point(bad->character),
                   "remove it; save the file as UTF-8 without a byte order mark");
  }
  for (std::size_t start = 0, line = 1; start < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    if (end - start > kMaxLine) {
      Error error = refusal({.line = line}, origin, "too-many",
                            cat("expected lines of at most ", kMaxLine, " bytes, found a longer one"));
      error.code = Errc::limit;
      return error;
    }
    if (text[start] == '%')
      return refusal({.line = line}, origin, "directive",
                     "expected a document without directives, found a line with '%'", "remove the line");
    start = end + 1;
  }
  return std::nullopt;
}

// yaml-cpp 0.7 takes the end of the file for a closing quote when white space comes before it: all keys below an open
// quote would be text. A comment as the last thing in the stream makes that an error, and changes nothing else: it ends
// block text, which is indented in every document whose root is a mapping or a sequence.
constexpr std::string_view kEnd = "\n# end";

// Leaves yaml-cpp's parser from inside an event; caught in parse() below and nowhere else.
struct Stop {
  Error error;
};

}  // namespace

/// TreeBuilder receives the events of one stream and keeps the tree of its first and only document.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, std::string_view origin)
      : text_(text), origin_(std::make_shared<const std::string>(origin)) {}

  std::optional<Node> take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0)
      stop(mark, "second-document", "expected one document, found the start of a second",
           "keep one document in a file");
  }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& mark, const std::string&) override {
    stop(mark, "anchor", "expected a plain value, found an anchor '&'", "write the value out");
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    stop(mark, "alias", "expected a plain value, found an alias '*'", "write the value out");
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    if (open_.empty()) stop(mark, "empty", "expected a document, found nothing");
    if (expects_key()) stop(mark, "key", "expected a key, found nothing");
    stop(mark, "no-value", "expected a value, found nothing", "write a value, or remove the key; quote the word null");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& value) override {
    check_tag(mark, tag);
    if (const auto bad = find_bad_character(value))
      stop(mark, "control-character",
           "expected visible characters, found an escape for " +
               (bad->kind == BadCharacter::Kind::control ? code_point(bad->character) : "bytes that are no UTF-8"));
    Node node = make(mark, Node::Kind::scalar);
    node.text_ = value;
    node.quoted_ = tag == "!";  // yaml-cpp's mark of a scalar that is not plain
    add(std::move(node), mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, Node::Kind::sequence);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(mark, tag, Node::Kind::mapping);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    std::map<std::string, std::size_t, std::less<>> key_lines{};
  };

  [[noreturn]] void stop(const YAML::Mark& mark, ReasonId reason, std::string message, std::string hint = {}) const {
    throw Stop{refusal(place_of(mark), *origin_, reason, std::move(message), std::move(hint))};
  }

  bool expects_key() const {
    return !open_.empty() && open_.back().node.kind_ == Node::Kind::mapping &&
           open_.back().node.keys_.size() == open_.back().node.items_.size();
  }

  // "?" and "!" are what yaml-cpp gives to untagged values; a lone "!" in the text looks the same and is told by place.
  void check_tag(const YAML::Mark& mark, const std::string& tag) const {
    const bool written = mark.pos >= 0 && static_cast<std::size_t>(mark.pos) < text_.size() &&
                         text_[static_cast<std::size_t>(mark.pos)] == '!';
    if (written || (tag != "?" && tag != "!"))
      stop(mark, "tag", "expected a plain value, found a tag '!'", "remove the tag; quote a text that starts with '!'");
  }

  Node make(const YAML::Mark& mark, Node::Kind kind) {
    if (++nodes_ > kMaxNodes) {
      Error error = refusal(place_of(mark), *origin_, "too-many", cat("expected at most ", kMaxNodes, " values"));
      error.code = Errc::limit;
      throw Stop{std::move(error)};
    }
    const Place place = place_of(mark);
    Node node;
    node.kind_ = kind;
    node.line_ = place.line;
    node.column_ = place.column;
    node.origin_ = origin_;
    return node;
  }

  void open(const YAML::Mark& mark, const std::string& tag, Node::Kind kind) {
    check_tag(mark, tag);
    if (expects_key()) stop(mark, "key", "expected a plain key, found a sequence or mapping");
    if (open_.size() >= kMaxDepth) {
      Error error = refusal(place_of(mark), *origin_, "too-deep", cat("expected at most ", kMaxDepth, " levels"));
      error.code = Errc::limit;
      throw Stop{std::move(error)};
    }
    open_.push_back({.node = make(mark, kind)});
  }

  void close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    place(std::move(node));
  }

  void add(Node node, const YAML::Mark& mark) {
    if (!expects_key()) return place(std::move(node));
    Open& parent = open_.back();
    const auto [known, fresh] = parent.key_lines.emplace(node.text_, node.line_);
    if (!fresh)
      stop(mark, "duplicate-key", "duplicate key " + node.describe(), cat("the first is on line ", known->second));
    parent.node.keys_.push_back(std::move(node));
  }

  void place(Node node) {
    if (open_.empty())
      root_ = std::move(node);
    else
      open_.back().node.items_.push_back(std::move(node));
  }

  std::string_view text_;
  std::shared_ptr<const std::string> origin_;
  std::vector<Open> open_{};
  std::optional<Node> root_{};
  std::size_t nodes_ = 0;
  std::size_t documents_ = 0;
};

Result<Node> parse(std::string_view text, std::string_view origin) {
  if (auto bad = check_text(text, origin)) return *std::move(bad);
  TreeBuilder builder(text, origin);
  try {
    std::istringstream stream(cat(text, text.ends_with('\n') ? kEnd.substr(1) : kEnd));
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop& stop) {
    return stop.error;
  } catch (const YAML::Exception& problem) {
    return refusal(place_of(problem.mark), origin, "yaml", "invalid YAML: " + problem.msg);
  }
  std::optional<Node> root = builder.take_root();
  if (!root) return refusal({}, origin, "empty", "expected a document, found nothing");
  if (root->kind() == Node::Kind::scalar)
    return root->error("expected a mapping or a sequence, found " + root->describe(), {}, "scalar-document");
  return *std::move(root);
}

}  // namespace odca::yaml
