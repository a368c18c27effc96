// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// OpenFile: one open file of the device, as the Linux MEI driver answers for it, apart from FUSE.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "firmware/firmware.h"
#include "odca/amt/heci.h"

namespace odca::amtsim {

/// OpenFile is at most one connection to a client of the firmware. Calls return 0 or what errno shall be. Not
/// thread-safe.
class OpenFile {
 public:
  explicit OpenFile(Firmware& firmware) : firmware_(firmware) {}

  /// connect is IOCTL_MEI_CONNECT_CLIENT: ENOTTY for a client that the firmware lacks, EBUSY on the second call, since
  /// only closing ends a connection.
  int connect(const amt::Guid& client);
  /// write hands over one message: ENODEV without a connection, EMSGSIZE for one that is longer than the client takes.
  int write(ByteView message);
  /// take is the next answer, or what is left of it: one answer may take several reads, one read never two answers.
  /// Nothing when there is none.
  std::optional<Bytes> take(std::size_t at_most);

  bool connected() const { return client_.has_value(); }
  bool readable() const { return !answers_.empty(); }

  /// properties is what connect tells: u32 longest message, u8 version of the protocol, then nothing that counts.
  static Bytes properties();

 private:
  Firmware& firmware_;
  std::optional<amt::Guid> client_{};
  std::deque<Bytes> answers_{};
  std::size_t taken_ = 0;  ///< of the first answer
};

}  // namespace odca::amtsim
