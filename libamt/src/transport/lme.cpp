// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// lme_port: streams that are channels of one link to LME.
#include <utility>

#include "io/text.h"
#include "transport/lme_link.h"

namespace odca::amt {
namespace {

class LmeStream final : public ByteStream {
 public:
  LmeStream(std::shared_ptr<LmeLink> link, std::uint32_t channel) : link_(std::move(link)), channel_(channel) {}
  LmeStream(const LmeStream&) = delete;
  LmeStream& operator=(const LmeStream&) = delete;
  ~LmeStream() override { link_->leave(channel_); }

  Result<std::size_t> read(std::span<std::uint8_t> into, Deadline deadline) override {
    return link_->read(channel_, into, deadline);
  }
  Status write(ByteView bytes, Deadline deadline) override { return link_->write(channel_, bytes, deadline); }

 private:
  std::shared_ptr<LmeLink> link_;
  std::uint32_t channel_;
};

class LmePort final : public Connector {
 public:
  LmePort(Heci& heci, Clock& clock, std::uint16_t port) : heci_(heci), clock_(clock), port_(port) {}
  Result<std::unique_ptr<ByteStream>> connect(Deadline deadline) override;
  std::string name() const override { return cat("port ", port_, " over LME of ", heci_.name()); }

 private:
  /// open_anew opens a link, and a channel in it.
  Result<std::uint32_t> open_anew(Deadline deadline) {
    link_.reset();
    ODCA_TRY_ASSIGN(link_, LmeLink::connect(heci_, clock_, deadline));
    return link_->open(port_, deadline);
  }

  Heci& heci_;
  Clock& clock_;
  std::uint16_t port_;
  std::shared_ptr<LmeLink> link_{};
};

/// connect opens a second link when the one that was there is found to have been lost: the firmware may have been reset
/// since somebody listened last, and nothing but the wish for a channel was said.
Result<std::unique_ptr<ByteStream>> LmePort::connect(Deadline deadline) {
  const bool is_old = link_ && !link_->is_broken();
  Result<std::uint32_t> channel = is_old ? link_->open(port_, deadline) : open_anew(deadline);
  if (!channel && is_old && link_->is_broken() && channel.error().reason != "apf-syntax") channel = open_anew(deadline);
  if (!channel) return std::move(channel).error();
  return {std::make_unique<LmeStream>(link_, *channel)};
}

}  // namespace

std::unique_ptr<Connector> lme_port(Heci& heci, Clock& clock, std::uint16_t port) {
  return std::make_unique<LmePort>(heci, clock, port);
}

}  // namespace odca::amt
