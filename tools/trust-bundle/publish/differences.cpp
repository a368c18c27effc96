// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "publish/differences.h"

#include <utility>

#include "base/excerpt.h"
#include "base/text.h"

namespace odca::bundle_tool {
namespace {

using bundle::Value;

/// Comparison walks both values together; they are at most 16 levels deep.
class Comparison {
 public:
  explicit Comparison(const Sides& sides) : sides_(sides) {}

  void compare(const Value& a, const Value& b, const std::string& place) {
    if (found_.size() >= kMaxDifferences || a.text() == b.text()) return;
    if (a.is_object() && b.is_object()) return compare_members(a, b, place);
    if (a.is_array() && b.is_array()) return compare_items(a, b, place);
    found(place, excerpt(a.text()), excerpt(b.text()));
  }
  std::vector<std::string> take() {
    if (found_.size() > kMaxDifferences) found_.resize(kMaxDifferences);
    return std::move(found_);
  }

 private:
  void found(const std::string& place, const std::string& a, const std::string& b) {
    found_.push_back(cat(place, ": ", a, ' ', sides_.first, ", ", b, ' ', sides_.second));
  }
  void compare_members(const Value& a, const Value& b, const std::string& place) {
    const std::string prefix = place.empty() ? "" : place + ".";
    for (const auto& [name, value] : a.members()) {
      const auto other = b.find(name);
      if (other)
        compare(value, *other, cat(prefix, name));
      else
        found_.push_back(cat(prefix, name, ": only ", sides_.first));
    }
    for (const auto& [name, value] : b.members())
      if (!a.find(name)) found_.push_back(cat(prefix, name, ": only ", sides_.second));
  }
  void compare_items(const Value& a, const Value& b, const std::string& place) {
    const Value::Items left = a.items();
    const Value::Items right = b.items();
    if (left.size() != right.size()) found(place, cat("length ", left.size()), std::to_string(right.size()));
    auto other = right.begin();
    std::size_t i = 0;
    for (auto one = left.begin(); one != left.end() && other != right.end(); ++one, ++other)
      compare(*one, *other, cat(place, '[', i++, ']'));
  }

  Sides sides_;
  std::vector<std::string> found_{};
};

}  // namespace

std::vector<std::string> differences(const Value& a, const Value& b, const Sides& sides) {
  Comparison comparison(sides);
  comparison.compare(a, b, "");
  return comparison.take();
}

}  // namespace odca::bundle_tool
