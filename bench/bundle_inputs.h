// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Bundles to measure: valid ones of any size and of the most costly content, and hostile files of 4 MiB that nobody
// signed.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bundle/testing/simulator.h"

namespace odca::bench {

/// bundle_of has so many deny entries, beside the store of the tests, and 256 anchors when `many_anchors`.
bundle::BundleSimulator bundle_of(std::size_t deny, bool many_anchors);

/// Material is a valid bundle full of certificates and CRLs, made by bench/make/bundle.py.
struct Material {
  std::string family{};
  bundle::BundleSimulator bundle;
};
std::vector<Material> bundles_of_material();

struct HostileFile {
  std::string family{};
  std::string text{};
};
/// hostile_files fill what a bundle may have in bytes. None may be accepted.
std::vector<HostileFile> hostile_files();

}  // namespace odca::bench
