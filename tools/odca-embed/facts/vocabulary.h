// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The words of the facts form: each is a name on one side and a value of the certificate on the other.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"

namespace odca::facts {

/// Word pairs a name with a value.
template <class Value>
struct Word {
  std::string_view name;
  Value value;
};

std::span<const Word<std::string_view>> attribute_words();  ///< "CN" to "2.5.4.3"
std::span<const Word<std::uint8_t>> string_words();         ///< "utf8" to tag 12
std::span<const Word<KeyUsage>> usage_words();
std::span<const Word<SignatureKind>> algorithm_words();
std::span<const Word<KeyKind>> curve_words();
std::span<const std::string_view> extension_words();  ///< in the order of the variant ExtensionFacts::content

/// name_of returns the word for a value, or nothing.
template <class Value>
std::optional<std::string_view> name_of(std::span<const Word<Value>> words, const Value& value) {
  for (const auto& word : words)
    if (word.value == value) return word.name;
  return std::nullopt;
}

/// value_of returns the value of a word, or nothing.
template <class Value>
std::optional<Value> value_of(std::span<const Word<Value>> words, std::string_view name) {
  for (const auto& word : words)
    if (word.name == name) return word.value;
  return std::nullopt;
}

/// names_of lists the words, for messages.
template <class Value>
std::vector<std::string_view> names_of(std::span<const Word<Value>> words) {
  std::vector<std::string_view> names;
  for (const auto& word : words) names.push_back(word.name);
  return names;
}

inline constexpr std::string_view kSubjectDirectoryAttributes = "2.5.29.9";  ///< RFC 5280 4.2.1.8

/// algorithm_oid returns the object identifier of a signature algorithm that has a word.
std::string_view algorithm_oid(SignatureKind kind);

}  // namespace odca::facts
