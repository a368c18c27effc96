// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The compiled-in store: the canonical text of bundles/intel-odca, as a bundle would carry it, read by the reader of
// bundles.
#pragma once

#include "bundle/store_document.h"

namespace odca {

/// embedded_store has the version and the ids of bundles/intel-odca. All its anchors are active. It is read once, when
/// it is first asked for.
const bundle::StoreDocument& embedded_store();

}  // namespace odca
