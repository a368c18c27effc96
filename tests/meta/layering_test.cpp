// Layers as data: which folder of libtrust may include which, and which third-party header may stand where.
// The same table stands in docs/architecture.md.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Layers = std::map<std::string, std::set<std::string>>;

const Layers& layers() {
  static const Layers table = {
      {"base", {}},
      {"der", {"base"}},
      {"yaml", {"base"}},
      {"json", {"base"}},
      {"x509", {"base", "der"}},
      {"anchor", {"base", "x509"}},
      {"bundle", {"base", "der", "json", "x509", "anchor"}},
      {"state", {"base", "json", "x509", "anchor", "bundle"}},
      {"facts", {"base", "der", "yaml", "x509"}},
      {"input", {"base", "der", "x509"}},
      {"policy", {"base", "yaml", "x509"}},
      {"source", {"base", "der", "yaml", "x509", "anchor", "bundle", "facts", "input", "policy"}},
      {"installed", {"base", "x509", "anchor", "bundle", "state", "yaml", "policy", "source"}},
      {"chain", {"base", "x509", "source"}},
      {"validate", {"base", "x509", "source", "chain"}},
      {"revocation", {"base", "x509", "source", "chain"}},
      {"profile", {"base", "x509", "source", "chain"}},
      {"rules", {"base", "der", "x509", "source", "chain", "validate", "revocation", "profile"}},
      {"verify", {"base", "der", "x509", "source", "chain", "validate", "revocation", "profile", "rules"}},
      {"report", {"base", "json"}},
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

bool is_test(const fs::path& file) {
  return file.stem().string().ends_with("_test") || file.stem().string().starts_with("test_") ||
         file.string().find("/testdata/") != std::string::npos;
}

struct Include {
  std::string target;
  int line;
};

std::vector<Include> includes_of(const fs::path& file) {
  std::vector<Include> found;
  std::ifstream in(file);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (!line.starts_with("#include")) continue;
    const auto open = line.find_first_of("<\"");
    const auto close = line.find_last_of(">\"");
    if (open == std::string::npos || close <= open) continue;
    found.push_back({line.substr(open + 1, close - open - 1), number});
  }
  return found;
}

std::vector<fs::path> sources_below(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".cpp" || entry.path().extension() == ".h") found.push_back(entry.path());
  return found;
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

TEST(Layering, TheCommandLineIsReadInOnePlace) {
  for (const fs::path& file : sources_below(kSource / "tools"))
    for (const Include& include : includes_of(file)) {
      if (!include.target.starts_with("CLI/")) continue;
      const std::string place = fs::relative(file, kSource / "tools").string();
      // cert-facts is part of the build and reads no command line of a user.
      EXPECT_TRUE(place == "console/command_line.cpp" || place == "cert-facts/main.cpp") << file << ":" << include.line;
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
    // The host program that makes the embedded tables at build time is a tool that lives beside its data.
    if (file.filename().string().starts_with("embed_")) continue;
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
