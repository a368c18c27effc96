// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// exchange: one request and its answer over a connection to a client of the firmware.
#pragma once

#include "odca/amt/heci.h"

namespace odca::amt {

/// kAnswerTime is how long the firmware may take for anything; other programs wait as long.
inline constexpr milliseconds kAnswerTime{15'000};

/// exchange fails as HeciClient does.
inline Result<Bytes> exchange(HeciClient& client, Clock& clock, ByteView request) {
  ODCA_TRY(client.send(request, clock.in(kAnswerTime)));
  return client.receive(clock.in(kAnswerTime));
}

}  // namespace odca::amt
