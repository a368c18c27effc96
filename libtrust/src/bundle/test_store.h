// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// For tests of stores: the store of testdata, edited as plain JSON by somebody else's library, whose compact form is
// the canonical one.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "bundle/store_document.h"

namespace odca::bundle {

inline std::string testdata(const std::string& name) {
  std::ifstream in(std::string(ODCA_SOURCE_DIR "/libtrust/src/bundle/testdata/") + name, std::ios::binary);
  EXPECT_TRUE(in) << name;
  return {std::istreambuf_iterator<char>(in), {}};
}

/// store_json is the store of testdata, to be changed.
inline nlohmann::json store_json() { return nlohmann::json::parse(testdata("store.json")); }
/// part is a certificate or CRL of testdata, in base64.
inline std::string part(const std::string& name) { return nlohmann::json::parse(testdata("parts.json")).at(name); }

inline Result<StoreDocument> read_text(const std::string& text) {
  CanonicalLimits limits;
  limits.string = kMaxCrlBytes * 2;
  const auto document = Document::parse(text, limits);
  if (!document) return document.error();
  return read_store(document->root());
}
inline Result<StoreDocument> read_json(const nlohmann::json& json) { return read_text(json.dump()); }

/// store_of reads what must be readable.
inline StoreDocument store_of(const nlohmann::json& json) {
  auto store = read_json(json);
  EXPECT_TRUE(store) << store.error().message;
  return store ? *std::move(store) : StoreDocument{};
}

template <class T>
std::string reason_of(const Result<T>& result) {
  return result ? "ok" : std::string(result.error().reason);
}

}  // namespace odca::bundle
