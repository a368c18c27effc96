// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// No byte of a good chain can be changed: every byte of every certificate in turn, and with it the verdict is never
// "trusted". This is what an error code read as success would look like (CVE-2008-5077, CVE-2014-0092, CVE-2014-1266).
#include <gtest/gtest.h>

#include <cstdint>

#include "loaded_vectors.h"

namespace odca::vectors {
namespace {

/// with_changed_byte presents the certificate with one octet exchanged; one that cannot be read any more is left out,
/// as a reader of dumps leaves it out.
Evidence with_changed_byte(const Evidence& evidence, std::size_t index, std::size_t at, std::uint8_t mask) {
  Evidence changed = evidence;
  Bytes der = evidence.certificates[index].certificate->der;
  der[at] = static_cast<std::uint8_t>(der[at] ^ mask);  // both are octets
  Result<Certificate> read = Certificate::from_der(der);
  if (read)
    changed.certificates[index].certificate = *std::move(read);
  else
    changed.certificates.erase(changed.certificates.begin() + static_cast<std::ptrdiff_t>(index));  // a small index
  return changed;
}

/// survivors counts the changes after which the chain is still trusted. A proved link is not proved again, which the
/// verdicts must not show (Verdict.is_not_changed_by_shared_links).
std::size_t survivors(const Loaded& given, std::uint8_t mask) {
  const Verifier verifier(given.vector.policy, given.store);
  LinkCache links(LinkCache::kForOneRun, LinkCache::new_key());
  EXPECT_TRUE(verifier.verify(given.evidence, given.vector.question, &links).trusted());
  std::size_t trusted = 0;
  for (std::size_t index = 0; index < given.evidence.certificates.size(); ++index) {
    const std::size_t size = given.evidence.certificates[index].certificate->der.size();
    for (std::size_t at = 0; at < size; ++at) {
      const Evidence changed = with_changed_byte(given.evidence, index, at, mask);
      if (!verifier.verify(changed, given.vector.question, &links).trusted()) continue;
      ++trusted;
      ADD_FAILURE() << given.vector.name << ": certificate " << index << ", byte " << at << ", mask " << int{mask};
    }
  }
  return trusted;
}

TEST(ChangedBytes, NoneOfADeviceChainStaysTrusted) { EXPECT_EQ(survivors(loaded_vector("lnl"), 0x01), 0U); }

class ChangedBits : public testing::TestWithParam<unsigned> {};
TEST_P(ChangedBits, NoneOfAPlainChainStaysTrusted) {
  const auto mask = static_cast<std::uint8_t>(1U << GetParam());  // bits 0 to 7
  EXPECT_EQ(survivors(loaded_vector("rfc-plain"), mask), 0U);
}
INSTANTIATE_TEST_SUITE_P(All, ChangedBits, testing::Range(0U, 8U));

}  // namespace
}  // namespace odca::vectors
