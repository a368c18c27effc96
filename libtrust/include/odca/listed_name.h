// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// ListedName: a name out of a fixed list. A literal that is not in the list does not compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

namespace odca {

/// ListedName is made of a literal, which the compiler looks up: `finding.rule == "path.anchor"`. Names compare in the
/// order of the list. Where the list begins with the empty name, that is the value of a name nobody gave.
template <const auto& kNames>
class ListedName {
 public:
  constexpr ListedName() requires(kNames[0].empty()) : place_(0) {}
  template <std::size_t N>
  consteval ListedName(const char (&name)[N])  // NOLINT: implicit, so that a comparison reads as one of texts
      : ListedName(known(place_of(std::string_view(name, N - 1)))) {}
  /// from returns nothing for a text that is not in the list.
  static constexpr std::optional<ListedName> from(std::string_view text) {
    const std::size_t place = place_of(text);
    return place == std::size(kNames) ? std::nullopt : std::optional(ListedName(place));
  }

  constexpr std::string_view text() const { return kNames[place_]; }
  constexpr operator std::string_view() const { return text(); }  // NOLINT: implicit, for messages
  constexpr bool empty() const { return text().empty(); }
  /// place is that in the list.
  constexpr std::size_t place() const { return place_; }
  constexpr bool operator==(const ListedName&) const = default;
  constexpr auto operator<=>(const ListedName&) const = default;

 private:
  explicit constexpr ListedName(std::size_t place) : place_(static_cast<std::uint16_t>(place)) {
    static_assert(std::size(kNames) <= 65536);
  }
  static constexpr std::size_t place_of(std::string_view text) {
    std::size_t place = 0;
    while (place < std::size(kNames) && kNames[place] != text) ++place;
    return place;
  }
  static consteval std::size_t known(std::size_t place) {
    if (place == std::size(kNames)) throw "this name is not in the list";
    return place;
  }

  std::uint16_t place_;
};

}  // namespace odca
