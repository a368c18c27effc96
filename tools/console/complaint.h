// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// How a program says that it could not do its work.
#pragma once

#include <string>
#include <string_view>

#include "odca/result.h"

namespace odca::cli {

/// complaint is for people: "odca-verify: …", and the hint on a line of its own.
std::string complaint(std::string_view program, const Error& error);
/// complaint_json is for programs: one line, schema "odca-error/1". Errors about bundles also have their `class`
/// (docs/bundles.md 8).
std::string complaint_json(const Error& error);

}  // namespace odca::cli
