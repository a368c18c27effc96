// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// JSON Lines: one device a line, {"id": …, "chain": "PEM…", "upid": "HEX", "leaf_hash": "[sha256:|sha384:]HEX"}.
#pragma once

#include <memory>
#include <string_view>

#include "batch/byte_source.h"
#include "batch/item.h"

namespace odca::batch {

/// json_lines reads a line at a time into items of Form::json_line. Blank lines are passed over; a line longer than
/// `max_line` bytes is an item with an error. A source that begins as a JSON list, an object over several lines, an
/// archive or UTF-16 is an Error as a whole.
std::unique_ptr<ItemStream> json_lines(ByteSource source, std::size_t max_line);
/// opened reads the line of a Form::json_line and leaves other items as they are. A line that is no such object, or
/// names an unknown or a repeated member, is an item with an error.
BatchItem opened(BatchItem item);
/// parse_json_line reads one line; on failure the item's `error` says why. `label` becomes the id when there is none.
BatchItem parse_json_line(std::string_view line, std::string_view label);

}  // namespace odca::batch
