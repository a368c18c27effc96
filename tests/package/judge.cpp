// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Judges one dump by what is trusted on this machine, and prints why. The same program stands in README.md.
#include <odca/trust.h>

#include <chrono>
#include <iostream>

int main(int argc, char** argv) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto complain = [](const odca::Error& error) { return std::cerr << odca::describe(error) << '\n', 2; };
  const auto verifier = odca::open_verifier({.now = now});
  if (!verifier) return complain(verifier.error());
  const auto evidence = odca::read_evidence(argc > 1 ? argv[1] : "dump.pem", verifier->policy().limits);
  if (!evidence) return complain(evidence.error());
  const odca::Verdict verdict = verifier->verify(*evidence, {.at = now, .at_is_host_clock = true});
  std::cout << odca::to_text(verdict);
  return verdict.trusted() ? 0 : 1;
}
