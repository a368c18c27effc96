// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The rooms of the activation engine and of its simulator as data. The same tables stand in docs/architecture.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "includes.h"

namespace {

namespace fs = std::filesystem;
using odca::meta::Include, odca::meta::includes_of, odca::meta::is_test, odca::meta::sources_below;
using Rooms = std::map<std::string, std::set<std::string>>;

const fs::path kSource = ODCA_SOURCE_DIR;

const Rooms& engine_rooms() {
  static const Rooms table = {
      {"io", {}},
      {"wire", {}},
      {"osio", {"io", "wire"}},
      {"pthi", {"io", "wire"}},
      {"apf", {"io", "wire"}},
      {"transport", {"io", "wire", "osio", "apf"}},
      {"device", {"io", "wire", "pthi"}},
      {"tls", {"io"}},
      {"peer", {"io", "tls"}},
      {"http", {"io"}},
      {"wsman", {"io", "wire", "http"}},
      {"flow", {"io", "wire", "pthi", "wsman"}},
  };
  return table;
}

const Rooms& simulator_rooms() {
  static const Rooms table = {
      {"firmware", {"wire"}},        {"ports", {"firmware", "wire"}},
      {"lme", {"firmware", "wire"}}, {"mei_fuse", {"firmware", "wire"}},
      {"faults", {"firmware"}},
  };
  return table;
}

/// Third-party and system headers, by how their path starts, and the only rooms where they may stand.
const Rooms& engine_libraries() {
  static const Rooms table = {{"openssl/", {"tls"}}, {"boost/", {"http"}},   {"pugixml", {"wsman"}},
                              {"nettle/", {"http"}}, {"sys/", {"osio"}},     {"netinet/", {"osio"}},
                              {"poll.h", {"osio"}},  {"unistd.h", {"osio"}}, {"linux/", {"osio"}}};
  return table;
}

void hold(const fs::path& root, const Rooms& rooms, const std::set<std::string>& strangers) {
  for (const fs::path& file : sources_below(root)) {
    if (is_test(file)) continue;
    const std::string room = fs::relative(file, root).begin()->string();
    ASSERT_TRUE(rooms.contains(room)) << file << " is in no room of the table";
    for (const Include& include : includes_of(file)) {
      const std::string other = include.target.substr(0, include.target.find('/'));
      EXPECT_FALSE(strangers.contains(other)) << file << ":" << include.line << " includes '" << include.target << "'";
      if (other == room || !rooms.contains(other)) continue;
      EXPECT_TRUE(rooms.at(room).contains(other))
          << file << ":" << include.line << " includes '" << include.target << "'";
    }
  }
}

/// the_rooms_of_libtrust are names that no file of the engine may include: it sees the public headers alone.
std::set<std::string> the_rooms_of_libtrust() {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(kSource / "libtrust/src"))
    names.insert(entry.path().filename().string());
  return names;
}

TEST(AmtLayering, RoomsOfTheEngineIncludeOnlyWhatTheTableAllows) {
  hold(kSource / "libamt/src", engine_rooms(), the_rooms_of_libtrust());
}

TEST(AmtLayering, TheSimulatorSharesOnlyTheWireWithTheEngine) {
  std::set<std::string> strangers = the_rooms_of_libtrust();
  for (const auto& [room, allowed] : engine_rooms())
    if (room != "wire") strangers.insert(room);
  hold(kSource / "libamtsim/src", simulator_rooms(), strangers);
  const std::set<std::string> interfaces = {"odca/amt/heci.h", "odca/amt/stream.h", "odca/amt/time.h"};
  for (const fs::path& file : sources_below(kSource / "libamtsim/src"))
    for (const Include& include : includes_of(file))
      EXPECT_TRUE(is_test(file) || !include.target.starts_with("odca/amt/") || interfaces.contains(include.target))
          << file << ":" << include.line << " includes '" << include.target << "'";
}

TEST(AmtLayering, LibrariesStandInOneRoomEach) {
  const fs::path root = kSource / "libamt/src";
  for (const fs::path& file : sources_below(root)) {
    if (is_test(file)) continue;
    const std::string room = fs::relative(file, root).begin()->string();
    for (const Include& include : includes_of(file))
      for (const auto& [prefix, allowed] : engine_libraries())
        EXPECT_TRUE(!include.target.starts_with(prefix) || allowed.contains(room))
            << file << ":" << include.line << " includes '" << include.target << "'";
  }
}

TEST(AmtLayering, PublicHeadersIncludeOnlyPublicAndStandardHeaders) {
  for (const fs::path& file : sources_below(kSource / "libamt/include"))
    for (const Include& include : includes_of(file)) {
      const bool standard =
          include.target.find('/') == std::string::npos && include.target.find('.') == std::string::npos;
      EXPECT_TRUE(standard || include.target.starts_with("odca/"))
          << file << ":" << include.line << " includes '" << include.target << "'";
    }
}

/// No code path can send a password without a verdict: a secret leaves through wsman alone, which has a TrustedPeer or
/// nothing to write to.
TEST(AmtLayering, OnlyThePeerRoomOpensTls) {
  const fs::path root = kSource / "libamt/src";
  for (const fs::path& file : sources_below(root)) {
    const std::string room = fs::relative(file, root).begin()->string();
    if (is_test(file) || room == "tls" || room == "peer") continue;
    for (const Include& include : includes_of(file)) EXPECT_FALSE(include.target.starts_with("tls/")) << file;
  }
}

}  // namespace
