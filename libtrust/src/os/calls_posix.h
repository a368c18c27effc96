// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the POSIX files of this module share.
#pragma once

#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "os/facts.h"
#include "os/file.h"

namespace odca::posix {

inline std::error_code last_problem() { return {errno, std::generic_category()}; }

FileFacts facts_of(const struct stat& about);
/// open_facts adds what only a descriptor tells; false with errno.
bool open_facts(int descriptor, FileFacts& facts);
/// lock returns 0, or -1 with errno.
int lock(int descriptor, Wait wait);

}  // namespace odca::posix
