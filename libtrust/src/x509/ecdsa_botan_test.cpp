// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Nettle's answers against Botan's, on signatures that Botan makes and that are then spoiled.
#include <botan/auto_rng.h>
#include <botan/pk_algs.h>
#include <botan/pubkey.h>
#include <botan/x509_key.h>
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "x509/signature.h"
#include "x509/test_botan.h"

namespace odca {
namespace {

struct Curve {
  const char* name;
  const char* padding;
  SignatureKind kind;
};
constexpr std::array<Curve, 3> kCurves{{{"secp256r1", "EMSA1(SHA-256)", SignatureKind::ecdsa_sha256},
                                        {"secp384r1", "EMSA1(SHA-384)", SignatureKind::ecdsa_sha384},
                                        {"secp521r1", "EMSA1(SHA-512)", SignatureKind::ecdsa_sha512}}};

/// Signer is one key of Botan's with our view of it.
struct Signer {
  explicit Signer(const Curve& chosen) : curve(chosen), key(Botan::create_private_key("ECDSA", rng, chosen.name)) {
    const auto der = Botan::X509::BER_encode(*key);
    spki.assign(der.begin(), der.end());
    ours = VerificationKey::decode(spki, describe_key(spki));
  }
  Bytes sign(const Bytes& message) {
    Botan::PK_Signer signer(*key, rng, curve.padding, botan_test::kDerSequence);
    return signer.sign_message(message, rng);
  }
  bool botan_accepts(const Bytes& message, const Bytes& signature) const {
    Botan::PK_Verifier verifier(*key, curve.padding, botan_test::kDerSequence);
    return verifier.verify_message(message, signature);
  }

  Curve curve;
  Botan::AutoSeeded_RNG rng{};
  std::unique_ptr<Botan::Private_Key> key;
  Bytes spki{};
  std::shared_ptr<const VerificationKey> ours{};
};

RC_GTEST_PROP(EcdsaAgainstBotan, AcceptsWhatBotanSigns, ()) {
  Signer signer(*rc::gen::elementOf(std::vector<Curve>(kCurves.begin(), kCurves.end())));
  const auto message = *rc::gen::arbitrary<Bytes>();
  RC_ASSERT(signer.ours != nullptr);
  RC_ASSERT(signer.ours->verify(signer.curve.kind, message, signer.sign(message)));
}

RC_GTEST_PROP(EcdsaAgainstBotan, AgreesOnAFlippedBitOfTheSignature, ()) {
  Signer signer(*rc::gen::elementOf(std::vector<Curve>(kCurves.begin(), kCurves.end())));
  const auto message = *rc::gen::arbitrary<Bytes>();
  Bytes signature = signer.sign(message);
  const auto bit = *rc::gen::inRange<std::size_t>(0, signature.size() * 8);
  signature[bit / 8] = static_cast<std::uint8_t>(signature[bit / 8] ^ 1U << bit % 8);  // one bit of an octet
  RC_ASSERT(signer.ours->verify(signer.curve.kind, message, signature) == signer.botan_accepts(message, signature));
}

RC_GTEST_PROP(EcdsaAgainstBotan, AgreesThatAnotherMessageIsRefused, ()) {
  Signer signer(*rc::gen::elementOf(std::vector<Curve>(kCurves.begin(), kCurves.end())));
  const auto message = *rc::gen::arbitrary<Bytes>();
  const auto other = *rc::gen::arbitrary<Bytes>();
  RC_PRE(message != other);
  RC_ASSERT(!signer.ours->verify(signer.curve.kind, other, signer.sign(message)));
}

}  // namespace
}  // namespace odca
