// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: reading never crashes, stays within the limits, gives the same answer twice, and whatever it accepted
// reads back from its own DER as the same certificate or CRL.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "odca/evidence.h"

namespace {

using namespace odca;

constexpr Limits kLimits{.input_bytes = 1U << 16U, .certificates = 8, .certificate_bytes = 4096, .crl_bytes = 4096};

void check_limits(const Dump& dump, std::size_t size) {
  ODCA_CHECK(dump.certificates.size() + dump.unreadable.size() <= kLimits.certificates);
  ODCA_CHECK(dump.crls.size() <= size);
  ODCA_CHECK(dump.limits.size() <= 4);
  ODCA_CHECK(!dump.certificates.empty() || !dump.crls.empty() || !dump.unreadable.empty());
}

void check_items(const Dump& dump) {
  for (const Presented& presented : dump.certificates) {
    const CertificateFields& fields = presented.certificate.fields();
    ODCA_CHECK(fields.der.size() <= kLimits.certificate_bytes);
    const auto again = Certificate::from_der(fields.der, {.bytes = kLimits.certificate_bytes});
    ODCA_CHECK(again && *again == presented.certificate);
    const auto lone = read_dump(fields.der, "again", kLimits);
    ODCA_CHECK(lone && lone->certificates.size() == 1 && lone->certificates[0].certificate == presented.certificate);
  }
  for (const PresentedCrl& presented : dump.crls) {
    const CrlFields& fields = presented.crl.fields();
    ODCA_CHECK(fields.der.size() <= kLimits.crl_bytes);
    const auto again = Crl::from_der(fields.der, {.bytes = kLimits.crl_bytes});
    ODCA_CHECK(again && again->fields().sha256 == fields.sha256);
  }
}

void check_same(const Dump& a, const Dump& b) {
  ODCA_CHECK(a.kind == b.kind && a.notes == b.notes && a.limits.size() == b.limits.size());
  ODCA_CHECK(a.certificates.size() == b.certificates.size() && a.crls.size() == b.crls.size());
  ODCA_CHECK(a.unreadable.size() == b.unreadable.size());
  for (std::size_t i = 0; i < a.certificates.size(); ++i) {
    ODCA_CHECK(a.certificates[i].certificate == b.certificates[i].certificate);
    ODCA_CHECK(a.certificates[i].where == b.certificates[i].where);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView content(data, size);
  const Result<Dump> first = read_dump(content, "fuzz", kLimits);
  const Result<Dump> second = read_dump(content, "fuzz", kLimits);
  ODCA_CHECK(first.has_value() == second.has_value());
  if (!first) {
    ODCA_CHECK(describe(first.error()) == describe(second.error()) && !first.error().message.empty());
    return 0;
  }
  check_limits(*first, size);
  check_items(*first);
  check_same(*first, *second);
  return 0;
}
