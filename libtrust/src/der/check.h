// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// check_der: a look over a whole value before anything is made of it, so that nothing but strict DER reaches the code
// behind it, ours or a library's.
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
/// It checks headers, and the contents of every universal primitive type that has more than one spelling in BER, but
/// for times: whoever reads a date knows whether the value is worthless without it, and a CRL is not. OCTET STRINGs and
/// context-specific primitives are opaque. The outermost value has depth 1.
DerCheck check_der(ByteView bytes, std::size_t max_depth);

}  // namespace odca::der
