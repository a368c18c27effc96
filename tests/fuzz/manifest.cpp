// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: a manifest is read or refused; what is refused has a reason, a place and one printable line. What is read
// has each id once, a bounded version and time, and texts that a store can hold. Put together with a base, and with
// files that all hold the same certificate, it is a store that is written and read back the same, or an error with a
// class.
#include "publish/manifest.h"

#include <algorithm>
#include <cstdint>
#include <set>

#include "base/check.h"
#include "bundle/reason.h"
#include "bundle/verify.h"
#include "publish/assemble.h"
#include "source/embedded_store.h"

namespace {

using namespace odca;
using namespace odca::bundle_tool;

bool printable(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

template <class Items>
void check_ids_once(const Items& items) {
  std::set<std::uint64_t> ids;
  for (const auto& item : items) ODCA_CHECK(item.id >= 1 && ids.insert(item.id).second);
}

const bundle::StoreDocument& base() {
  static const bundle::StoreDocument store = embedded_store();
  return store;
}

Result<Bytes> read_any(const std::string&) {
  const Certificate& certificate = *base().anchors.front().certificate;
  return certificate->der;
}

void check_store(const Manifest& manifest) {
  const auto store = assemble(manifest, base(), base().created, read_any);
  if (!store) return ODCA_CHECK(bundle::find_failure_class(store.error().reason) != nullptr);
  ODCA_CHECK(store->preamble.version == manifest.version);
  const std::string text = bundle::write_store(*store);
  const auto document = bundle::parse_bundle(text);
  // The bounds of a store (labels, entries of a list) are those of its reader; the manifest's are wider.
  if (!document) return ODCA_CHECK(document.error().reason == "E_LIMIT");
  const auto again = bundle::read_store(document->root());
  if (!again) return ODCA_CHECK(bundle::find_failure_class(again.error().reason) != nullptr);
  ODCA_CHECK(bundle::write_store(*again) == text);
  static_cast<void>(bundle::lint(*again, {}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto manifest = read_manifest(as_text({data, size}), "manifest.yaml");
  if (!manifest) {
    const Error& error = manifest.error();
    ODCA_CHECK(!error.reason.empty() && !error.message.empty() && printable(describe(error)) && printable(error.hint));
    ODCA_CHECK(!error.trace.empty() && error.trace.back() == "manifest.yaml");
    return 0;
  }
  ODCA_CHECK(manifest->version >= 1 && manifest->version <= bundle::kLargestInteger && !manifest->roots.empty());
  check_ids_once(manifest->anchors);
  check_ids_once(manifest->deny);
  check_store(*manifest);
  return 0;
}
