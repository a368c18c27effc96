// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Reading what the command line names: files and standard input.
#pragma once

#include <string>

#include "odca/evidence.h"
#include "odca/policy.h"
#include "odca/result.h"

namespace odca::cli {

/// read_named reads a file, or standard input for "-", and recognises what is in it. Fails when it cannot be read, is
/// empty, is too large, or holds neither certificate nor CRL.
Result<Dump> read_named(const std::string& name, const Limits& limits);

/// read_chain is read_named for what is to be judged: certificates that happen to be uncompressed in an archive are
/// nobody's chain.
Result<Dump> read_chain(const std::string& name, const Limits& limits);

/// read_crl_file is read_named for an input that the user calls a CRL: it must hold at least one, nothing unreadable
/// and no certificate. A list of revocations that was silently not read would be worse than none.
Result<Dump> read_crl_file(const std::string& name, const Limits& limits);

}  // namespace odca::cli
