// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Strangers: certificates in a dump that are another device's.
#pragma once

#include <optional>

#include "odca/evidence.h"
#include "odca/result.h"
#include "odca/trust_store.h"
#include "odca/verdict.h"

namespace odca::batch {

/// strangers looks at a verdict that is a yes. What was presented besides its path must be explained: a certificate of
/// the trust store, another one for a name and key of the path, an issuer of one that is explained, what the device's
/// own CAs issued, or a CA that the CAs above the device issued. Signatures decide, never names alone. Anything else
/// belongs to somebody else, and a verdict on both would speak of one and hide the other: an Error that names it. So is
/// an item that was not read, for what it is or over a limit: it may be the other device.
std::optional<Error> strangers(const Verdict& verdict, const Evidence& evidence, const TrustStore& store);

/// second_device is what of strangers cannot be a CA that somebody added in a file of its own: whatever came in one
/// input with the target, and elsewhere a certificate that is no CA's, or a CA inside of another device. Items that
/// could not be read are not looked at.
std::optional<Error> second_device(const Verdict& verdict, const Evidence& evidence, const TrustStore& store);

/// another_device looks at a verdict that is a no: when several certificates could have been the one asked about, the
/// dump holds several chains, and the Error says how to take it apart.
std::optional<Error> another_device(const Verdict& verdict);

}  // namespace odca::batch
