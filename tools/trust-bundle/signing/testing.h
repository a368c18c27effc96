// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the tests of the signing side share: keys from fixed seeds, and a small store.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "bundle/canonical.h"
#include "bundle/store_document.h"
#include "bundle/verify.h"
#include "signing/publication.h"

namespace odca::bundle::test {

inline SecretKey key_of(std::uint8_t number) { return *SecretKey::from_seed(Bytes(32, number)); }

inline StoreDocument small_store() {
  std::ifstream in(std::string(ODCA_SOURCE_DIR "/libtrust/src/bundle/testdata/store.json"), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto document = parse_bundle(text);
  return *read_store(document->root());
}

inline Time at(std::string_view text) { return *parse_time(text); }

}  // namespace odca::bundle::test
