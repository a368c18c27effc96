// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// TarStream: the regular files of a tar archive (POSIX ustar and pax, GNU long names), each one item, streamed.
#pragma once

#include <memory>

#include "batch/byte_source.h"
#include "batch/item.h"

namespace odca::batch {

/// is_tar recognises an archive by the magic of its first header.
bool is_tar(ByteView head);
/// tar_stream reads entries in their order; an entry larger than `max_item` is an item with an error.
std::unique_ptr<ItemStream> tar_stream(ByteSource source, std::size_t max_item);

}  // namespace odca::batch
