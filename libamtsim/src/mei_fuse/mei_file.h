// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// MeiFile: a device file as the Linux MEI driver's, served by FUSE on a regular file, which a mount covers.
#pragma once

#include <memory>
#include <string>

#include "firmware/conversation.h"
#include "firmware/firmware.h"
#include "odca/result.h"

namespace odca::amtsim {

class MeiFile {
 public:
  /// mount covers `path`, a regular file (made when it is absent). A mount that a killed simulator left there is taken
  /// away first. Without `lme` the firmware has no such client. Both are borrowed. Fails with Errc::permission or
  /// Errc::device when this machine does not let FUSE mount.
  static Result<std::unique_ptr<MeiFile>> mount(Firmware& firmware, const std::string& path,
                                                TalkingClient* lme = nullptr);
  /// The end unmounts.
  virtual ~MeiFile() = default;
};

}  // namespace odca::amtsim
