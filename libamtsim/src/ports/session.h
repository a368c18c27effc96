// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// serve_session: one connection from its handshake to its end: requests in, answers out, and what was seen.
#pragma once

#include "firmware/firmware.h"
#include "ports/digest.h"
#include "ports/tls_server.h"
#include "ports/wsman_service.h"

namespace odca::amtsim {

/// Served is what all connections of a port share; each is borrowed.
struct Served {
  Firmware& firmware;
  const TlsServer& tls;
  DigestDoor& door;
  WsmanService& wsman;
};

/// serve_session returns when the connection is to be closed. It does not close it.
void serve_session(const Served& served, int socket);

}  // namespace odca::amtsim
