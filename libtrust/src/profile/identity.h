// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the certificates of a path say about the device.
#pragma once

#include "chain/path.h"
#include "odca/profile.h"

namespace odca {

DeviceIdentity read_identity(const Path& path);

}  // namespace odca
