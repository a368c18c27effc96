// Inputs of a fleet run: folders, globs, single dumps, tar archives and JSON Lines, as one stream in a fixed order.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "batch/item.h"
#include "odca/policy.h"

namespace odca::batch {

/// open_inputs makes one stream of all arguments, in their order. A folder is walked in the order of names; a pattern with
/// '*', '?' or '[' is expanded in the order of names and must match something; "-" is JSON Lines or tar on standard input.
/// An argument that does not exist is an Error at once, before anything is judged.
Result<std::unique_ptr<ItemStream>> open_inputs(const std::vector<std::string>& arguments, const Limits& limits);

}  // namespace odca::batch
