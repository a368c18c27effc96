// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/schema.h"

#include <algorithm>

#include "base/check.h"
#include "base/excerpt.h"
#include "base/text.h"
#include "bundle/reason.h"

namespace odca::bundle {
namespace {

bool contains(std::initializer_list<std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool is_date(std::string_view text) {
  constexpr std::size_t kLength = std::string_view("2026-03-01").size();
  return text.size() == kLength && parse_time(text).has_value();
}

Error Field::error(std::string_view message, ReasonId reason) const {
  return failure(reason, place_.empty() ? std::string(message) : cat(quote(place_), ": ", message));
}

Error Field::mismatch(std::string_view expected) const {
  return error(cat("expected ", expected, ", found ", value_.kind_name()));
}

Result<bool> Field::boolean() const {
  if (!value_.is_boolean()) return mismatch("a boolean");
  return value_.boolean();
}

Result<std::uint64_t> Field::integer(std::uint64_t min, std::uint64_t max) const {
  if (!value_.is_integer()) return mismatch("an integer");
  const std::uint64_t value = value_.integer();
  if (value < min || value > max) return error(cat("expected an integer from ", min, " to ", max, ", found ", value));
  return value;
}

Result<std::string> Field::text(std::size_t max_octets) const {
  if (!value_.is_string()) return mismatch("a string");
  std::string text = value_.string();
  if (text.size() > max_octets)
    return error(cat("expected at most ", max_octets, " bytes, found ", text.size()), "E_LIMIT");
  return text;
}

Result<std::size_t> Field::choice(std::span<const std::string_view> choices) const {
  ODCA_TRY_ASSIGN(const std::string word, text());
  const auto found = std::find(choices.begin(), choices.end(), word);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());  // not negative
  std::string list;
  for (const std::string_view one : choices) list += cat(list.empty() ? "" : ", ", quote(one));
  return error(cat("expected one of ", list, ", found ", quote_excerpt(word)));
}

Result<Bytes> Field::hex() const {
  ODCA_TRY_ASSIGN(const std::string digits, text());
  auto bytes = from_hex(digits);
  // One value, one text: from_hex() reads upper case and colons too.
  if (!bytes || to_hex(*bytes) != digits) return error("expected hexadecimal digits in lower case");
  return *std::move(bytes);
}

Result<Fingerprint> Field::fingerprint() const {
  ODCA_TRY_ASSIGN(const Bytes bytes, hex());
  Fingerprint fingerprint{};
  if (bytes.size() != fingerprint.size())
    return error(cat("expected a SHA-256 of ", 2 * fingerprint.size(), " digits, found ", 2 * bytes.size()));
  std::copy(bytes.begin(), bytes.end(), fingerprint.begin());
  return fingerprint;
}

Result<Bytes> Field::base64(std::size_t max_bytes) const {
  ODCA_TRY_ASSIGN(const std::string letters, text(max_bytes / 3 * 4 + 4));
  auto bytes = from_base64(letters);
  // One value, one text: from_base64() skips white space.
  if (!bytes || to_base64(*bytes) != letters) return error("expected base64 with padding and without white space");
  if (bytes->size() > max_bytes)
    return error(cat("expected at most ", max_bytes, " bytes in base64, found ", bytes->size()), "E_LIMIT");
  return *std::move(bytes);
}

Result<Time> Field::time() const {
  ODCA_TRY_ASSIGN(const std::string written, text());
  const auto time = parse_time(written);
  if (!time || format_time(*time) != written)
    return error(cat("expected a time as '2026-03-01T00:00:00Z', found ", quote_excerpt(written)));
  return *time;
}

Result<std::string> Field::date() const {
  ODCA_TRY_ASSIGN(std::string written, text());
  if (!is_date(written)) return error(cat("expected a date as '2026-03-01', found ", quote_excerpt(written)));
  return written;
}

Result<std::vector<Field>> Field::items(std::size_t max) const {
  if (!value_.is_array()) return mismatch("an array");
  const Value::Items values = value_.items();
  const std::size_t count = values.size();
  if (count > max) return error(cat("expected at most ", max, " items, found ", count), "E_LIMIT");
  std::vector<Field> fields;
  fields.reserve(count);
  for (const Value& value : values) fields.emplace_back(value, cat(place_, '[', fields.size(), ']'));
  return fields;
}

Result<Object> Field::object(std::initializer_list<std::string_view> required,
                             std::initializer_list<std::string_view> optional) const {
  if (!value_.is_object()) return mismatch("an object");
  Object object;
  object.members_.reserve(required.size() + optional.size());
  // Names occur once each, so that there are never more than are known.
  for (const auto& [name, value] : value_.members()) {
    Field field(value, place_.empty() ? std::string(name) : cat(place_, '.', name));
    if (!contains(required, name) && !contains(optional, name)) return field.error("unknown member");
    object.members_.emplace_back(name, std::move(field));
  }
  for (const std::string_view name : required)
    if (object.find(name) == nullptr) return error(cat("missing member ", quote(name)));
  return object;
}

const Field* Object::find(std::string_view optional) const {
  const auto found = std::find_if(members_.begin(), members_.end(),
                                  [optional](const auto& member) { return member.first == optional; });
  return found == members_.end() ? nullptr : &found->second;
}

const Field& Object::operator[](std::string_view required) const {
  const Field* const field = find(required);
  ODCA_CHECK(field != nullptr);
  return *field;
}

}  // namespace odca::bundle
