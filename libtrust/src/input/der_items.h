// DER: one certificate or CRL, or several one behind the other; and what to do with a value whose label promised one.
#pragma once

#include <optional>
#include <string>
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

/// add_der_value reads one value as what its shape says: a certificate, a CRL, or PKCS#7 with some inside. Where the
/// shape says nothing, a SEQUENCE is held to be damaged when something was `promised`. Anything else is named.
void add_der_value(ByteView value, std::optional<ItemKind> promised, const std::string& place, DumpBuilder& builder);

/// add_base64_value does the same from base64.
void add_base64_value(std::string_view text, ItemKind promised, const std::string& place, DumpBuilder& builder);

}  // namespace odca
