// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The program of README.md with a place and a time: door CHAIN TIME ROOT STATE [TRUST]. The cases one-door.txt hold it
// against odca-verify.
#include <odca/trust.h>

#include <iostream>
#include <optional>
#include <string>

int main(int argc, char** argv) {
  if (argc < 5 || argc > 6) return 3;
  const auto complain = [](const odca::Error& error) { return std::cerr << odca::describe(error) << '\n', 2; };
  const auto at = odca::parse_time(argv[2]);
  if (!at) return complain(at.error());
  const auto verifier = odca::open_verifier({.now = *at,
                                             .trust = argc > 5 ? std::optional<std::string>(argv[5]) : std::nullopt,
                                             .root = argv[3],
                                             .state = argv[4]});
  if (!verifier) return complain(verifier.error());
  const auto evidence = odca::read_evidence(argv[1], verifier->policy().limits);
  if (!evidence) return complain(evidence.error());
  const odca::Verdict verdict = verifier->verify(*evidence, {.at = *at});
  std::cout << odca::to_text(verdict);
  return verdict.trusted() ? 0 : 1;
}
