// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Opening a file at a path so that no link at its end is followed.
#pragma once

#include <string>

#include "os/file_system.h"

namespace odca::amtctl {

/// NewName says whether the name of a file that is new must outlast a power cut.
enum class NewName { durable, forgotten };

/// open_to_append opens the regular file, device or pipe at a path, and makes it (mode 0600) when nothing is there.
Call<FileSystem::Handle> open_to_append(FileSystem& files, const std::string& path, NewName name);

}  // namespace odca::amtctl
