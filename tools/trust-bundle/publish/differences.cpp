#include "publish/differences.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace odca::bundle_tool {
namespace {

using bundle::Value;

constexpr std::size_t kMaxShown = 80;

std::string shown(const Value& value) {
  const std::string_view text = value.text();
  return text.size() <= kMaxShown ? std::string(text) : cat(text.substr(0, kMaxShown), "…");
}

/// compare walks both values together; they are at most 16 levels deep.
void compare(const Value& a, const Value& b, const std::string& place, std::vector<std::string>& found);

void compare_members(const Value& a, const Value& b, const std::string& place, std::vector<std::string>& found) {
  const std::string prefix = place.empty() ? "" : place + ".";
  for (const auto& [name, value] : a.members()) {
    const auto other = b.find(name);
    if (other)
      compare(value, *other, cat(prefix, name), found);
    else
      found.push_back(cat(prefix, name, ": only in the first"));
  }
  for (const auto& [name, value] : b.members())
    if (!a.find(name)) found.push_back(cat(prefix, name, ": only in the second"));
}

void compare_items(const Value& a, const Value& b, const std::string& place, std::vector<std::string>& found) {
  const Value::Items left = a.items();
  const Value::Items right = b.items();
  if (left.size() != right.size()) found.push_back(cat(place, ": ", left.size(), " and ", right.size(), " entries"));
  auto other = right.begin();
  std::size_t i = 0;
  for (auto one = left.begin(); one != left.end() && other != right.end(); ++one, ++other)
    compare(*one, *other, cat(place, '[', i++, ']'), found);
}

void compare(const Value& a, const Value& b, const std::string& place, std::vector<std::string>& found) {
  if (found.size() >= kMaxDifferences || a.text() == b.text()) return;
  if (a.is_object() && b.is_object()) return compare_members(a, b, place, found);
  if (a.is_array() && b.is_array()) return compare_items(a, b, place, found);
  found.push_back(cat(place, ": ", shown(a), " and ", shown(b)));
}

}  // namespace

std::vector<std::string> differences(const Value& a, const Value& b) {
  std::vector<std::string> found;
  compare(a, b, "", found);
  if (found.size() > kMaxDifferences) found.resize(kMaxDifferences);
  return found;
}

}  // namespace odca::bundle_tool
