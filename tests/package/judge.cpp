// Judges one dump with the embedded trust and prints why. The same program stands in README.md.
#include <odca/trust.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>

int main(int argc, char** argv) {
  std::ifstream file(argc > 1 ? argv[1] : "dump.pem", std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  const odca::Policy policy = odca::default_policy();
  const auto store = odca::TrustStore::load(policy.trust, {});
  const auto dump = odca::read_dump(odca::as_bytes(content), "dump", policy.limits);
  if (!store || !dump) {
    std::cerr << odca::describe(store ? dump.error() : store.error()) << '\n';
    return 2;
  }
  odca::Evidence evidence;
  evidence.add(*dump);
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const odca::Verdict verdict = odca::Verifier(policy, *store).verify(evidence, {.at = now, .at_is_host_clock = true});
  std::cout << odca::to_text(verdict);
  return verdict.trusted() ? 0 : 1;
}
