// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The file `state`: the one commit point of the state directory. What it names is in use; all else is not.
//
//   {"active":REF,"floor":{"bundle":REF,"release_keys":HEX,"seen_keys":[HEX]},"format":"amt-trust-state/1","latest_time":TIME,
//    "ledger":HEX,"mode":"normal","previous":REF,"root_seen":{"sha256":HEX,"version":2},"sequence":5}
//
// on one line, sealed (sealed.h). REF is {"content_id":HEX,"file_sha256":HEX,"version":7}. Without `active` the
// embedded store is in use; `floor`, `latest_time`, `ledger`, `previous` and `root_seen` may lack too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bundle/verify.h"
#include "odca/result.h"
#include "odca/time.h"

namespace odca::state {

inline constexpr std::string_view kStateFormat = "amt-trust-state/1";
inline constexpr std::size_t kMaxStateBytes = std::size_t{256} << 10U;  // kMaxSeenKeys take 137 KiB

/// BundleReference names one bundle file by what it is.
struct BundleReference {
  std::uint64_t version = 0;
  std::string content_id{};
  std::string file_sha256{};
  /// file_name is "<version>-<first 16 digits of the content id>.atb".
  std::string file_name() const;
  bool operator==(const BundleReference&) const = default;
};
BundleReference reference_to(const bundle::VerifiedBundle& bundle);

/// FloorRecord is the bundle below which no other is accepted while these keys release (bundle::Floor).
struct FloorRecord {
  BundleReference bundle{};
  std::string release_keys{};
  std::vector<bundle::KeyId> seen_keys{};  ///< bundle::Floor::seen_keys
  bool operator==(const FloorRecord&) const = default;
};

struct RootSeen {
  std::uint64_t version = 0;
  std::string sha256{};
  bool operator==(const RootSeen&) const = default;
};

enum class Mode { rolled_back, normal };
std::string_view to_string(Mode mode);

struct State {
  std::optional<BundleReference> active{};
  std::optional<BundleReference> previous{};
  std::optional<FloorRecord> floor{};
  std::optional<RootSeen> root_seen{};
  std::string ledger{};  ///< SHA-256 of the ledger file's content; empty: nothing was ever denied
  std::optional<Time> latest_time{};
  Mode mode = Mode::normal;
  std::uint64_t sequence = 0;  ///< counts the commits
  bool operator==(const State&) const = default;
};

/// write_state returns the content of the file; read_state is its inverse and accepts nothing else: E_STATE_CORRUPT.
std::string write_state(const State& state);
Result<State> read_state(std::string_view content);

/// floor_at is the record of an accepted bundle; what was seen before stays seen, as far as there is room beside the
/// keys of this bundle (bundle::kMaxSeenKeys).
FloorRecord floor_at(const bundle::VerifiedBundle& bundle, const std::optional<FloorRecord>& before);

/// floor_of is what a verification must know of the past; `embedded_version` is that of the program's own store.
bundle::Floor floor_of(const State& state, std::vector<DenyEntry> ledger, std::uint64_t embedded_version);

}  // namespace odca::state
