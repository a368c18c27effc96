// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "state_place.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "odca/installed.h"

namespace odca::cli {
namespace {

/// Environment holds a variable for the time of a test.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) {
    if (const char* const before = std::getenv(name)) before_ = before;
    if (value != nullptr)
      setenv(name, value, 1);
    else
      unsetenv(name);
  }
  ~Environment() {
    if (before_)
      setenv(name_, before_->c_str(), 1);
    else
      unsetenv(name_);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_{};
};

TEST(StatePlace, IsTheSystemsUnlessSomethingIsSaid) { EXPECT_EQ(*state_place({}, false), kStatePlace); }
TEST(StatePlace, IsWhatTheOptionNames) { EXPECT_EQ(*state_place("here", false), "here"); }
TEST(StatePlace, OfTheUserIsBelowXdgStateHome) {
  const Environment xdg("XDG_STATE_HOME", "/users/me/state");
  EXPECT_EQ(*state_place({}, true), "/users/me/state/amt-trust");
}
TEST(StatePlace, OfTheUserIsBelowHomeOtherwise) {
  const Environment xdg("XDG_STATE_HOME", nullptr);
  const Environment home("HOME", "/users/me");
  EXPECT_EQ(*state_place({}, true), "/users/me/.local/state/amt-trust");
}
TEST(StatePlace, ARelativePlaceInTheEnvironmentIsIgnored) {
  const Environment xdg("XDG_STATE_HOME", "state");
  const Environment home("HOME", "/users/me");
  EXPECT_EQ(*state_place({}, true), "/users/me/.local/state/amt-trust");
}
TEST(StatePlace, WithoutAHomeThereIsNoneOfTheUser) {
  const Environment xdg("XDG_STATE_HOME", "");
  const Environment home("HOME", nullptr);
  const auto place = state_place({}, true);
  ASSERT_FALSE(place);
  EXPECT_EQ(place.error().code, Errc::usage);
}
TEST(StatePlace, TheOptionsExcludeEachOther) { EXPECT_FALSE(state_place("here", true)); }
TEST(StatePlace, AnEmptyOptionIsRefused) { EXPECT_FALSE(state_place("", false)); }

}  // namespace
}  // namespace odca::cli
