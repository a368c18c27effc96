// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The audit: one line of JSON for each beginning and end of a change to a device, in a file of root or this user.
#pragma once

#include <string>
#include <string_view>

#include "odca/amt/activation.h"
#include "odca/time.h"

namespace odca::amtctl {

inline constexpr std::string_view kAuditPlace = "/var/log/amtctl.jsonl";

/// audit_line is schema "odca-audit/1" with a final newline; `program` is the name and version of who writes it.
std::string audit_line(const amt::AuditRecord& record, Time now, std::string_view program);

/// append_audit adds a line to the file, which is made (mode 0600) when there is none, and returns when it is on the
/// disk. A line that a crash cut off is closed first. Fails with reason "audit-not-written", also for a link, for what
/// is no regular file, and for a file that others may change.
Status append_audit(const std::string& path, std::string_view line);

}  // namespace odca::amtctl
