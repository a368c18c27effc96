// Judges one dump with the embedded trust and what is installed, and prints why. The same program stands in README.md.
#include <odca/installed.h>
#include <odca/trust.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>

int main(int argc, char** argv) {
  std::ifstream file(argc > 1 ? argv[1] : "dump.pem", std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  const odca::Policy policy = odca::default_policy();
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  odca::SourceContext context;
  const auto root = odca::find_root_of_trust({});
  if (root) odca::load_installed({.root = *root, .now = now}, context);
  const auto store = odca::TrustStore::load(policy.trust, context);
  const auto dump = odca::read_dump(odca::as_bytes(content), "dump", policy.limits);
  if (!root || !store || !dump) {
    std::cerr << odca::describe(!root ? root.error() : !store ? store.error() : dump.error()) << '\n';
    return 2;
  }
  odca::Evidence evidence;
  evidence.add(*dump);
  const odca::Verdict verdict = odca::Verifier(policy, *store).verify(evidence, {.at = now, .at_is_host_clock = true});
  std::cout << odca::to_text(verdict);
  return verdict.trusted() ? 0 : 1;
}
