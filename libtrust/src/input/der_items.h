// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// DER: one certificate or CRL, or several one behind the other; and what to do with a value whose label promised one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "input/shape.h"
#include "question/dump_builder.h"

namespace odca {

/// looks_like_der tells whether the content starts as a SEQUENCE with a length of more than one octet, as almost every
/// certificate and CRL does, or with a shorter one of a known shape. No text does either.
bool looks_like_der(ByteView content);

/// read_der_items gives each value to the builder. A value that is neither certificate nor CRL is unreadable, a private
/// key is only noted; bytes that are no DER value end the reading, since nothing says where the next value starts.
/// `carrier` goes before each place: "" or "AMT response, ".
void read_der_items(ByteView content, std::string_view carrier, DumpBuilder& builder);

/// add_der_value reads one value as what its shape says: a certificate, a CRL, or PKCS#7 with some inside. What is none
/// of them is named, and recorded as damaged where it begins as a certificate or CRL does. Of a SEQUENCE that nothing
/// tells more about, both may be lost.
void add_der_value(ByteView value, std::optional<ItemKind> promised, const std::string& place, DumpBuilder& builder);

/// add_base64_value does the same from base64.
void add_base64_value(std::string_view text, ItemKind promised, const std::string& place, DumpBuilder& builder);

/// remains_of_base64 tells what base64 that cannot be decoded as a whole may have held, by the first line in it that
/// begins as DER does, and what follows that.
Remains remains_of_base64(std::string_view text);

/// size_of_first returns how many octets the SEQUENCE says it has with which base64 begins; 0 when none begins there.
std::size_t size_of_first(std::string_view base64);

/// kFewestOfCrl: a signature alone has as many octets.
inline constexpr std::size_t kFewestOfCrl = 64;

/// lost_kind is what an unreadable item counts as, from what may be lost with it and what its label promised.
std::optional<ItemKind> lost_kind(Remains remains, std::optional<ItemKind> promised);

}  // namespace odca
