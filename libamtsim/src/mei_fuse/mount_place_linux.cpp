// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "mei_fuse/mount_place.h"

namespace odca::amtsim {
namespace {

Error refusal(const std::string& message, std::string hint, Errc code = Errc::device) {
  return {.code = code, .message = message, .hint = std::move(hint), .reason = "mei-not-mounted"};
}

Error system_refusal(const std::string& what, const std::string& path, int problem) {
  const bool forbidden = problem == EACCES || problem == EPERM;
  return refusal("cannot " + what + " '" + path + "': " + std::strerror(problem),
                 forbidden ? "run amt-sim as root, or in a mount name space of its own (unshare -Urmn)"
                           : "name a file in a folder that exists",
                 forbidden ? Errc::permission : Errc::device);
}

/// take_away_dead_mounts removes mounts whose server is gone: what a SIGKILL leaves behind.
Status take_away_dead_mounts(const std::string& path) {
  struct stat ignored {};
  while (stat(path.c_str(), &ignored) != 0 && errno == ENOTCONN)
    if (umount2(path.c_str(), MNT_DETACH) != 0) return system_refusal("unmount", path, errno);
  return {};
}

/// make_file makes an empty file; false when there is one.
Result<bool> make_file(const std::string& path) {
  const int made = open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made < 0 && errno == EEXIST) return false;
  if (made < 0) return system_refusal("make", path, errno);
  close(made);
  return true;
}

Status check(const std::string& path) {
  struct statx found {};
  if (statx(AT_FDCWD, path.c_str(), 0, STATX_TYPE, &found) != 0) return system_refusal("look at", path, errno);
  if (!S_ISREG(found.stx_mode))
    return refusal("'" + path + "' is not a regular file",
                   "name one, or a name that is free; a real device stays real");
  // Bits of attributes that the kernel does not know of are not in the mask.
  if ((found.stx_attributes_mask & found.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0)
    return refusal("something is mounted on '" + path + "' already", "end the simulator that serves it, or unmount it");
  return {};
}

}  // namespace

Result<MountPlace> MountPlace::prepare(std::string path) {
  ODCA_TRY(take_away_dead_mounts(path));
  ODCA_TRY_ASSIGN(const bool made, make_file(path));
  MountPlace place(std::move(path), made);
  ODCA_TRY(check(place.path_));
  return place;
}

MountPlace::~MountPlace() {
  if (made_ && !path_.empty()) unlink(path_.c_str());
}

}  // namespace odca::amtsim
