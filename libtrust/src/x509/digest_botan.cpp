#include <botan/hash.h>

#include <memory>

#include "base/check.h"
#include "odca/digest.h"

namespace odca {
namespace {

std::unique_ptr<Botan::HashFunction> hash_of(const char* algorithm, ByteView bytes) {
  // Not there means a Botan built without SHA-2: our own ground is missing.
  std::unique_ptr<Botan::HashFunction> hash = Botan::HashFunction::create(algorithm);
  ODCA_CHECK(hash != nullptr);
  hash->update(bytes.data(), bytes.size());
  return hash;
}

Bytes digest(const char* algorithm, ByteView bytes) {
  const auto hash = hash_of(algorithm, bytes);
  Bytes value(hash->output_length());
  hash->final(value.data());
  return value;
}

}  // namespace

Fingerprint sha256(ByteView bytes) {
  Fingerprint value{};
  hash_of("SHA-256", bytes)->final(value.data());
  return value;
}

Bytes sha384(ByteView bytes) { return digest("SHA-384", bytes); }
Bytes sha1(ByteView bytes) { return digest("SHA-1", bytes); }

}  // namespace odca
