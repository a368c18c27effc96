// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// ResumeCheck: holds the inputs of a continued run to the file that it continues.
#pragma once

#include <memory>
#include <string>

#include "batch/item.h"
#include "batch/sink.h"

namespace odca::batch {

/// checked_for_resume passes the items of `stream` on. When the last item that was judged before bears another id than
/// the last line kept, or the stream ends before it, that is an Error: the inputs are not those of the earlier run.
std::unique_ptr<ItemStream> checked_for_resume(std::unique_ptr<ItemStream> stream, Kept kept);

}  // namespace odca::batch
