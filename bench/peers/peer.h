// Peer: one validator under the same questions. Each implementation parses the same DER bytes and ends at the same
// anchor.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "odca/bytes.h"

namespace odca::bench {

/// ChainInput is one chain as DER, leaf first, the anchor's certificate apart, and a time inside everything's validity.
struct ChainInput {
  std::vector<Bytes> chain{};
  Bytes anchor{};
  std::int64_t unix_time = 0;
};
/// read_chain_input reads PEM files. Throws std::runtime_error: a benchmark without its input measures nothing.
ChainInput read_chain_input(const std::string& chain_pem, const std::string& anchor_pem, std::int64_t unix_time);

class Peer {
 public:
  virtual ~Peer() = default;
  virtual std::string name() const = 0;
  /// trust sets the anchor; outside the measured time.
  virtual void trust(const ChainInput& input) = 0;
  /// judge parses and verifies the chain, from bytes to yes or no.
  virtual bool judge(const ChainInput& input) = 0;
  /// keep decodes the first certificate's issuer key and signature; then check_link verifies it once: the floor.
  virtual void keep(const ChainInput& input) = 0;
  virtual bool check_link() = 0;
};

std::unique_ptr<Peer> make_odca_peer();
std::unique_ptr<Peer> make_botan_peer();
std::unique_ptr<Peer> make_openssl_peer();
std::unique_ptr<Peer> make_gnutls_peer();

}  // namespace odca::bench
