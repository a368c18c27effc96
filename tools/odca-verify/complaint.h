// How the program says that it can give no verdict.
#pragma once

#include <string>

#include "odca/result.h"

namespace odca::cli {

/// complaint is for people: "odca-verify: …", and the hint on a line of its own.
std::string complaint(const Error& error);
/// complaint_json is for programs: one line, schema "odca-error/1".
std::string complaint_json(const Error& error);

}  // namespace odca::cli
