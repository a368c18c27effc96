// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: a file that was not written under this key gives an error and an empty cache, and one that was gives
// exactly the entries that were saved. So whatever the input is: read as a file it is refused, unless the cache loaded
// from it is saved to the same entries; read as entries, saved and loaded it comes back, under no other key, and with
// none of its bytes changed.
#include "odca/link_cache_file.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>

#include "base/check.h"
#include "scratch_folder.h"

namespace {

using namespace odca;

constexpr LinkCacheKey kKey{1, 2, 3};
constexpr LinkCacheKey kOtherKey{1, 2, 4};
constexpr std::size_t kFrame = 18 + 32;  // the magic and the tag
constexpr std::size_t kMaxEntries = 64;

Bytes content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const ByteView bytes = as_bytes(text);
  return {bytes.begin(), bytes.end()};
}

std::multiset<Bytes> entries_of(ByteView file) {
  std::multiset<Bytes> entries;
  for (std::size_t at = 18; at + sizeof(LinkAddress) <= file.size() - 32; at += sizeof(LinkAddress)) {
    const ByteView entry = file.subspan(at, sizeof(LinkAddress));
    entries.insert(Bytes(entry.begin(), entry.end()));
  }
  return entries;
}

/// check_refused loads a file that must not be believed.
void check_refused(const std::filesystem::path& file, const LinkCacheKey& key) {
  LinkCache cache(kMaxEntries, key);
  const Status status = load_link_cache(cache, file);
  ODCA_CHECK(!status && cache.size() == 0);
  ODCA_CHECK(!status.error().message.empty() && !status.error().reason.empty());
}

/// read_as_file: accepted only when it is what save_link_cache writes.
void read_as_file(const fuzz::ScratchFolder& folder, ByteView input) {
  const std::filesystem::path file = folder.put("given", input);
  LinkCache cache(kMaxEntries, kKey);
  if (!load_link_cache(cache, file)) return ODCA_CHECK(cache.size() == 0);
  ODCA_CHECK(save_link_cache(cache, folder.path() / "saved"));
  const Bytes saved = content_of(folder.path() / "saved");
  if (cache.size() * sizeof(LinkAddress) + kFrame == input.size()) ODCA_CHECK(entries_of(saved) == entries_of(input));
}

/// read_as_entries: what was inserted comes back, and only whole and under its key.
void read_as_entries(const fuzz::ScratchFolder& folder, ByteView input) {
  LinkCache cache(kMaxEntries, kKey);
  for (std::size_t at = 1; at + sizeof(LinkAddress) <= std::min<std::size_t>(input.size(), 8 * sizeof(LinkAddress));
       at += sizeof(LinkAddress)) {
    LinkAddress address{};
    std::memcpy(address.data(), input.data() + at, address.size());
    cache.insert(address);
    ODCA_CHECK(cache.contains(address));
  }
  const std::filesystem::path file = folder.path() / "entries";
  ODCA_CHECK(save_link_cache(cache, file));
  LinkCache back(kMaxEntries, kKey);
  ODCA_CHECK(load_link_cache(back, file) && back.size() == cache.size() &&
             save_link_cache(back, folder.path() / "again"));
  Bytes saved = content_of(file);
  ODCA_CHECK(saved.size() == kFrame + cache.size() * sizeof(LinkAddress));
  ODCA_CHECK(entries_of(saved) == entries_of(content_of(folder.path() / "again")));

  check_refused(file, kOtherKey);
  std::uint8_t& changed = saved[input[0] % saved.size()];
  changed = static_cast<std::uint8_t>(changed ^ (1U << (input[0] % 8U)));  // one bit of one byte
  check_refused(folder.put("changed", saved), kKey);
  saved.pop_back();
  check_refused(folder.put("cut", saved), kKey);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  const fuzz::ScratchFolder folder;
  read_as_file(folder, input);
  if (!input.empty()) read_as_entries(folder, input);
  return 0;
}
