// DerShape: what a DER value looks like from outside, told by the tags of its first members. A look, not a check: it
// decides which strict reader gets the bytes, and what to call those that none of them reads.
#pragma once

#include <string_view>

#include "odca/bytes.h"

namespace odca {

enum class DerShape { other, certificate, crl, request, private_key, public_key, pkcs7, pkcs12 };

/// shape_of looks at one whole value; it reads a handful of headers, whatever the size.
DerShape shape_of(ByteView value);

/// name_of names a shape in a message: "a PKCS#7 structure".
std::string_view name_of(DerShape shape);

/// is_sequence tells whether the bytes are exactly one DER SEQUENCE, judged by its outer header alone.
bool is_sequence(ByteView bytes);

}  // namespace odca
