// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// check_der: checks a whole value before it is decoded, so that only strict DER reaches our code or a library's.
#pragma once

#include <cstddef>

#include "odca/bytes.h"

namespace odca::der {

enum class DerCheck {
  not_der,   ///< some value inside is not DER
  too_deep,  ///< values are nested deeper than allowed
  trailing,  ///< one sound value, and bytes behind it
  ok
};

/// kDeepest bounds the nesting whatever the caller allows; the walk keeps that many lengths and does not recurse.
inline constexpr std::size_t kDeepest = 64;

/// check_der walks once over one value and everything nested in it by tag, in linear time and without allocation.
/// It checks headers, and the contents of every universal primitive type that has more than one spelling in BER, except
/// times: a CRL with a malformed date is still of use, so the reader of a date decides. OCTET STRINGs and
/// context-specific primitives are opaque. The outermost value has depth 1.
DerCheck check_der(ByteView bytes, std::size_t max_depth);

}  // namespace odca::der
