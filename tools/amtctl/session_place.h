// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Another place than this machine's own port, where a session is opened to judge what answers there.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "odca/amt/stream.h"

namespace odca::amtctl {

struct HostAndPort {
  std::string host{};  ///< without the brackets of an IPv6 address
  std::uint16_t port = 0;
};
/// read_host_and_port reads HOST:PORT; an IPv6 address stands in brackets. Fails with Errc::usage.
Result<HostAndPort> read_host_and_port(std::string_view option, std::string_view text);

/// connector_to connects there by TCP.
std::unique_ptr<amt::Connector> connector_to(HostAndPort place);

}  // namespace odca::amtctl
