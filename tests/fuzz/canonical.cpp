// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: a text that is read as canonical JSON is the one canonical text of its value: written again, value by
// value, it is the same bytes. What is not read is refused as not canonical or as too much.
#include "bundle/canonical.h"

#include <cstdint>

#include "base/check.h"
#include "odca/bytes.h"

namespace {

using namespace odca;
using namespace odca::bundle;

std::string written(const Value& value) {
  if (value.is_boolean()) return canonical_boolean(value.boolean());
  if (value.is_integer()) return canonical_integer(value.integer());
  if (value.is_string()) {
    ODCA_CHECK(is_canonical_text(value.string()));
    return canonical_string(value.string());
  }
  if (value.is_array()) {
    std::vector<std::string> items;
    for (const Value& item : value.items()) items.push_back(written(item));
    return canonical_array(items);
  }
  std::map<std::string, std::string, std::less<>> members;
  for (const auto& [key, member] : value.members()) {
    ODCA_CHECK(members.emplace(key, written(member)).second && value.find(key)->text() == member.text());
  }
  return canonical_object(members);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  const auto document = Document::parse(text, {.bytes = std::size_t{1} << 16U, .values = 10'000, .string = 4096});
  if (!document) {
    const Error& error = document.error();
    ODCA_CHECK((error.reason == "E_CANON" || error.reason == "E_LIMIT") && !error.message.empty());
    return 0;
  }
  ODCA_CHECK(document->root().text() == text && written(document->root()) == text);
  return 0;
}
