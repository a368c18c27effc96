// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// For the tests of this folder: a scratch folder that disappears with its test, and the certificates of testdata.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "odca/trust_sources.h"

namespace odca {

/// kDebian is where Debian keeps the certificates of its store, below the root folder.
inline constexpr std::string_view kDebian = "etc/ssl/certs/ca-certificates.crt";

class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::path(testing::TempDir()) / "odca-source-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);  // mode 0700
    path_ = name;
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// write makes a file, and its folders.
  std::filesystem::path write(const std::string& name, std::string_view content) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    for (std::filesystem::path folder = file.parent_path(); folder != path_ && folder.has_relative_path();
         folder = folder.parent_path())
      std::filesystem::permissions(folder, std::filesystem::perms(0755));  // whatever the umask
    std::ofstream(file, std::ios::binary) << content;
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return file;
  }

 private:
  std::filesystem::path path_;
};

inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  EXPECT_TRUE(in) << file;
  return {std::istreambuf_iterator<char>(in), {}};
}

/// testdata is the PEM text of a certificate made by testdata/make.py.
inline std::string testdata(const std::string& name) {
  return text_of(std::filesystem::path(ODCA_SOURCE_DIR) / "libtrust/src/source/testdata" / name);
}

/// load_custom_at loads the source "custom" from a path.
inline Result<TrustStore> load_custom_at(const std::filesystem::path& path) {
  return TrustStore::load({.source = SourceKind::custom, .path = path}, {});
}

/// reason_of loads the source "custom" and returns the reason of the failure, or "loaded".
inline std::string reason_of(const std::filesystem::path& path) {
  const auto store = load_custom_at(path);
  return store ? "loaded" : std::string(store.error().reason);
}

/// load_system_below loads the source "system" of a machine whose root folder is `root`.
inline Result<TrustStore> load_system_below(const std::filesystem::path& root,
                                            std::vector<SystemRole> system_roles = {}) {
  return TrustStore::load({.source = SourceKind::system, .system_roles = std::move(system_roles)}, {.root = root});
}

/// all_text joins everything that an error says.
inline std::string all_text(const Error& error) { return describe(error) + "\n" + error.hint; }

}  // namespace odca
