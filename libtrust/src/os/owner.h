// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Whose a file is, and what others may do to it. Two answers count: trusted is what root or our user owns and nobody
// else writes to; private is what our user owns and nobody else has any right to.
#pragma once

#include "os/facts.h"

namespace odca {

/// current_user is the one whose rights this program has.
unsigned current_user();

inline bool is_trusted_owner(unsigned owner, unsigned user) { return owner == 0 || owner == user; }
/// others_may_write: its group, or everybody. What is mounted read-only nobody may write to.
inline bool others_may_write(const FileFacts& facts) { return (facts.mode & 0022U) != 0 && !facts.read_only; }
inline bool others_have_rights(const FileFacts& facts) { return (facts.mode & 0077U) != 0; }

}  // namespace odca
