// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The leaf hash that firmware returns, its possible readings, and the part of a leaf that it matches.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "odca/certificate.h"
#include "odca/evidence.h"

namespace odca {

/// HashReading is one way to read the field.
struct HashReading {
  enum class Algorithm { sha256, sha384 };
  Algorithm algorithm = Algorithm::sha256;
  Bytes hash{};
  std::string_view decoding{};  ///< "raw", "hexadecimal"
};

/// read_leaf_hash lists every reading of the field that its algorithm and length allow; none when it is malformed. The
/// field has at most 64 bytes: the hash itself or (SHA-256 only) its ASCII digits, left-aligned and padded with
/// NUL.
std::vector<HashReading> read_leaf_hash(const LeafHash& given);
/// expected_leaf_hash names the algorithms that read_leaf_hash accepts: "SHA-256".
std::string_view expected_leaf_hash(LeafHash::Algorithm algorithm);
/// leaf_hash_of hashes bytes as the reading's algorithm says.
Bytes leaf_hash_of(const HashReading& reading, ByteView bytes);

/// LeafHashPart is the part of the leaf that a hash binds. The zero value is the strictest.
enum class LeafHashPart { none, spki, tbs, certificate };

struct LeafHashMatch {
  LeafHashPart part = LeafHashPart::none;
  std::string how{};  ///< the algorithm, decoding and bytes that matched
};

/// match_leaf_hash compares every reading, in constant time, and returns the strongest match. Some firmware signs
/// its leaf anew on each request: if another presented certificate has the hash, the hash binds the part it shares with
/// the leaf.
LeafHashMatch match_leaf_hash(const std::vector<HashReading>& readings, const Certificate& leaf,
                              const std::vector<Presented>& presented);

}  // namespace odca
