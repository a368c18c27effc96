// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: reading stays within the limits, and every certificate and CRL that comes out of the structure stands in
// it byte for byte.
#include "input/pkcs7.h"

#include <algorithm>
#include <cstdint>

#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace odca;
  const ByteView content(data, size);
  const auto holds = [content](const Bytes& der) {
    return std::search(content.begin(), content.end(), der.begin(), der.end()) != content.end();
  };
  DumpBuilder builder("fuzz", {.certificates = 8, .crls = 8});
  read_pkcs7(content, "value", builder);
  const Dump dump = std::move(builder).finish(InputKind::der);
  ODCA_CHECK(dump.certificates.size() + dump.unreadable.size() <= 8 && dump.crls.size() <= 8);
  for (const Presented& each : dump.certificates) ODCA_CHECK(holds(each.certificate->der));
  for (const PresentedCrl& each : dump.crls) ODCA_CHECK(holds(each.crl->der));
  return 0;
}
