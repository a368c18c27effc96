// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the tests of the operators' commands share: bundles of the simulated publisher, and a state directory on the
// disk.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "bundle/test_store.h"
#include "bundle/testing/simulator.h"
#include "operate/place.h"
#include "os/file_system.h"

namespace odca::bundle_tool::test {

inline Time at(std::string_view text) { return *parse_time(text); }
inline Time today() { return at("2026-12-01T00:00:00Z"); }

/// published is the store of testdata as bundle 7, which expires on 2027-07-01.
inline bundle::BundleSimulator published(const nlohmann::json& store = bundle::store_json()) {
  return bundle::BundleSimulator(store.dump());
}
inline RootOfTrust root_of(const bundle::BundleSimulator& publisher) {
  return {.text = publisher.root_of_trust().text, .origin = "the test"};
}
/// verified is a bundle as a load at `now` gives it.
inline bundle::VerifiedBundle verified(const bundle::BundleSimulator& publisher, Time now = today()) {
  auto bundle = bundle::verify_bundle(publisher.publish(), publisher.root_of_trust(), {},
                                      {.moment = bundle::Moment::load, .now = now});
  EXPECT_TRUE(bundle) << bundle.error().message;
  return bundle ? *std::move(bundle) : bundle::VerifiedBundle{};
}

/// OnDisk has a folder of its own, gone afterwards.
class OnDisk : public ::testing::Test {
 protected:
  OnDisk() {
    std::string name = (std::filesystem::temp_directory_path() / "odca-operate-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~OnDisk() override { std::filesystem::remove_all(folder_); }
  Place place_under(const RootOfTrust& root) const {
    return {.files = real_file_system(), .directory = (folder_ / "state").string(), .root = root, .now = today()};
  }

  std::filesystem::path folder_;
};

}  // namespace odca::bundle_tool::test
