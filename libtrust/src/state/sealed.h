// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A sealed text: one canonical value, a line feed, the SHA-256 of the value in hexadecimal, a line feed. It tells a
// file that was torn or has rotted from a whole one. It proves nothing about who wrote it.
#pragma once

#include <string>
#include <string_view>

#include "odca/result.h"

namespace odca::state {

/// hash_of is the SHA-256 in hexadecimal, as the state names everything.
std::string hash_of(std::string_view content);

std::string seal(std::string_view value);
/// unseal returns the value's text, a view into `content`: E_STATE_CORRUPT when the seal does not fit. `name` is the
/// file's, for the message.
Result<std::string_view> unseal(std::string_view content, std::string_view name);
/// corrupt is the error about a file of ours that does not say what it should.
Error corrupt(std::string_view name, std::string_view message);

}  // namespace odca::state
