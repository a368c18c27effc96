// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Names of object identifiers, for people.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace odca::cli {

/// name_of_oid returns a short name, or an empty view for an identifier that is not in the table.
std::string_view name_of_oid(std::string_view oid);
/// oid_called returns the identifier of an extended key usage called so, or `text` itself when it is written in dots;
/// nothing otherwise.
std::optional<std::string> oid_called(std::string_view text);

}  // namespace odca::cli
