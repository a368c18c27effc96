// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "append_file.h"

#include <filesystem>

#include "os/new_file.h"

namespace odca::amtctl {

Call<FileSystem::Handle> open_to_append(FileSystem& files, const std::string& path, NewName name) {
  const std::filesystem::path whole(path);
  const std::string parent = whole.has_parent_path() ? whole.parent_path().string() : ".";
  const auto folder = uninterrupted([&] { return files.open_path(parent, Links::follow); });
  if (folder.fault != Fault::none) return folder;
  auto opened = uninterrupted([&] { return files.open_to_append(folder.value, whole.filename().string()); });
  const Fault kept = opened.fault == Fault::none && name == NewName::durable
                         ? uninterrupted([&] { return files.sync(folder.value); })
                         : Fault::none;
  static_cast<void>(files.close(folder.value));
  if (kept == Fault::none) return opened;
  static_cast<void>(files.close(opened.value));
  return {.value = {}, .fault = kept};
}

}  // namespace odca::amtctl
