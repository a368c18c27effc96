// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A conversation is a session, the sockets behind its channels, and a thread that carries what those have to say. What
// the host says is handled on the host's thread, so that its messages keep their order whoever brings them.
#include "lme/lme.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <mutex>
#include <thread>
#include <utility>

#include "lme/descriptor.h"
#include "lme/session.h"

namespace odca::amtsim {
namespace {

/// kMostQueued is how many messages may wait for a host that does not read before the ports have to wait as well.
constexpr std::size_t kMostQueued = 64;

/// Socket is what one channel leads to.
struct Socket {
  Descriptor end{};
  Bytes unsent{};      ///< data of the host that the socket has no room for
  bool stuck = false;  ///< the other end is gone, and has left data that the host has no room for
};

bool will_pass(int problem) { return problem == EAGAIN || problem == EINTR; }

/// first tells whether this is one of the first `most` calls with this count.
bool first(std::atomic<unsigned>& count, unsigned most) {
  unsigned before = count;
  while (before < most)
    if (count.compare_exchange_weak(before, before + 1)) return true;
  return false;
}

}  // namespace

class LmeConversation : public Conversation, private PortSide {
 public:
  LmeConversation(Lme& lme, Descriptor bell, std::function<void()> wake)
      : lme_(lme),
        bell_(std::move(bell)),
        wake_(std::move(wake)),
        session_(*this, lme.firmware_.knobs().lme),
        thread_([this] { carry(); }) {}

  ~LmeConversation() override {
    {
      const std::lock_guard hold(lock_);
      ending_ = true;
    }
    ring();
    thread_.join();
    lme_.taken_ = false;
  }

  void hear(ByteView message) override {
    {
      const std::lock_guard hold(lock_);
      session_.hear(message);
      for (Socket& each : sockets_) each.stuck = false;
      note(session_.take_seen());
    }
    ring();
    wake_();
  }

  std::optional<Bytes> next() override {
    const std::lock_guard hold(lock_);
    if (session_.queued() >= kMostQueued) ring();
    return session_.next();
  }

 private:
  // What follows expects that lock_ is held, but for ring(), which needs nothing, and carry().

  // PortSide, as the session calls it.
  Opening open(std::size_t channel) override;
  void accept(std::size_t channel, ByteView data) override;
  void close(std::size_t channel) override;

  void note(const LmeSeen& news);
  void send_unsent(std::size_t channel);
  void receive(std::size_t channel);
  short awaited(std::size_t channel) const;

  /// ring wakes the thread, which then looks anew at what it waits for.
  void ring() { ::eventfd_write(bell_.number(), 1); }
  void carry();

  Lme& lme_;
  const Descriptor bell_;
  const std::function<void()> wake_;
  std::mutex lock_{};
  bool ending_ = false;
  std::array<Socket, amt::wire::kAmtChannels> sockets_{};
  LmeSession session_;
  std::thread thread_;  // the last: it uses all others
};

PortSide::Opening LmeConversation::open(std::size_t channel) {
  if (first(lme_.refused_opens_, lme_.firmware_.knobs().lme.refused_opens)) return Opening::refused;
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return Opening::no_room;
  sockets_[channel] = Socket{.end = Descriptor(ends[0])};
  lme_.serve_(ends[1]);
  return Opening::opened;
}

void LmeConversation::accept(std::size_t channel, ByteView data) {
  Socket& socket = sockets_[channel];
  socket.unsent.insert(socket.unsent.end(), data.begin(), data.end());
  send_unsent(channel);
}

/// What the socket still has no room for is lost, as with a connection that is reset.
void LmeConversation::close(std::size_t channel) { sockets_[channel] = Socket{}; }

void LmeConversation::note(const LmeSeen& news) {
  if (news == LmeSeen{}) return;
  lme_.firmware_.note([&](Seen& seen) {
    seen.lme.channels += news.channels;
    seen.lme.overruns += news.overruns;
    seen.lme.violations += news.violations;
  });
}

void LmeConversation::send_unsent(std::size_t channel) {
  Socket& socket = sockets_[channel];
  while (!socket.unsent.empty()) {
    const ssize_t sent =
        ::send(socket.end.number(), socket.unsent.data(), socket.unsent.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) {
      if (errno != EAGAIN) socket.unsent.clear();  // nobody is there any more; receive() will find the end
      return;
    }
    socket.unsent.erase(socket.unsent.begin(), socket.unsent.begin() + sent);
    session_.consumed(channel, static_cast<std::size_t>(sent));  // not negative
  }
}

/// receive carries what one message can, or finds the end of the connection. Where the host has no room, it looks only
/// for the end.
void LmeConversation::receive(std::size_t channel) {
  Socket& socket = sockets_[channel];
  std::array<std::uint8_t, apf::kMostData> buffer;
  const std::size_t room = session_.room(channel);
  const int peek = room == 0 ? MSG_PEEK : 0;
  const ssize_t count = ::recv(socket.end.number(), buffer.data(), room == 0 ? 1 : room, MSG_DONTWAIT | peek);
  if (count < 0 && will_pass(errno)) return;
  if (count <= 0) {
    close(channel);
    session_.end(channel);
  } else if (room == 0) {
    socket.stuck = true;
  } else {
    session_.say(channel, ByteView(buffer).first(static_cast<std::size_t>(count)));  // positive
  }
}

/// awaited is what poll shall wait for at the channel's socket; 0 is nothing, not even its end.
short LmeConversation::awaited(std::size_t channel) const {
  const Socket& socket = sockets_[channel];
  unsigned events = socket.unsent.empty() ? 0U : unsigned{POLLOUT};
  if (session_.queued() < kMostQueued && !socket.stuck)
    events |= session_.room(channel) > 0 ? unsigned{POLLIN} : unsigned{POLLRDHUP};
  return static_cast<short>(events);  // as poll has them
}

void LmeConversation::carry() {
  for (std::unique_lock hold(lock_); !ending_; hold.lock()) {
    std::array<pollfd, 1 + amt::wire::kAmtChannels> waiting;
    waiting.back() = {bell_.number(), POLLIN, 0};
    for (std::size_t channel = 0; channel < sockets_.size(); ++channel) {
      const short events = sockets_[channel].end.is_open() ? awaited(channel) : short{0};
      waiting[channel] = {events == 0 ? -1 : sockets_[channel].end.number(), events, 0};
    }
    hold.unlock();
    if (::poll(waiting.data(), waiting.size(), -1) < 0) continue;  // EINTR
    eventfd_t rung = 0;
    if (waiting.back().revents != 0) ::eventfd_read(bell_.number(), &rung);
    hold.lock();
    for (std::size_t channel = 0; channel < sockets_.size(); ++channel) {
      // Meanwhile it may have become another socket, with nothing to read or to send; then nothing happens.
      if (waiting[channel].revents == 0 || !sockets_[channel].end.is_open()) continue;
      send_unsent(channel);
      receive(channel);
    }
    const bool news = session_.queued() > 0;
    hold.unlock();
    if (news) wake_();
  }
}

std::unique_ptr<Conversation> Lme::open(std::function<void()> wake) {
  if (taken_.exchange(true)) return nullptr;
  Descriptor bell(first(turned_away_, firmware_.knobs().lme.busy) ? -1 : ::eventfd(0, EFD_CLOEXEC));
  if (!bell.is_open()) {
    taken_ = false;
    return nullptr;
  }
  firmware_.note([](Seen& seen) { ++seen.lme.connections; });
  return std::make_unique<LmeConversation>(*this, std::move(bell), std::move(wake));
}

}  // namespace odca::amtsim
