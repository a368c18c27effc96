// DER values one behind the other: certificates and CRLs in any mix, as `cat *.der` makes them.
#pragma once

#include <string_view>

#include "input/dump_builder.h"

namespace odca {

/// looks_like_der tells whether the content starts as a SEQUENCE with a length of more than one octet, as almost every
/// certificate and CRL does, or with a shorter one of a known shape. No text does either.
bool looks_like_der(ByteView content);

/// read_der_items gives each value to the builder. A value that is neither certificate nor CRL is unreadable, a private
/// key is only noted; bytes that are no DER value end the reading, since nothing says where the next value starts.
/// `carrier` goes before each place: "" or "AMT response, ".
void read_der_items(ByteView content, std::string_view carrier, DumpBuilder& builder);

}  // namespace odca
