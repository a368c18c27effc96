// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Peer: one validator under the same questions. Each implementation reads the same bytes and ends at the same anchor.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "odca/bytes.h"
#include "odca/evidence.h"
#include "odca/link_cache.h"

namespace odca::bench {

/// ChainInput is one chain as DER, leaf first, the anchor's certificate apart, and a time inside everything's validity.
struct ChainInput {
  std::vector<Bytes> chain{};
  Bytes anchor{};
  std::int64_t unix_time = 0;
  std::vector<Bytes> crls{};  ///< of the trust source; only libtrust has such
};
/// read_chain_input reads PEM files. Throws std::runtime_error: a benchmark without its input measures nothing.
ChainInput read_chain_input(const std::string& chain_pem, const std::string& anchor_pem, std::int64_t unix_time);
/// read_anchor reads the first certificate of a PEM file, into an input without a chain.
ChainInput read_anchor(const std::string& anchor_pem, std::int64_t unix_time);
/// read_lists reads the CRLs of a PEM file of any length.
std::vector<Bytes> read_lists(const std::string& path);
/// read_text reads a whole file.
std::string read_text(const std::string& path);

/// kAt is the moment that every benchmark judges at, 2026-03-01T00:00:00Z, as the test vectors do.
constexpr std::int64_t kAt = 1772323200;

/// Work is what the last judgement cost, of a validator that counts it.
struct Work {
  std::size_t signature_checks = 0;
  std::size_t search_steps = 0;
};

class Peer {
 public:
  Peer() = default;
  virtual ~Peer() = default;
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  virtual std::string name() const = 0;
  /// trust sets the anchor and the time; outside the measured time.
  virtual void trust(const ChainInput& input) = 0;
  /// judge parses and verifies the chain, from DER to yes or no.
  virtual bool judge(const ChainInput& input) = 0;
  /// judge_pem does the same from PEM text, as a loop over the validator's API would; the first certificate is the
  /// target.
  virtual bool judge_pem(std::string_view pem) = 0;
  /// keep reads the certificates of the chain and the anchor, and decodes the key of the first one's issuer.
  virtual void keep(const ChainInput& input) = 0;
  /// check_link verifies the first certificate's signature with the kept key: the library's raw speed.
  virtual bool check_link() = 0;
  /// check_links decodes every issuer's key once and verifies every signature of the chain once; the anchor's own is
  /// none of them. Nobody who decides about this chain can do less: the floor.
  virtual bool check_links() = 0;
  virtual std::optional<Work> work() const { return {}; }
};

/// pem_blocks cuts PEM text into its blocks, for APIs that read one at a time. A cut last block is left out.
std::vector<std::string_view> pem_blocks(std::string_view text);

/// make_odca_peer makes libtrust, asked for `purpose`. It shares proved links through `links`, which the caller keeps,
/// unless that is null.
std::unique_ptr<Peer> make_odca_peer(Purpose purpose, LinkCache* links = nullptr);
std::unique_ptr<Peer> make_botan_peer();
std::unique_ptr<Peer> make_openssl_peer();
std::unique_ptr<Peer> make_gnutls_peer();

}  // namespace odca::bench
