#include "clock.h"

namespace odca::cli {

Time host_clock() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

}  // namespace odca::cli
