// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A program of the core alone: it judges what a session brought by a policy and a store of its own. core_symbols.sh
// looks at what it is linked with.
#include <odca/report.h>
#include <odca/verifier.h>

#include <iostream>

int main() {
  const odca::Time at = *odca::parse_time("2027-01-01T00:00:00Z");
  const odca::Verifier verifier(odca::default_policy(), odca::TrustStore::from_contents({}, "none"));
  const odca::Evidence evidence = odca::Evidence::of_session({}, "session", verifier.policy().limits);
  const odca::Verdict verdict = verifier.verify(evidence, {.at = at});
  std::cout << odca::to_text(verdict);
  return verdict.trusted() ? 1 : 0;
}
