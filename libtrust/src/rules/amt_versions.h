// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The versions of AMT whose devices carry an ODCA chain.
#pragma once

namespace odca {

inline constexpr unsigned kFirstOdcaVersion = 15;
inline constexpr unsigned kLastOdcaVersion = 21;

}  // namespace odca
