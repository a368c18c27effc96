// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "exit_status.h"

#include <algorithm>
#include <array>

namespace odca::amtctl {
namespace {

using amt::FailureKind;

/// kOwn are reasons of this program, and of what it uses besides libamt.
struct Own {
  ReasonId reason;
  FailureKind kind;
};
constexpr std::array<Own, 7> kOwn{{{"usage", FailureKind::usage},
                                   {"unreadable-file", FailureKind::usage},
                                   {"output", FailureKind::partly_done},  // done, and nobody was told
                                   {"exists", FailureKind::partly_done},  // these four: judged, and not saved
                                   {"no-space", FailureKind::partly_done},
                                   {"not-durable", FailureKind::partly_done},
                                   {"not-written", FailureKind::partly_done}}};

}  // namespace

amt::Failure classified(Error error) {
  if (!error.trace.empty() && error.trace.back() == kTrustPlace)
    return {.kind = FailureKind::policy, .error = std::move(error)};
  if (error.code == Errc::permission) return {.kind = FailureKind::permission, .error = std::move(error)};
  const auto own = std::find_if(kOwn.begin(), kOwn.end(), [&](const Own& each) { return each.reason == error.reason; });
  if (own != kOwn.end()) return {.kind = own->kind, .error = std::move(error)};
  return amt::failure_of(std::move(error));
}

int refuse(Error& error) { return status_of(classified(error).kind); }

std::vector<std::pair<std::string_view, std::string_view>> exit_statuses() {
  return {{"0", "done; of verify-device: trusted"},
          {"2", "usage"},
          {"3", "permission denied"},
          {"4", "no device, or no driver"},
          {"5", "transport: the device did not answer, or the connection broke"},
          {"6", "the device is not trusted"},
          {"7", "policy or trust source"},
          {"8", "the firmware refused"},
          {"9", "wrong state of the device for this command"},
          {"10", "provisioning certificate unfit"},
          {"11", "partly done: the answer says what holds"},
          {"12", "interrupted"}};
}

}  // namespace odca::amtctl
