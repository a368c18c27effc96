// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "device_lock.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "append_file.h"
#include "base/text.h"
#include "os/new_file.h"
#include "os/owner.h"

namespace odca::amtctl {
namespace {

/// holder is " (process 4711)", when the file has a number.
std::string holder(FileSystem& files, FileSystem::Handle handle) {
  std::array<char, 16> text{};
  const auto got = uninterrupted([&] { return files.read(handle, 0, text); });
  const std::string_view number(text.data(), got.fault == Fault::none ? got.value : 0);
  const bool digits = std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  return number.empty() || !digits ? "" : cat(" (process ", number, ')');
}

Error cannot_lock(const std::string& path, Fault fault) {
  return {.code = fault == Fault::access ? Errc::permission : Errc::device,
          .message = cat("cannot lock ", quote(path), ": ", to_string(fault)),
          .hint = fault == Fault::access ? "run as root, or as the user whose file it is"
                                         : "name another lock file with --lock",
          .reason = "device-locked"};
}

Status check_ours(FileSystem& files, FileSystem::Handle handle, const std::string& path) {
  const auto facts = uninterrupted([&] { return files.facts(handle); });
  if (facts.fault != Fault::none) return cannot_lock(path, facts.fault);
  if (facts.value.kind == FileKind::file && is_trusted_owner(facts.value.owner, files.user())) return {};
  return Error{.code = Errc::permission,
               .message = cat("the lock file ", quote(path), " is not a regular file of root or of this user"),
               .hint = "remove it, or name another with --lock",
               .reason = "device-locked"};
}

}  // namespace

Result<DeviceLock> DeviceLock::take(const std::string& path) {
  std::unique_ptr<FileSystem> files = real_file_system();
  const Call<FileSystem::Handle> opened = open_to_append(*files, path, NewName::forgotten);
  if (opened.fault != Fault::none) return cannot_lock(path, opened.fault);
  DeviceLock lock(std::move(files), opened.value);
  ODCA_TRY(check_ours(*lock.files_, opened.value, path));
  const Fault taken = uninterrupted([&] { return lock.files_->lock(opened.value); });
  if (taken == Fault::busy)
    return Error{.code = Errc::device,
                 .message = cat("another amtctl", holder(*lock.files_, opened.value), " is at work on this device"),
                 .hint = cat("wait until it has ended; it holds the lock ", quote(path)),
                 .reason = "device-locked"};
  if (taken != Fault::none) return cannot_lock(path, taken);
  lock.files_->name_holder(opened.value);
  return lock;
}

DeviceLock::~DeviceLock() {
  if (files_ != nullptr) static_cast<void>(files_->close(handle_));
}

}  // namespace odca::amtctl
