#include <fstream>
#include <iterator>
#include <stdexcept>

#include "odca/evidence.h"
#include "peers/peer.h"

namespace odca::bench {
namespace {

std::vector<Bytes> read_pem(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  const Result<Dump> dump = read_dump(as_bytes(content), path, Limits{});
  if (!dump) throw std::runtime_error(describe(dump.error()));
  std::vector<Bytes> found;
  for (const Presented& presented : dump->certificates) found.push_back(presented.certificate->der);
  return found;
}

}  // namespace

ChainInput read_chain_input(const std::string& chain_pem, const std::string& anchor_pem, std::int64_t unix_time) {
  ChainInput input{.chain = read_pem(chain_pem), .unix_time = unix_time};
  const std::vector<Bytes> anchors = read_pem(anchor_pem);
  if (input.chain.size() < 2 || anchors.empty()) throw std::runtime_error("a chain of two and an anchor are needed");
  input.anchor = anchors.front();
  return input;
}

}  // namespace odca::bench
