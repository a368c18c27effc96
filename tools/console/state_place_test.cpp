#include "state_place.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

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

TEST(StatePlaceInUse, IsWhatTheOptionNames) { EXPECT_EQ(state_place_in_use("here").directory, "here"); }
TEST(StatePlaceInUse, IsTheSystemsWhenItIsThereElseTheUsers) {
  const Environment xdg("XDG_STATE_HOME", "/users/me/state");
  const bool system = std::filesystem::exists(kStatePlace);
  const auto place = state_place_in_use({});
  EXPECT_EQ(place.directory, system ? kStatePlace : "/users/me/state/amt-trust");
  EXPECT_EQ(place.chosen_by, system ? "default" : "XDG_STATE_HOME");
  EXPECT_EQ(place.by_environment, !system);
}
TEST(StatePlaceInUse, WithoutAHomeIsTheSystems) {
  const Environment xdg("XDG_STATE_HOME", nullptr);
  const Environment home("HOME", nullptr);
  EXPECT_EQ(state_place_in_use({}).directory, kStatePlace);
}
TEST(StatePlaceInUse, AHomeThatIsNotOursIsPassedOver) {
  if (geteuid() != 0) GTEST_SKIP() << "NOT RUN: only root can put on another user";
  std::string home = (std::filesystem::temp_directory_path() / "odca-home-XXXXXX").string();
  ASSERT_NE(mkdtemp(home.data()), nullptr);  // mode 0700
  const Environment xdg("XDG_STATE_HOME", home.c_str());
  constexpr uid_t kNobody = 65534;
  ASSERT_EQ(seteuid(kNobody), 0);
  const auto place = state_place_in_use({});
  ASSERT_EQ(seteuid(0), 0);
  EXPECT_EQ(place.directory, kStatePlace);
  EXPECT_NE(place.remark.find("XDG_STATE_HOME"), std::string::npos);
  std::filesystem::remove(home);
}

}  // namespace
}  // namespace odca::cli
