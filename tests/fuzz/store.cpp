// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: a trust store that is read is written again to the byte; its preamble is read alone with the same result;
// lint, a merge and a diff of it with itself come to an end, and it adds nothing to itself. A refusal names a class of
// failure. What it denies stays denied when it is accepted.
#include <algorithm>

#include "base/check.h"
#include "bundle/diff.h"
#include "bundle/merge.h"
#include "bundle/reason.h"

namespace {

using namespace odca;
using namespace odca::bundle;

void check_refusal(const Error& error) {
  ODCA_CHECK(find_failure_class(error.reason) != nullptr && !error.message.empty());
}

void check_merge(const StoreDocument& store) {
  ODCA_CHECK(merge(store, {.store = store}).outcome == MergeOutcome::same);
  const Accepted accepted = accept({}, store);
  ODCA_CHECK(!missing_deny(accepted.ledger, store));
  const EffectiveTrust trust = merge(store, accepted).trust;
  for (const DenyEntry& deny : accepted.ledger)
    ODCA_CHECK(std::any_of(trust.deny.begin(), trust.deny.end(), [&deny](const DenyEntry& other) {
      return other.kind == deny.kind && other.sha256 == deny.sha256;
    }));
  ODCA_CHECK(!expands_trust(diff(trust, trust)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  CanonicalLimits limits;
  limits.string = kMaxCrlBytes * 2;
  const std::string_view text = as_text({data, size});
  const auto document = Document::parse(text, limits);
  if (!document) {
    check_refusal(document.error());
    return 0;
  }
  const auto preamble = read_preamble(document->root());
  if (!preamble) check_refusal(preamble.error());
  const auto store = read_store(document->root());
  if (!store) {
    check_refusal(store.error());
    return 0;
  }
  ODCA_CHECK(preamble && preamble->version == store->preamble.version);
  ODCA_CHECK(write_store(*store) == text);
  if (const Status status = lint(*store, {}); !status) {
    check_refusal(status.error());
    return 0;
  }
  check_merge(*store);
  return 0;
}
