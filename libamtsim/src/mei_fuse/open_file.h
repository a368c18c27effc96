// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// OpenFile: one open file of the device, as the Linux MEI driver answers for it, apart from FUSE.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "firmware/conversation.h"
#include "firmware/firmware.h"
#include "odca/amt/heci.h"

namespace odca::amtsim {

/// Device is what stands behind a device file. `lme` may be nothing; `wake` is called by any thread when LME may have
/// something to read.
struct Device {
  Firmware& firmware;
  TalkingClient* lme = nullptr;
  std::function<void()> wake{};
};

/// OpenFile is at most one connection to a client of the firmware. Calls return 0 or what errno shall be. Not
/// thread-safe.
class OpenFile {
 public:
  /// `device` must outlive this.
  explicit OpenFile(const Device& device) : device_(device) {}

  /// connect is IOCTL_MEI_CONNECT_CLIENT: ENOTTY for a client that the firmware lacks, EBUSY for one that serves
  /// somebody else, and on the second call, since only closing ends a connection.
  int connect(const amt::Guid& client);
  /// write hands over one message: ENODEV without a connection, EMSGSIZE for one that is longer than the client takes.
  int write(ByteView message);
  /// take is the next answer, or what is left of it: one answer may take several reads, one read never two answers.
  /// Nothing when there is none.
  std::optional<Bytes> take(std::size_t at_most);

  bool connected() const { return client_.has_value(); }
  bool readable();

  /// properties is what connect tells: u32 longest message, u8 version of the protocol, then nothing that counts.
  Bytes properties() const;

 private:
  std::size_t longest() const;

  const Device& device_;
  std::optional<amt::Guid> client_{};
  std::unique_ptr<Conversation> conversation_{};  ///< with LME
  std::deque<Bytes> answers_{};
  std::size_t taken_ = 0;  ///< of the first answer
};

}  // namespace odca::amtsim
