// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the tests of crashes and faults share: a program's work on a disk, and ways to disturb it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "state/test_steps.h"

namespace odca::state {

/// Act is what a program does with the disk.
using Act = std::function<void(FileSystem&)>;

/// calls_of counts the calls of an undisturbed run, and says their names.
inline std::vector<std::string> calls_of(const Image& image, const Act& act) {
  TestDisk disk(image);
  act(disk);
  return disk.call_names();
}

/// dies runs until the power cut or the end, and tells whether it was cut.
inline bool dies(TestDisk& disk, const Act& act) {
  try {
    act(disk);
  } catch (const PowerCut&) {
    return true;
  }
  return false;
}

inline Loaded loaded_from(const Image& image) {
  TestDisk disk(image);
  return load_from(disk);
}

}  // namespace odca::state
