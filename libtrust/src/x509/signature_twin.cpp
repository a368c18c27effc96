// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "x509/signature_twin.h"

#include <algorithm>

#include "der/writer.h"
#include "odca/digest.h"
#include "x509/ecdsa_signature.h"

namespace odca {
namespace {

// Orders of the base points: SEC 2 sections 2.4.2, 2.5.1 and 2.6.1.
constexpr std::string_view kOrder256 = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
constexpr std::string_view kOrder384 =
    "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973";
constexpr std::string_view kOrder521 =
    "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47"
    "ae"
    "bb6fb71e91386409";

Bytes order_of(KeyKind curve) {
  switch (curve) {
    case KeyKind::ec_p256:
      return *from_hex(kOrder256);
    case KeyKind::ec_p384:
      return *from_hex(kOrder384);
    case KeyKind::ec_p521:
      return *from_hex(kOrder521);
    case KeyKind::unsupported:
    case KeyKind::rsa:
    case KeyKind::ed25519:
      break;
  }
  return {};
}

/// subtract computes a - b for numbers of one length with a > b.
Bytes subtract(Bytes a, ByteView b) {
  int borrow = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    const int digit = int{a[i]} - int{b[i]} - borrow;
    borrow = digit < 0 ? 1 : 0;
    a[i] = static_cast<std::uint8_t>(digit + 256 * borrow);  // 0 to 255
  }
  return a;
}

}  // namespace

std::optional<Fingerprint> twin_sha256(const Certificate& certificate, KeyKind issuer_key) {
  const Bytes order = order_of(issuer_key);
  if (order.empty() || !fits(issuer_key, certificate->signature_algorithm.kind)) return {};
  const std::optional<Bytes> numbers = ecdsa_numbers(certificate->signature, order.size());
  if (!numbers) return {};
  const ByteView r = ByteView(*numbers).first(order.size());
  const ByteView s = ByteView(*numbers).last(order.size());
  if (!std::lexicographical_compare(s.begin(), s.end(), order.begin(), order.end())) return {};
  const Bytes signature =
      der::sequence({der::integer_from_magnitude(r), der::integer_from_magnitude(subtract(order, s))});
  return sha256(
      der::sequence({certificate->tbs, certificate->signature_algorithm.der, der::bit_string_value(signature)}));
}

}  // namespace odca
