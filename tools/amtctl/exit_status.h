// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Exit statuses: the kind of a failure (odca/amt/activation.h), also for errors that come from elsewhere than libamt.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "odca/amt/activation.h"

namespace odca::amtctl {

/// kTrustPlace is the outermost place of an error in the policy or the source of trust.
inline constexpr std::string_view kTrustPlace = "policy and trust";

/// classified gives an error of this program or of a library its kind.
amt::Failure classified(Error error);
/// status_of is the exit status of a kind.
constexpr int status_of(amt::FailureKind kind) { return static_cast<int>(kind); }  // the numbers are the statuses
/// refuse is the exit status of an error.
int refuse(Error& error);

/// exit_statuses is the list for every help.
std::vector<std::pair<std::string_view, std::string_view>> exit_statuses();

}  // namespace odca::amtctl
