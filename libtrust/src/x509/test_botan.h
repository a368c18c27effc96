// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What tests use of Botan and what is not the same in Botan 2.19 and Botan 3. The library itself needs no such thing.
#pragma once

#include <botan/pk_keys.h>
#include <botan/version.h>
#include <botan/x509cert.h>

#include <memory>

namespace odca::botan_test {

#if BOTAN_VERSION_MAJOR == 2

constexpr auto kDerSequence = Botan::Signature_Format::DER_SEQUENCE;
constexpr auto kKeyCertSign = Botan::Key_Constraints::KEY_CERT_SIGN;

/// certificate_of is one step of a path that Botan judged.
inline const Botan::X509_Certificate& certificate_of(const std::shared_ptr<const Botan::X509_Certificate>& step) {
  return *step;
}

#else

constexpr auto kDerSequence = Botan::Signature_Format::DerSequence;
constexpr auto kKeyCertSign = Botan::Key_Constraints::KeyCertSign;

/// certificate_of is one step of a path that Botan judged.
inline const Botan::X509_Certificate& certificate_of(const Botan::X509_Certificate& step) { return step; }

#endif

}  // namespace odca::botan_test
