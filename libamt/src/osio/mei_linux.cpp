// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// open_mei: the calls to the Linux MEI driver (linux/mei.h).
#include <fcntl.h>
#include <linux/mei.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "osio/mei_calls.h"

namespace odca::amt {
namespace {

/// result_of is what a call returned, or the number of its error.
template <class Number>
Number result_of(Number returned) {
  return returned < 0 ? -errno : returned;
}

class LinuxMei final : public MeiCalls {
 public:
  /// open never waits later on: a write that waits and is interrupted may have sent its message, and nobody could tell.
  int open(const std::string& path) override {
    return result_of(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  }
  int connect(int descriptor, const Guid& client, MeiProperties& properties) override {
    mei_connect_client_data argument{};
    static_assert(sizeof argument == sizeof(Guid));
    std::memcpy(&argument, client.data(), client.size());
    const int result = result_of(::ioctl(descriptor, IOCTL_MEI_CONNECT_CLIENT, &argument));
    if (result < 0) return result;
    properties = {.max_message = argument.out_client_properties.max_msg_length,
                  .protocol_version = argument.out_client_properties.protocol_version};
    return 0;
  }
  long write(int descriptor, ByteView message) override {
    return result_of(::write(descriptor, message.data(), message.size()));
  }
  long read(int descriptor, std::span<std::uint8_t> into) override {
    return result_of(::read(descriptor, into.data(), into.size()));
  }
  int wait(int descriptor, milliseconds time) override {
    pollfd ready{.fd = descriptor, .events = POLLIN, .revents = 0};
    const int count = result_of(::poll(&ready, 1, static_cast<int>(time.count())));  // at most a minute
    return count > 0 ? ready.revents : count;
  }
  /// On Linux the descriptor is gone even when close() was interrupted: it is never repeated.
  void close(int descriptor) override { ::close(descriptor); }
};

}  // namespace

Result<std::unique_ptr<Heci>> open_mei(const std::string& path) {
  static LinuxMei calls;
  return open_mei_with(calls, steady_clock(), path);
}

}  // namespace odca::amt
