// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Where publishers write. An existing file is replaced only by more of the same: by the same documents
// with all the signatures that it has.
#pragma once

#include <string>

#include "odca/result.h"
#include "signing/publication.h"

namespace odca::bundle_tool {

/// save_signed writes a publication. An existing file is replaced when it is the same publication and no signature of
/// it would be lost; it is locked from looking to replacing, so that of two programs that sign one file neither loses
/// what the other wrote (E_IO).
Status save_signed(const std::string& path, const bundle::Publication& publication);

/// save_built writes an unsigned bundle. An existing file is replaced when it is an unsigned bundle of the same or a
/// lower version (E_IO).
Status save_built(const std::string& path, const bundle::Publication& publication);

}  // namespace odca::bundle_tool
