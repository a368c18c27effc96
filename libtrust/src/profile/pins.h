// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Which certificate a pin matches, and whether an enterprise CA is available; used by the search and the rules.
#pragma once

#include "odca/certificate.h"
#include "odca/evidence.h"
#include "odca/trust_store.h"

namespace odca {

bool is_pinned(const DeviceFacts& device);
/// fits_pinned_key and fits_pinned_certificate are false where nothing of that kind is pinned.
bool fits_pinned_key(const DeviceFacts& device, const Certificate& certificate);
bool fits_pinned_certificate(const DeviceFacts& device, const Certificate& certificate);

/// bears_enterprise_name: an anchor of role enterprise has this name. That anchor decides about certificates that name
/// it as their issuer.
bool bears_enterprise_name(const TrustStore& store, const Name& name);
/// has_enterprise_ca: the store holds an enterprise's own CA. Roots of the operating system are not one, nor are
/// anchors with every role by default and a name of Intel's hierarchies.
bool has_enterprise_ca(const TrustStore& store);

}  // namespace odca
