// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A publisher of bundles in memory, for tests: keys of fixed seeds, documents that can be edited before they are
// signed, and hooks for what no publisher would do. It signs any content.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "bundle/verify.h"

namespace odca::bundle {

/// Edit changes a text; an empty one changes nothing.
using Edit = std::function<std::string(std::string)>;

/// SimulatedKey is the Ed25519 key pair whose seed is the SHA-256 of its name: "root-1", "release-2", any other.
struct SimulatedKey {
  RoleKey key{};
  std::array<std::uint8_t, 64> secret{};
};
const SimulatedKey& simulated_key(const std::string& name);
/// signature_of is the hexadecimal signature of a text by a key.
std::string signature_of(const std::string& key_name, std::string_view text);

/// SimulatedDocument is a document before it is signed.
struct SimulatedDocument {
  DocumentType type{};
  std::uint64_t version = 0;
  Time expires{};
  std::vector<std::string> signers{};  ///< names of keys
  Edit before_signing{};               ///< of the `signed` part
  Edit after_signing{};                ///< of the envelope
};

struct SimulatedRole {
  std::vector<std::string> keys{};
  std::uint64_t threshold = 1;
};
struct SimulatedRoot {
  SimulatedDocument document{};
  SimulatedRole root{};
  SimulatedRole release{};  ///< timestamp, snapshot and targets
};

/// BundleSimulator starts as a valid bundle of the store's version: roots 1 and 2, of 3 among the 5 keys "root-1" to
/// "root-5"; release documents by 2 of the 3 keys "release-1" to "release-3"; no signature more than is needed.
class BundleSimulator {
 public:
  /// `store` is the canonical text of a trust-store.json.
  explicit BundleSimulator(std::string store);

  // Everything may be edited; publish() puts together and signs what is here.
  std::vector<SimulatedRoot> roots{};
  SimulatedDocument timestamp{};
  SimulatedDocument snapshot{};
  SimulatedDocument targets{};
  std::string store{};
  Edit after_packing{};  ///< of the whole file

  /// set_version gives the store and its three documents a version.
  void set_version(std::uint64_t version);
  void set_release_signers(const std::vector<std::string>& names);
  /// add_root appends a copy of the last root, of the next version and with the same signers, and returns it.
  SimulatedRoot& add_root();

  std::string publish() const;
  /// Parts of what publish() puts together.
  std::string signed_root(std::size_t index) const;
  std::string root_envelope(std::size_t index) const;
  std::string release_envelope(const SimulatedDocument& document) const;
  /// root_of_trust is the root document of that place, as published.
  RootOfTrust root_of_trust(std::size_t index = 0) const;
};

/// floor_after is what is remembered of an accepted bundle.
Floor floor_after(const VerifiedBundle& bundle, Time now);

}  // namespace odca::bundle
