// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// For tests of verification: one attempt to have a bundle accepted. It starts as version 7 over root 1 and 2, where
// version 6 under root 1 was accepted before; each test changes one thing of it.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "bundle/test_store.h"
#include "bundle/testing/simulator.h"
#include "odca/digest.h"

namespace odca::bundle {

using Json = nlohmann::json;

/// as_json is an Edit of a canonical text as a value. The compact form of nlohmann's is the canonical one.
inline Edit as_json(std::function<void(Json&)> change) {
  return [change = std::move(change)](const std::string& text) {
    Json value = Json::parse(text);
    change(value);
    return value.dump();
  };
}
/// replaced is an Edit of the first occurrence of a text, which must be there.
inline Edit replaced(std::string from, std::string to) {
  return [from = std::move(from), to = std::move(to)](std::string text) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << "nothing to replace: " << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
  };
}

inline Time time_of(std::string_view text) { return *parse_time(text); }

struct Attempt {
  BundleSimulator bundle{testdata("store.json")};
  RootOfTrust trust = bundle.root_of_trust();
  VerifyOptions options{.now = time_of("2026-06-01T00:00:00Z"), .build_date = time_of("2026-02-01T00:00:00Z")};
  Floor floor = first_floor();
  std::optional<std::string> file{};  ///< instead of what the bundle publishes

  /// has_seen makes the root document of that place the highest that was ever seen.
  void has_seen(std::size_t root) {
    const std::string text = bundle.signed_root(root);
    floor.root_version = bundle.roots.at(root).document.version;
    floor.root_sha256 = to_hex(sha256(as_bytes(text)));
  }
  void edit_store(const std::function<void(Json&)>& change) { bundle.store = as_json(change)(bundle.store); }

  std::string bytes() const { return file ? *file : bundle.publish(); }
  Verification verify() const { return examine_bundle(bytes(), trust, floor, options); }
  /// outcome is "ok" or the class of the failure.
  std::string outcome() const {
    const Verification verification = verify();
    return verification.bundle ? "ok" : std::string(verification.bundle.error().reason);
  }
  /// accepted is what a machine remembers that accepted this.
  Floor accepted() const {
    const Verification verification = verify();
    EXPECT_TRUE(verification.bundle) << describe(verification.bundle.error());
    return verification.bundle ? floor_after(*verification.bundle, options.now) : Floor{};
  }

 private:
  Floor first_floor() {
    BundleSimulator earlier = bundle;
    earlier.set_version(6);
    const auto accepted = verify_bundle(earlier.publish(), trust, {}, options);
    EXPECT_TRUE(accepted) << describe(accepted.error());
    if (!accepted) return {};
    Floor remembered = floor_after(*accepted, time_of("2026-05-01T00:00:00Z"));
    remembered.root_version = 1;
    remembered.root_sha256 = to_hex(sha256(as_bytes(bundle.signed_root(0))));
    return remembered;
  }
};

/// Hostile is one case: its number in our list of hostile bundles, a name, the class that must follow.
struct Hostile {
  int number = 0;
  std::string name{};
  std::string expected{};
  std::function<void(Attempt&)> change{};
};
inline void PrintTo(const Hostile& hostile, std::ostream* out) {
  *out << hostile.number << ' ' << hostile.name << ' ' << hostile.expected;
}
inline std::string name_of(const ::testing::TestParamInfo<Hostile>& info) {
  return (info.param.number < 10 ? "0" : "") + std::to_string(info.param.number) + "_" + info.param.name;
}

class HostileBundle : public ::testing::TestWithParam<Hostile> {};

}  // namespace odca::bundle
