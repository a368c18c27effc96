// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Layers as data: which folder of libtrust may include which, and which third-party header may stand where.
// The same table stands in docs/architecture.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "includes.h"

namespace {

namespace fs = std::filesystem;
using odca::meta::Include, odca::meta::includes_of, odca::meta::is_test, odca::meta::sources_below;
using Layers = std::map<std::string, std::set<std::string>>;

const Layers& layers() {
  static const Layers table = {
      {"base", {}},
      {"os", {"base"}},
      {"der", {"base"}},
      {"json", {"base"}},
      {"x509", {"base", "der"}},
      {"question", {"base", "x509"}},
      {"trust", {"base", "x509", "question"}},
      {"chain", {"base", "x509", "question", "trust"}},
      {"validate", {"base", "x509", "question", "trust", "chain", "profile"}},
      {"revocation", {"base", "x509", "question", "trust", "chain"}},
      {"profile", {"base", "x509", "question", "trust", "chain"}},
      {"rules", {"base", "der", "x509", "question", "trust", "chain", "validate", "revocation", "profile"}},
      {"verify", {"base", "der", "x509", "question", "trust", "chain", "validate", "revocation", "profile", "rules"}},
      {"report", {"base", "json", "x509", "question", "trust", "revocation", "verify"}},
      {"yaml", {"base"}},
      {"input", {"base", "der", "x509", "question"}},
      {"policy", {"base", "os", "yaml", "x509", "question"}},
      {"bundle", {"base", "der", "json", "x509", "question", "trust"}},
      {"state", {"base", "os", "json", "x509", "question", "trust", "bundle"}},
      {"source", {"base", "os", "der", "yaml", "x509", "question", "trust", "verify", "bundle", "input", "policy"}},
      {"installed",
       {"base", "os", "x509", "question", "trust", "verify", "bundle", "state", "yaml", "policy", "source"}},
      {"open",
       {"base", "os", "x509", "question", "trust", "verify", "report", "input", "policy", "bundle", "source",
        "installed"}},
  };
  return table;
}

/// The public headers, and the folder of each: it defines what they declare. What a rule is called and how severe it is
/// (rule_catalog.h) is declared below both policy and rules, and defined by the rules.
const std::map<std::string, std::string>& public_headers() {
  static const std::map<std::string, std::string> table = {
      {"build_date.h", "verify"},
      {"bytes.h", "base"},
      {"certificate.h", "x509"},
      {"crl.h", "x509"},
      {"digest.h", "x509"},
      {"evidence.h", "question"},
      {"finding.h", "question"},
      {"installed.h", "installed"},
      {"limits.h", "question"},
      {"link_cache.h", "x509"},
      {"link_cache_file.h", "state"},
      {"name.h", "x509"},
      {"open.h", "open"},
      {"policy.h", "question"},
      {"policy_file.h", "policy"},
      {"profile.h", "profile"},
      {"rule_id.h", "question"},
      {"public_key.h", "x509"},
      {"report.h", "report"},
      {"result.h", "base"},
      {"listed_name.h", "base"},
      {"reason_id.h", "base"},
      {"revocation_state.h", "revocation"},
      {"root_of_trust.h", "trust"},
      {"rule_catalog.h", "question"},
      {"time.h", "base"},
      {"trust.h", "open"},
      {"trust_sources.h", "source"},
      {"trust_store.h", "trust"},
      {"verdict.h", "verify"},
      {"verifier.h", "verify"},
  };
  return table;
}

/// Third-party headers, by how their path starts, and the only folders of libtrust where they may stand.
const std::map<std::string, std::set<std::string>>& third_parties() {
  static const std::map<std::string, std::set<std::string>> table = {
      {"botan/", {"x509"}},
      {"yaml-cpp/", {"yaml"}},
      {"nettle/", {"x509"}},
      {"gmp", {"x509"}},
      {"sodium", {"x509", "base", "bundle"}},
      {"pugixml", {"input"}},
      {"CLI/", {}},
      {"nlohmann/", {}},
      {"openssl/", {}},
      {"gnutls/", {}},
      {"boost/", {}},
  };
  return table;
}

const fs::path kSource = ODCA_SOURCE_DIR;

TEST(Layering, EveryFolderIsInTheTable) {
  for (const auto& entry : fs::directory_iterator(kSource / "libtrust/src")) {
    if (!entry.is_directory()) continue;
    EXPECT_TRUE(layers().contains(entry.path().filename().string())) << entry.path();
  }
}

TEST(Layering, FoldersIncludeOnlyWhatTheTableAllows) {
  for (const auto& [folder, allowed] : layers()) {
    const fs::path root = kSource / "libtrust/src" / folder;
    if (!fs::exists(root)) continue;
    for (const fs::path& file : sources_below(root)) {
      if (is_test(file)) continue;
      for (const Include& include : includes_of(file)) {
        const std::string other = include.target.substr(0, include.target.find('/'));
        if (other == folder || !layers().contains(other)) continue;
        EXPECT_TRUE(allowed.contains(other)) << file << ":" << include.line << " includes '" << include.target << "'";
      }
    }
  }
}

/// owner_of is the folder of what is included: of ours, or of a public header; empty for others.
std::string owner_of(const std::string& target) {
  if (!target.starts_with("odca/")) return {};
  const auto row = public_headers().find(target.substr(5));
  return row == public_headers().end() ? std::string("no row: ") + target : row->second;
}

TEST(Layering, EveryPublicHeaderIsInTheTable) {
  std::set<std::string> there;
  for (const auto& entry : fs::directory_iterator(kSource / "libtrust/include/odca"))
    there.insert(entry.path().filename().string());
  std::set<std::string> rows;
  for (const auto& [header, folder] : public_headers()) rows.insert(header);
  EXPECT_EQ(there, rows);
}

TEST(Layering, PublicHeadersAreIncludedOnlyWhereTheirFolderMayBe) {
  for (const fs::path& file : sources_below(kSource / "libtrust")) {
    if (is_test(file)) continue;
    const bool is_public = file.parent_path().filename() == "odca";
    const std::string folder = is_public ? owner_of("odca/" + file.filename().string())
                                         : fs::relative(file, kSource / "libtrust/src").begin()->string();
    if (!layers().contains(folder)) continue;
    for (const Include& include : includes_of(file)) {
      const std::string owner = owner_of(include.target);
      EXPECT_TRUE(owner.empty() || owner == folder || layers().at(folder).contains(owner))
          << file << ":" << include.line << " includes '" << include.target << "' of " << owner;
    }
  }
}

TEST(Layering, ThirdPartyHeadersStandOnlyInTheirFolder) {
  for (const fs::path& file : sources_below(kSource / "libtrust")) {
    if (is_test(file)) continue;
    const std::string folder = fs::relative(file, kSource / "libtrust/src").begin()->string();
    for (const Include& include : includes_of(file)) {
      for (const auto& [prefix, allowed] : third_parties()) {
        if (!include.target.starts_with(prefix)) continue;
        EXPECT_TRUE(allowed.contains(folder)) << file << ":" << include.line << " includes '" << include.target << "'";
      }
    }
  }
}

TEST(Layering, LibrariesOfTheProgramsStandInOnePlace) {
  const std::map<std::string, std::set<std::string>> places = {
      // cert-facts is part of the build and reads no command line of a user.
      {"CLI/", {"console/command_line.cpp", "odca-embed/cert_facts_main.cpp"}},
      {"nlohmann/", {"trust-bundle/operate/testing.h"}},  // of tests
  };
  for (const fs::path& file : sources_below(kSource / "tools")) {
    if (is_test(file)) continue;
    const std::string place = fs::relative(file, kSource / "tools").generic_string();
    for (const Include& include : includes_of(file))
      for (const auto& [header, allowed] : places)
        EXPECT_TRUE(!include.target.starts_with(header) || allowed.contains(place)) << file << ":" << include.line;
  }
}

TEST(Layering, CryptoLibrariesStandOnlyInTheirAdapters) {
  for (const char* const library : {"botan", "nettle"}) {
    for (const fs::path& file : sources_below(kSource / "libtrust")) {
      if (is_test(file) || file.stem().string().ends_with(std::string("_") + library)) continue;
      for (const Include& include : includes_of(file)) {
        EXPECT_FALSE(include.target.starts_with(std::string(library) + "/")) << file << ":" << include.line;
      }
    }
  }
}

/// is_of_the_system tells of a header that belongs neither to the standard library nor to a third party nor to us.
bool is_of_the_system(const Include& include) {
  if (include.target == "csignal") return true;  // signals are the system's, whatever the header
  const bool standard = include.target.find('/') == std::string::npos && include.target.find('.') == std::string::npos;
  if (standard || !include.in_brackets || include.target.starts_with("gtest/")) return false;
  return std::none_of(third_parties().begin(), third_parties().end(),
                      [&](const auto& party) { return include.target.starts_with(party.first); });
}

/// misplaced_system_headers gives "path: header" for each one that production code includes outside os/ and the
/// terminal.
std::vector<std::string> misplaced_system_headers(const fs::path& root) {
  std::vector<std::string> found;
  for (const char* const part : {"libtrust", "tools"}) {
    for (const fs::path& file : sources_below(root / part)) {
      const std::string name = fs::relative(file, root).generic_string();
      const bool room = name.starts_with("libtrust/src/os/") || name.starts_with("tools/console/");
      if (is_test(file) || (room && file.stem().string().ends_with("_posix"))) continue;
      for (const Include& include : includes_of(file))
        if (is_of_the_system(include)) found.push_back(name + ": " + include.target);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

TEST(Layering, TheSystemIsCalledInOsAndTheTerminalAlone) {
  for (const std::string& include : misplaced_system_headers(kSource)) ADD_FAILURE() << include;
}

/// What the test above would say of a tree with every mistake in it.
TEST(Layering, AHeaderOfTheSystemInAnyOtherPlaceIsFound) {
  std::string made = (fs::temp_directory_path() / "odca-layers-XXXXXX").string();
  ASSERT_NE(::mkdtemp(made.data()), nullptr);
  const fs::path root = made;
  const auto put = [&](const std::string& name, const std::string& content) {
    fs::create_directories((root / name).parent_path());
    std::ofstream(root / name) << content;
  };
  put("libtrust/src/x509/a.cpp", "#include <unistd.h>\n#include <vector>\n#include <sodium.h>\n");
  put("libtrust/src/x509/a_posix.cpp", "#include <sys/stat.h>\n");
  put("libtrust/src/x509/a_test.cpp", "#include <unistd.h>\n");
  put("libtrust/src/os/b.cpp", "  #  include <fcntl.h>\n#include \"os/b.h\"\n");
  put("libtrust/src/os/b_posix.cpp", "#include <fcntl.h>\n");
  put("libtrust/include/odca/c.h", "#include <string.h>\n");
  put("tools/console/d_posix.cpp", "#include <termios.h>\n#include <csignal>\n");
  put("tools/program/e.cpp", "#include <csignal>\n#include <CLI/CLI.hpp>\n");
  const std::vector<std::string> found = misplaced_system_headers(root);
  fs::remove_all(root);
  EXPECT_EQ(found,
            (std::vector<std::string>{"libtrust/include/odca/c.h: string.h", "libtrust/src/os/b.cpp: fcntl.h",
                                      "libtrust/src/x509/a.cpp: unistd.h", "libtrust/src/x509/a_posix.cpp: sys/stat.h",
                                      "tools/program/e.cpp: csignal"}));
}

TEST(Layering, PublicHeadersIncludeOnlyPublicAndStandardHeaders) {
  for (const fs::path& file : sources_below(kSource / "libtrust/include")) {
    for (const Include& include : includes_of(file)) {
      const bool ours = include.target.starts_with("odca/");
      const bool standard =
          include.target.find('/') == std::string::npos && include.target.find('.') == std::string::npos;
      EXPECT_TRUE(ours || standard) << file << ":" << include.line << " includes '" << include.target << "'";
    }
  }
}

/// Libraries are silent: no printing, no environment, no exit, no clock. Only tools/ does these.
TEST(Layering, LibrariesAreSilentAndReadNoClock) {
  const std::vector<std::string> forbidden = {"std::cout", "std::cerr", "std::printf(", " printf(",     "fprintf(",
                                              "getenv(",   "exit(",     "std::system",  "time(nullptr", "::now()"};
  for (const fs::path& file : sources_below(kSource / "libtrust/src")) {
    if (is_test(file) || file.filename() == "check.h" || file.filename() == "check.cpp") continue;
    // Where the state of a user lies, two programs of that user must agree (odca/open.h): the one look at the
    // environment.
    if (fs::relative(file, kSource / "libtrust/src") == "open/state_place.cpp") continue;
    std::ifstream in(file);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      const std::string code = line.substr(0, line.find("//"));
      for (const std::string& word : forbidden)
        EXPECT_EQ(code.find(word), std::string::npos) << file << ":" << number << ": '" << word << "'";
    }
  }
}

}  // namespace
