// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Directory: an open directory and the safe ways to use it. Interrupted calls and short writes are continued, links are
// never followed, and every error has a reason of bundle/reason.h and names the path.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "odca/result.h"
#include "os/file_system.h"

namespace odca::state {

/// Owner says whose a file may be that is read.
enum class Owner {
  ours,    ///< root's or our user's, and nobody else may write to it
  anyone,  ///< for what is believed for no more than it proves by itself
};

class Directory {
 public:
  /// open gives nothing when there is no such directory. Links before the last part of the path are followed; slashes
  /// at its end do not count.
  static Result<std::optional<Directory>> open(FileSystem& files, const std::string& given);
  /// open_or_make makes the last part of the path, mode 0755, durably.
  static Result<Directory> open_or_make(FileSystem& files, const std::string& given);
  Directory(Directory&& other) noexcept;
  Directory& operator=(Directory&& other) noexcept;
  ~Directory();

  Result<std::optional<Directory>> child(const std::string& name) const;
  Result<Directory> child_or_make(const std::string& name) const;

  /// exposed says of an E_STATE_PERM about what others may change that closing it is not enough.
  static Error exposed(Error error, const std::string& path);
  /// check_place fails with E_STATE_PERM when others may exchange a name that leads to the directory, whether or not it
  /// is there yet.
  static Status check_place(FileSystem& files, const std::string& path);
  /// check_changeable fails as the first write would: E_STATE_PERM. Nothing is written.
  static Status check_changeable(FileSystem& files, const std::string& path);
  /// check_owner fails with E_STATE_PERM when it belongs to another than root or our user, or others may write to it.
  Status check_owner() const;
  /// read gives nothing when there is no such file. Not a regular file or another's: E_STATE_PERM; more than
  /// `max_bytes`: E_LIMIT.
  Result<std::optional<std::string>> read(const std::string& name, std::size_t max_bytes,
                                          Owner owner = Owner::ours) const;
  /// replace writes a new file `temporary`, flushes it and renames it to `name`. When it fails the temporary file is
  /// removed and `name` is as before. sync() must follow for the name to be durable.
  Status replace(const std::string& temporary, const std::string& name, std::string_view content, unsigned mode) const;
  /// append adds to the end of a file, which is made when there is none, and flushes.
  Status append(const std::string& name, std::string_view content, unsigned mode) const;
  /// sync makes the names in the directory durable: E_DURABILITY.
  Status sync() const;
  Status remove(const std::string& name) const;
  Result<std::vector<std::string>> list() const;  ///< sorted
  /// kind_of is nothing when there is no such name.
  Result<std::optional<FileKind>> kind_of(const std::string& name) const;

  /// lock opens (or makes) a file and takes its lock, or gives nothing when another has it. The lock lasts as long as
  /// the object.
  class Lock;
  Result<std::optional<Lock>> lock(const std::string& name) const;

  const std::string& path() const { return path_; }
  FileSystem& files() const { return *files_; }

 private:
  Directory(FileSystem& files, FileSystem::Handle handle, std::string path)
      : files_(&files), handle_(handle), path_(std::move(path)) {}
  std::string path_of(const std::string& name) const { return path_ + '/' + name; }
  Status write_temporary(const std::string& name, std::string_view content, unsigned mode) const;
  Error cannot_create(const std::string& name, Fault fault) const;

  FileSystem* files_;
  FileSystem::Handle handle_;
  std::string path_;
};

class Directory::Lock {
 public:
  Lock(FileSystem& files, FileSystem::Handle handle) : files_(&files), handle_(handle) {}
  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&& other) noexcept;
  ~Lock();

 private:
  FileSystem* files_;
  FileSystem::Handle handle_;
};

}  // namespace odca::state
