// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The record of a run: what the simulated device received, for whoever asks afterwards.
#pragma once

#include <string>

#include "firmware/firmware.h"
#include "odca/result.h"

namespace odca::amtsim {

/// record_of is one line of JSON, schema "amt-sim-record/1".
std::string record_of(const Firmware& firmware);
/// write_record puts it into a file, in the place of one that is there. Fails as write_file does.
Status write_record(const Firmware& firmware, const std::string& path);

}  // namespace odca::amtsim
