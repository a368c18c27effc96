// The clock of this machine.
#pragma once

#include "odca/time.h"

namespace odca::cli {

/// host_clock reads the clock; nothing else in the project does.
Time host_clock();

}  // namespace odca::cli
