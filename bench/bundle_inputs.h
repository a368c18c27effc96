// Bundles to measure: a valid one of any size, and hostile files of 4 MiB that nobody signed.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bundle/testing/simulator.h"

namespace odca::bench {

/// bundle_of has so many deny entries, beside the store of the tests, and 256 anchors when `many_anchors`.
bundle::BundleSimulator bundle_of(std::size_t deny, bool many_anchors);

struct HostileFile {
  std::string family{};
  std::string text{};
};
/// hostile_files fill what a bundle may have in bytes. None may be accepted.
std::vector<HostileFile> hostile_files();

}  // namespace odca::bench
