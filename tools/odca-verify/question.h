// From option texts to the question that is asked and the facts about the device.
#pragma once

#include "odca/evidence.h"
#include "options.h"

namespace odca::cli {

/// read_question gives the texts their meaning. The clock is read only when there is no --at. Fails with Errc::usage.
Result<Question> read_question(const Options& options);
Result<DeviceFacts> read_device_facts(const Options& options);

}  // namespace odca::cli
