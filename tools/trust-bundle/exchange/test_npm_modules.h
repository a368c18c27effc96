// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A package of npm for tests, fetched once into a cache that all tests of a user share.
#pragma once

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "exchange/testing.h"

namespace odca::bundle_tool::test {

/// NpmModules is a folder of modules that holds the whole package, or why there is none.
struct NpmModules {
  std::string folder{};
  std::string why{};
};

/// PlaceLock is held by one process at a time; the others wait. CTest runs every test as a process of its own.
class PlaceLock {
 public:
  explicit PlaceLock(const std::string& path) : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    held_ = file_ >= 0 && ::flock(file_, LOCK_EX) == 0;
  }
  ~PlaceLock() {
    if (file_ >= 0) ::close(file_);
  }
  PlaceLock(const PlaceLock&) = delete;
  PlaceLock& operator=(const PlaceLock&) = delete;
  bool held() const { return held_; }

 private:
  int file_;
  bool held_ = false;
};

/// last_words is the end of what a program said, for a message.
inline std::string last_words(const std::string& output) {
  return output.size() > 400 ? "…" + output.substr(output.size() - 400) : output;
}

/// npm_modules gives `cache`/odca-trust-tests/npm/NAME-VERSION/node_modules. Where that is not there, one process has
/// npm fetch it into a folder that nobody else knows, and gives it the name when it is whole: a run that is stopped, or
/// another one beside it, leaves nothing half. Nothing of npm's own in the user's home is shared either. `search`
/// stands before the command, for PATH.
inline NpmModules npm_modules(const fs::path& cache, const std::string& name, const std::string& version,
                              const std::string& search = {}) {
  const fs::path place = cache / "odca-trust-tests/npm";
  std::error_code problem;
  fs::create_directories(place, problem);
  const PlaceLock lock((place / ".lock").string());
  if (!lock.held()) return {.why = "the cache '" + place.string() + "' cannot be written to"};
  const fs::path whole = place / (name + "-" + version);
  if (fs::exists(whole / "node_modules" / name / "package.json")) return {.folder = whole / "node_modules"};

  std::string fresh = whole.string() + ".XXXXXX";
  if (::mkdtemp(fresh.data()) == nullptr) return {.why = "the cache '" + place.string() + "' cannot be written to"};
  const Ran ran =
      run(search + " timeout 120 npm install --ignore-scripts --no-audit --no-fund --fetch-retries 1 --cache '" +
          fresh + "/cache' --prefix '" + fresh + "' " + name + "@" + version);
  const bool fetched = ran.well && fs::exists(fs::path(fresh) / "node_modules" / name / "package.json");
  fs::remove_all(fs::path(fresh) / "cache", problem);
  if (fetched) fs::rename(fresh, whole, problem);
  if (fetched && !problem) return {.folder = whole / "node_modules"};
  fs::remove_all(fresh, problem);
  return {.why = "npm could not fetch " + name + "@" + version + ": " + last_words(ran.output)};
}

/// npm_cache is the folder that XDG_CACHE_HOME or HOME names (XDG Base Directory Specification); empty when neither
/// does.
inline fs::path npm_cache() {
  const char* const cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && fs::path(cache).is_absolute()) return cache;
  const char* const home = std::getenv("HOME");
  if (home != nullptr && fs::path(home).is_absolute()) return fs::path(home) / ".cache";
  return {};
}

}  // namespace odca::bundle_tool::test
