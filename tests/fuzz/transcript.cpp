// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: whatever a peer makes s_client print behind its own certificate, the text is refused or its peer is that
// certificate, here one that cannot be read: no other is ever taken for it.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "odca/digest.h"
#include "odca/evidence.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace odca;
  std::string text =
      "CONNECTED(00000003)\n---\nCertificate chain\n 0 s:CN = a\n   i:CN = b\n-----BEGIN CERTIFICATE-----\nMAA=\n"
      "-----END CERTIFICATE-----\n";
  text += as_text({data, size});
  const Result<Dump> dump = read_dump(as_bytes(text), "fuzz", Limits{});
  if (dump) ODCA_CHECK(dump->tls_peer == sha256(Bytes{0x30, 0}) && dump->unread_first);
  return 0;
}
