// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// MountPlace: the regular file that a mount covers.
#pragma once

#include <string>
#include <utility>

#include "odca/result.h"

namespace odca::amtsim {

/// MountPlace takes the file away again, at its end, when it was made for the mount: an empty file in its place would
/// be taken for a device that knows no client.
class MountPlace {
 public:
  /// prepare makes the file when it is absent, and takes away a mount whose simulator was killed. Fails with
  /// Errc::device ("mei-not-mounted") for anything but a regular file, a real device above all, and for a file that
  /// another mount covers; with Errc::permission.
  static Result<MountPlace> prepare(std::string path);
  MountPlace(MountPlace&& other) noexcept : path_(std::exchange(other.path_, {})), made_(other.made_) {}
  MountPlace& operator=(MountPlace&&) = delete;
  ~MountPlace();

  const std::string& path() const { return path_; }

 private:
  MountPlace(std::string path, bool made) : path_(std::move(path)), made_(made) {}
  std::string path_;
  bool made_;
};

}  // namespace odca::amtsim
