// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "session_place.h"

#include <utility>

#include "base/text.h"
#include "values.h"

namespace odca::amtctl {
namespace {

class Place final : public amt::Connector {
 public:
  explicit Place(HostAndPort place) : place_(std::move(place)) {}
  Result<std::unique_ptr<amt::ByteStream>> connect(amt::Deadline deadline) override {
    return amt::connect_tcp(place_.host, place_.port, deadline);
  }
  std::string name() const override {
    const bool brackets = place_.host.find(':') != std::string::npos;
    return cat(brackets ? "[" : "", place_.host, brackets ? "]:" : ":", unsigned{place_.port});
  }

 private:
  HostAndPort place_;
};

}  // namespace

Result<HostAndPort> read_host_and_port(std::string_view option, std::string_view text) {
  const auto refused = [&] {
    return cli::usage_error(cat(option, ": expected HOST:PORT, found ", quote(text)),
                            "for example 127.0.0.1:16993, [::1]:16993 or host.example.com:16993");
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return refused();
  std::string_view host = text.substr(0, colon);
  const bool brackets = host.starts_with('[') && host.ends_with(']') && host.size() > 2;
  if (brackets) host = host.substr(1, host.size() - 2);
  if (!brackets && host.find_first_of(":[]/@ ") != std::string_view::npos) return refused();
  const Result<unsigned> port = cli::read_number(option, text.substr(colon + 1), 65535);
  if (!port || *port == 0) return refused();
  return HostAndPort{.host = std::string(host), .port = static_cast<std::uint16_t>(*port)};  // at most 65535
}

std::unique_ptr<amt::Connector> connector_to(HostAndPort place) { return std::make_unique<Place>(std::move(place)); }

}  // namespace odca::amtctl
