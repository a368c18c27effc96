// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "os/file_system.h"

namespace odca {

std::string_view to_string(Fault fault) {
  switch (fault) {
    case Fault::none:
      return "nothing is wrong";
    case Fault::interrupted:
      return "it was interrupted";
    case Fault::absent:
      return "no such file or folder";
    case Fault::exists:
      return "it exists already";
    case Fault::symlink:
      return "it is a symbolic link";
    case Fault::not_directory:
      return "it is not a folder";
    case Fault::access:
      return "permission denied";
    case Fault::read_only:
      return "it is mounted read-only";
    case Fault::no_space:
      return "no space left";
    case Fault::too_large:
      return "file size limit reached (ulimit -f)";
    case Fault::cross_device:
      return "it is on another file system";
    case Fault::busy:
      return "it is in use";
    case Fault::unsupported:
      return "not supported by this file system";
    case Fault::io:
      return "the disk reported an error";
    case Fault::other:
      break;
  }
  return "the system call failed";
}

}  // namespace odca
