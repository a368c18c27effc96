// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// DerShape: what a DER value looks like from outside, told by the tags of its first members. A look, not a check: it
// decides which strict reader gets the bytes, and what to call those that none of them reads.
#pragma once

#include <string_view>

#include "odca/bytes.h"

namespace odca {

enum class DerShape {
  other,
  certificate,
  crl,
  request,
  private_key,
  public_key,
  pkcs7,
  pkcs12,
  ocsp_response,
  attribute_certificate,
  unsigned_certificate,  ///< the part of a certificate that is signed, alone
  numbers                ///< of Diffie-Hellman parameters, or of a bare RSA key
};

/// shape_of looks at one whole value; it reads a handful of headers, whatever the size. PKCS#7 is told by its
/// beginning, since much of it comes in BER.
DerShape shape_of(ByteView value);

/// Remains is what a value that no shape fits may have been before something was cut off, added or changed.
enum class Remains { nothing, certificate, crl, either };

/// remains_of tells it by the beginning of a certificate or CRL, as far as the bytes show one; BER counts too.
Remains remains_of(ByteView beginning);

/// remains_in tells it of a value that is whole by its length or too short: of a certificate that lost octets, a CRL
/// that followed may be within that length.
Remains remains_in(ByteView octets);

/// begins_item tells by the first twelve octets that a certificate or CRL begins (a SEQUENCE in a SEQUENCE, RFC
/// 5280 4.1, 5.1) or PKCS#7 (RFC 5652 3); BER counts too.
bool begins_item(ByteView beginning);

/// may_be_crl tells whether a list may be lost with such a value.
constexpr bool may_be_crl(Remains remains) { return remains == Remains::crl || remains == Remains::either; }

/// name_of names a shape in a message: "a PKCS#7 structure".
std::string_view name_of(DerShape shape);

/// is_sequence tells whether the bytes are exactly one DER SEQUENCE, judged by its outer header alone.
bool is_sequence(ByteView bytes);

}  // namespace odca
