// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// local_or_lme: the choice that device_port makes, apart from sockets and HECI.
#pragma once

#include <memory>

#include "odca/amt/stream.h"

namespace odca::amt {

/// local_or_lme is `local` until it refuses a connection because nobody listens, and `lme` from then on.
std::unique_ptr<Connector> local_or_lme(std::unique_ptr<Connector> local, std::unique_ptr<Connector> lme);

}  // namespace odca::amt
