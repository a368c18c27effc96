// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "transport/device_port.h"

#include <utility>

#include "io/text.h"

namespace odca::amt {
namespace {

class DevicePort final : public Connector {
 public:
  DevicePort(std::unique_ptr<Connector> local, std::unique_ptr<Connector> lme)
      : local_(std::move(local)), lme_(std::move(lme)) {}

  Result<std::unique_ptr<ByteStream>> connect(Deadline deadline) override {
    if (!over_lme_) {
      auto connected = local_->connect(deadline);
      // Any other failure is that of somebody who listens there: whoever it is must not choose the way.
      if (connected || connected.error().reason != "connect-refused") return connected;
      over_lme_ = true;
    }
    auto connected = lme_->connect(deadline);
    if (connected) return connected;
    return std::move(connected).error().in(cat("over LME, since nobody listened on '", local_->name(), "'"));
  }
  std::string name() const override { return over_lme_ ? lme_->name() : local_->name(); }

 private:
  std::unique_ptr<Connector> local_;
  std::unique_ptr<Connector> lme_;
  bool over_lme_ = false;
};

}  // namespace

std::unique_ptr<Connector> local_or_lme(std::unique_ptr<Connector> local, std::unique_ptr<Connector> lme) {
  return std::make_unique<DevicePort>(std::move(local), std::move(lme));
}

std::unique_ptr<Connector> device_port(Heci& heci, Clock& clock, std::uint16_t port) {
  return local_or_lme(local_port(port), lme_port(heci, clock, port));
}

}  // namespace odca::amt
