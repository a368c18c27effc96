// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// One input, one device: what must not be judged as one dump because it holds the exports of several.
#pragma once

#include <optional>

#include "odca/bytes.h"
#include "odca/result.h"

namespace odca::batch {

/// packed tells why `content` is an archive or compressed: its first bytes say so. Certificates that happen to stand in
/// it uncompressed are nobody's chain. Nothing when it is not.
std::optional<Error> packed(ByteView content);

/// container looks at the form of a dump before it is read: an archive, a JSON list or several JSON objects, a table
/// with a certificate in a field, or several sessions of s_client or gnutls-cli one after the other. The Error says
/// what it is and how to take it apart; nothing when it may be the dump of one device.
std::optional<Error> container(ByteView content);

}  // namespace odca::batch
