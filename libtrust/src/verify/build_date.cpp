// The day on which the trust facts of this program were last read and compared. A constant, so that builds are equal to
// the byte; a release moves it.
#include "odca/verifier.h"

namespace odca {

Time build_date() {
  using namespace std::chrono;
  return sys_days{year{2026} / November / 22};
}

}  // namespace odca
