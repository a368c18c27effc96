// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The text of the compiled-in store. odca-embed writes its definition at build time, after it has rebuilt every
// certificate of bundles/intel-odca, checked fingerprints and signatures, and read the text back.
#pragma once

#include <string_view>

#include "odca/bytes.h"

namespace odca {

extern const std::string_view kEmbeddedStore;
extern const Fingerprint kEmbeddedStoreSha256;

}  // namespace odca
