// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Raw signature verification. The only header through which the rest of libtrust reaches a crypto library's public-key
// operations.
#pragma once

#include <memory>

#include "odca/bytes.h"
#include "odca/public_key.h"

namespace odca {

/// VerificationKey is a decoded public key, ready to verify many signatures.
class VerificationKey {
 public:
  /// decode returns nullptr when the key cannot be used (KeyInfo::problem is set, or the point is not on the curve).
  static std::shared_ptr<const VerificationKey> decode(ByteView spki, const KeyInfo& info);
  virtual ~VerificationKey() = default;
  /// verify is false for every failure, exceptions of the library included.
  virtual bool verify(SignatureKind kind, ByteView message, ByteView signature) const = 0;
};

}  // namespace odca
