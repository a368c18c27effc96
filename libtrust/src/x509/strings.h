// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The string types of names, decoded to UTF-8.
#pragma once

#include <optional>
#include <string>

#include "der/tags.h"
#include "odca/bytes.h"

namespace odca {

/// decode_string returns the text as UTF-8; nothing when `tag` is no string type or the octets are not text in it.
/// TeletexString is read as Latin-1, as everybody writes it. PrintableString may hold any printable ASCII: Differs from
/// X.680 41.4, because CAs have always put '@', '*', '_' and '&' there, and comparing needs no smaller alphabet.
std::optional<std::string> decode_string(der::Tag tag, ByteView octets);

/// is_printable_ascii tells whether all octets are from 20 to 7E.
bool is_printable_ascii(ByteView octets);

}  // namespace odca
