// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Steps that the tests of install share.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "state/installer.h"
#include "state/state_directory.h"
#include "state/test_bundle.h"
#include "state/test_disk.h"

namespace odca::state {

template <class T>
std::string reason_of(const Result<T>& result) {
  return result ? "ok" : std::string(result.error().reason);
}

inline Result<InstallReport> try_install(FileSystem& files, const TestBundle& bundle,
                                         const InstallOptions& options = {}) {
  return install(test_setting(files), text_of(bundle), options);
}
inline void must_install(FileSystem& files, const TestBundle& bundle) {
  const auto report = try_install(files, bundle);
  ASSERT_TRUE(report) << describe(report.error());
}
inline Loaded load_from(FileSystem& files) { return load(test_setting(files)); }

/// version_in_use is 0 for the embedded store.
inline std::uint64_t version_in_use(FileSystem& files) {
  const Loaded loaded = load_from(files);
  return loaded.bundle ? loaded.bundle->version : 0;
}
inline std::uint64_t floor_version(const Loaded& loaded) {
  return loaded.state && loaded.state->floor ? loaded.state->floor->bundle.version : 0;
}
inline bool denies(const Loaded& loaded, std::uint64_t id) {
  return std::any_of(loaded.ledger.begin(), loaded.ledger.end(), [id](const auto& deny) { return deny.id == id; });
}

inline const TestBundle kSix{.version = 6, .deny = {1}};
inline const TestBundle kSeven{.version = 7, .deny = {1, 2}};
inline const TestBundle kEight{.version = 8, .deny = {1, 2, 3}};

/// disk_with_six is a disk on which version 6 is installed, with nothing on its way.
inline Image disk_with_six() {
  TestDisk disk;
  must_install(disk, kSix);
  return disk.image();
}

/// leftovers counts the files that only an install in progress has.
inline int leftovers(const Image& image) {
  return (image.find("/state/.new-state") != nullptr) + (image.find("/state/.new-ledger") != nullptr) +
         (image.find("/state/bundles/.new-bundle") != nullptr);
}

}  // namespace odca::state
