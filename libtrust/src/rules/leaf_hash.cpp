// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "rules/leaf_hash.h"

#include <algorithm>

#include "base/text.h"
#include "odca/digest.h"

namespace odca {
namespace {

using Algorithm = HashReading::Algorithm;

std::size_t size_of(Algorithm algorithm) { return algorithm == Algorithm::sha256 ? 32 : 48; }
std::string_view name_of(Algorithm algorithm) { return algorithm == Algorithm::sha256 ? "SHA-256" : "SHA-384"; }

bool all_nul(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t octet) { return octet == 0; });
}

constexpr std::size_t kFieldSize = 64;  // AMTCertHash in the answer of CFG_StartConfigurationHBased

/// read_raw wants nothing but NUL behind the hash, as the SDK documents it: anything else is a field misread.
std::optional<HashReading> read_raw(ByteView field, Algorithm algorithm) {
  const std::size_t size = size_of(algorithm);
  if (field.size() < size || !all_nul(field.subspan(size))) return {};
  return HashReading{algorithm, Bytes(field.begin(), field.begin() + static_cast<std::ptrdiff_t>(size)), "raw"};
}

/// Only SHA-256 fits: the firmware's field has 64 bytes, the digits of SHA-384 would need 96.
std::optional<HashReading> read_digits(ByteView field, Algorithm algorithm) {
  const std::size_t digits = 2 * size_of(algorithm);
  if (algorithm != Algorithm::sha256 || field.size() < digits || !all_nul(field.subspan(digits))) return {};
  const std::string_view text = as_text(field.first(digits));
  if (text.find(':') != std::string_view::npos) return {};
  std::optional<Bytes> hash = from_hex(text);
  if (!hash) return {};
  return HashReading{algorithm, *std::move(hash), "hexadecimal"};
}

bool hits(const HashReading& reading, ByteView bytes) {
  return equal_constant_time(leaf_hash_of(reading, bytes), reading.hash);
}

LeafHashMatch match_one(const HashReading& reading, const Certificate& leaf, const std::vector<Presented>& presented) {
  const std::string how = cat(name_of(reading.algorithm), ", ", reading.decoding);
  if (hits(reading, leaf->der)) return {LeafHashPart::certificate, how};
  LeafHashMatch best;
  if (hits(reading, leaf->spki)) best = {LeafHashPart::spki, how + ", of the key"};
  for (const Presented& other : presented) {
    if (!hits(reading, other.certificate->der)) continue;
    if (equal(other.certificate->tbs, leaf->tbs))
      return {LeafHashPart::tbs, cat(how, ", of another signature over the same contents: ", other.where)};
    if (equal(other.certificate->spki, leaf->spki))
      best = {LeafHashPart::spki, cat(how, ", of another certificate for the same key: ", other.where)};
  }
  if (hits(reading, leaf->tbs)) return {LeafHashPart::tbs, how + ", of the signed part"};
  return best;
}

}  // namespace

std::vector<HashReading> read_leaf_hash(const LeafHash& given) {
  std::vector<HashReading> readings;
  if (given.field.size() > kFieldSize) return readings;
  const auto read_as = [&](Algorithm algorithm) {
    if (auto digits = read_digits(given.field, algorithm)) readings.push_back(*std::move(digits));
    if (auto raw = read_raw(given.field, algorithm)) readings.push_back(*std::move(raw));
  };
  if (given.algorithm != LeafHash::Algorithm::sha384) read_as(Algorithm::sha256);
  if (given.algorithm != LeafHash::Algorithm::sha256) read_as(Algorithm::sha384);
  return readings;
}

std::string_view expected_leaf_hash(LeafHash::Algorithm algorithm) {
  switch (algorithm) {
    case LeafHash::Algorithm::sha256:
      return "SHA-256";
    case LeafHash::Algorithm::sha384:
      return "SHA-384";
    case LeafHash::Algorithm::by_length:
      break;
  }
  return "SHA-256 or SHA-384";
}

Bytes leaf_hash_of(const HashReading& reading, ByteView bytes) {
  const auto whole = [](ByteView digest) { return Bytes(digest.begin(), digest.end()); };
  return reading.algorithm == Algorithm::sha384 ? whole(sha384(bytes)) : whole(sha256(bytes));
}

LeafHashMatch match_leaf_hash(const std::vector<HashReading>& readings, const Certificate& leaf,
                              const std::vector<Presented>& presented) {
  LeafHashMatch best;
  for (const HashReading& reading : readings) {
    LeafHashMatch match = match_one(reading, leaf, presented);
    if (match.part > best.part) best = std::move(match);
  }
  return best;
}

}  // namespace odca
