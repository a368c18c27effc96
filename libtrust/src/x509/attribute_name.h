// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The short names of attribute types.
#pragma once

#include <string_view>

namespace odca {

/// attribute_name is "CN" for "2.5.4.3", and the identifier itself for a type without a short name (RFC 4514 3).
std::string_view attribute_name(std::string_view type);

}  // namespace odca
