// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Answers of the two small clients, decoded. Pure; read_enablement and read_upid of pthi.h ask for them.
#pragma once

#include "odca/amt/device.h"

namespace odca::amt {

/// decode_enablement reads the first byte; older documents speak of 32 bits. Fails with Errc::protocol ("pthi-syntax")
/// when there is none.
Result<Enablement> decode_enablement(ByteView message);

/// decode_upid_status holds an answer to the header of its request. Fails with Errc::protocol ("pthi-syntax"), and with
/// Errc::device: "upid-not-set" on a platform that knows no UPID, "firmware-refused" for every other status.
Status decode_upid_status(ByteView request, ByteView message);

/// decode_upid reads the answer to wire::kUpidGet. Fails as decode_upid_status does; "upid-not-set" for an answer
/// without ids and for a CSME id of zeros.
Result<DeviceUpid> decode_upid(ByteView message);

}  // namespace odca::amt
