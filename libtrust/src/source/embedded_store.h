// The compiled-in material in the form of a bundle's store, so that the two can be compared.
#pragma once

#include "bundle/store_document.h"

namespace odca {

/// embedded_store has the version and the ids of bundles/intel-odca. All its anchors are active.
bundle::StoreDocument embedded_store();
/// embedded_identity is its version and the SHA-256 of its text.
bundle::StoreIdentity embedded_identity();

}  // namespace odca
