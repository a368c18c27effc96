// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: an accepted CRL is exactly its input, its signed part is a range of it, its entries keep the order and the
// issuers that the entries before them name, and reading it again gives the same fields. A refusal names a reason.
#include "odca/crl.h"

#include <algorithm>

#include "base/check.h"
#include "der/check.h"
#include "odca/digest.h"

namespace {

using namespace odca;

constexpr ParseLimits kLimits{.bytes = 1U << 20U};

bool contains(ByteView whole, ByteView part) {
  return std::search(whole.begin(), whole.end(), part.begin(), part.end()) != whole.end();
}

void check_issuers(const CrlFields& fields) {
  std::optional<Name> issuer;
  for (const RevokedEntry& entry : fields.entries) {
    ODCA_CHECK(!entry.serial.empty());
    if (entry.certificate_issuer) issuer = entry.certificate_issuer;
    ODCA_CHECK(entry.effective_issuer == issuer);
  }
}

void check_equal(const CrlFields& a, const CrlFields& b) {
  ODCA_CHECK(a.der == b.der && a.tbs == b.tbs && a.sha256 == b.sha256 && a.signature == b.signature);
  ODCA_CHECK(a.issuer == b.issuer && a.this_update == b.this_update && a.next_update == b.next_update);
  ODCA_CHECK(a.number == b.number && a.is_delta == b.is_delta && a.unknown_critical == b.unknown_critical);
  ODCA_CHECK(a.entries.size() == b.entries.size() && a.extensions.size() == b.extensions.size());
  ODCA_CHECK(a.issuing_distribution_point.has_value() == b.issuing_distribution_point.has_value());
  for (std::size_t i = 0; i < a.entries.size(); ++i)
    ODCA_CHECK(a.entries[i].serial == b.entries[i].serial && a.entries[i].reason == b.entries[i].reason);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  const auto crl = Crl::from_der(input, kLimits);
  if (!crl) {
    ODCA_CHECK(!crl.error().reason.empty() && !crl.error().message.empty());
    return 0;
  }
  const CrlFields& fields = crl->fields();
  ODCA_CHECK(equal(fields.der, input) && der::check_der(input, der::kDeepest) == der::DerCheck::ok);
  ODCA_CHECK(contains(input, fields.tbs) && contains(fields.tbs, fields.issuer.der()));
  ODCA_CHECK(fields.sha256 == sha256(input) && !fields.issuer.empty());
  check_issuers(fields);
  check_equal(fields, Crl::from_der(input, kLimits)->fields());
  return 0;
}
