// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// wipe of odca/amt/secret.h.
#include <string.h>  // explicit_bzero is none of <cstring>

#include "odca/amt/secret.h"

namespace odca::amt {

void wipe(void* memory, std::size_t size) { ::explicit_bzero(memory, size); }

}  // namespace odca::amt
