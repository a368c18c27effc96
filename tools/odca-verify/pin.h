// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The value of --pin: a hash of the device's public key, or of its certificate as a whole.
#pragma once

#include <string_view>

#include "odca/evidence.h"

namespace odca::cli {

/// read_pin takes the SHA-256 of the public key as hexadecimal digits, in base64, or as curl and HPKP write it
/// (`sha256//…`), and behind `cert:` that of the whole certificate.
Status read_pin(std::string_view where, std::string_view text, DeviceFacts& device);

/// explain_sha1 adds to the refusal of a SHA-1 value what it is of, among the certificates presented, and the value
/// that
/// --pin would take. Other errors come back as they are.
Error explain_sha1(Error refusal, std::string_view text, const Evidence& evidence);

}  // namespace odca::cli
