// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What rollback and recover have to say alike: which bundle is in use now.
#pragma once

#include <string>

#include "commands.h"
#include "operate/place.h"
#include "state/installer.h"

namespace odca::bundle_tool {

/// moved_answer is a success with the new state and the warnings. The document: {schema, changed, state_directory,
/// mode, active, previous, floor, latest_time, warnings}.
Answer moved_answer(std::string schema, const Place& place, const state::ChangeReport& report);

}  // namespace odca::bundle_tool
