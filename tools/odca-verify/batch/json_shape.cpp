// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/json_shape.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"

namespace odca::batch {
namespace {

std::size_t past_white(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(kWhite, at), text.size());
}

/// past_text gives the place behind the quoted text that begins at `at`; the end when it has none.
std::size_t past_text(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '"') return at + 1;
    if (text[at] == '\\') ++at;  // and what it escapes
  }
  return text.size();
}

struct Object {
  std::size_t end = 0;   ///< behind its bracket; 0: it has no end
  bool facts = false;    ///< "chain", and a name of what else a line may hold
  bool devices = false;  ///< "id" or "chain" is a name in it more than once, at any depth
};

constexpr std::array<std::string_view, 5> kFacts = {"\"upid\"", "\"leaf_hash\"", "\"pin\"", "\"name\"",
                                                    "\"amt_version\""};

/// look_through passes over one object. Depth is a number here, so nesting costs nothing.
Object look_through(std::string_view text) {
  Object object;
  std::array<std::size_t, 2> names{};  // "id", "chain"
  bool facts = false;
  std::size_t depth = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      const std::size_t end = past_text(text, at);
      const std::string_view word = text.substr(at, end - at);
      const std::size_t next = past_white(text, end);
      if (next < text.size() && text[next] == ':') {
        names[0] += word == "\"id\"" ? 1 : 0;
        names[1] += word == "\"chain\"" ? 1 : 0;
        facts = facts || std::find(kFacts.begin(), kFacts.end(), word) != kFacts.end();
      }
      at = end;
      continue;
    }
    ++at;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) {
      object.end = at;
      break;
    }
  }
  object.facts = facts && names[1] > 0;
  object.devices = names[0] > 1 || names[1] > 1;
  return object;
}

}  // namespace

JsonShape json_shape(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t first = past_white(text, 1);
    if (first == text.size()) return JsonShape::other;
    if (text[first] == '{') return JsonShape::list;
    return text[first] == '"' || text[first] == '\'' ? JsonShape::list_of_texts : JsonShape::other;
  }
  if (!text.starts_with('{')) return JsonShape::other;
  const Object object = look_through(text);
  if (object.devices) return JsonShape::several_devices;
  if (object.end == 0) return JsonShape::other;
  const std::size_t next = text.find_first_not_of(", \t\v\f\r\n\x1e", object.end);  // RFC 7464 separates by \x1e
  if (next == std::string_view::npos) return object.facts ? JsonShape::line_with_facts : JsonShape::one_object;
  return text[next] == '{' || text[next] == '[' ? JsonShape::several_objects : JsonShape::other;
}

}  // namespace odca::batch
