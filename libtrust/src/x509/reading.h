// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the readers of certificates and CRLs share: refusals, the first look over the bytes, and times.
#pragma once

#include <optional>
#include <string_view>

#include "der/reader.h"
#include "odca/certificate.h"

namespace odca {

/// malformed refuses a field; `expected` names the valid form.
Error malformed(std::string_view field, std::string_view expected);

/// check_input checks a whole `thing` ("certificate") before it is decoded: its size, strict DER, nesting, and that no
/// bytes follow.
Status check_input(std::string_view thing, ByteView der, const ParseLimits& limits);

/// read_time takes a Time; nothing when there is none or its type is not the one that RFC 5280 4.1.2.5 demands.
std::optional<Time> read_time(der::Reader& reader);
/// read_tolerant_time takes a Time of either type, whatever its year.
std::optional<Time> read_tolerant_time(der::Reader& reader);

/// to_bytes copies.
inline Bytes to_bytes(ByteView view) { return {view.begin(), view.end()}; }

}  // namespace odca
