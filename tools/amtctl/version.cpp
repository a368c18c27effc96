// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "commands.h"

namespace odca::amtctl {

std::string_view program_version() { return ODCA_VERSION; }

}  // namespace odca::amtctl
