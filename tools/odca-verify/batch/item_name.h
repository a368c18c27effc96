// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The name of an item from that of a file: two names of files are two names of items, also where they are not UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace odca::batch {

/// item_name writes bytes that are not UTF-8 as "\x{ff}". Lines are JSON, where all of them would become one character.
std::string item_name(std::string_view file);

}  // namespace odca::batch
