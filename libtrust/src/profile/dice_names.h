// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The names of the DICE hierarchy that are public: the industry root and Intel's SubCA (docs/hierarchy.md 4).
#pragma once

#include "chain/path.h"
#include "odca/name.h"

namespace odca {

/// is_dice_subca_name: O=Intel Corporation, organizationIdentifier=PEN:343, CN=Intel DICE SubCA CAID:343_…, each once.
bool is_dice_subca_name(const Name& subject);
/// is_dice_root_name: exactly one CN, which is DCP DICE Global Root CA; other attributes are ignored.
bool is_dice_root_name(const Name& subject);
/// bears_dice_subca_name tells whether an issuer of the path, or its anchor, has that name.
bool bears_dice_subca_name(const Path& path);

}  // namespace odca
