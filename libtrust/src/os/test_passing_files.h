// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// PassingFiles passes every call on, so that a test, or a bench, changes one of them.
#pragma once

#include "os/file_system.h"

namespace odca {

class PassingFiles : public FileSystem {
 public:
  explicit PassingFiles(FileSystem& files) : files_(files) {}
  Call<Handle> open_path(const std::string& path, Links links) override { return files_.open_path(path, links); }
  Call<Handle> open_directory(Handle at, const std::string& name) override { return files_.open_directory(at, name); }
  Call<Handle> open_to_read(Handle at, const std::string& name) override { return files_.open_to_read(at, name); }
  Call<Handle> create(Handle at, const std::string& name, Rights rights) override {
    return files_.create(at, name, rights);
  }
  Call<Handle> open_to_append(Handle at, const std::string& name) override { return files_.open_to_append(at, name); }
  Call<std::size_t> read(Handle file, std::uint64_t offset, std::span<char> into) override {
    return files_.read(file, offset, into);
  }
  Call<std::size_t> write(Handle file, std::string_view content) override { return files_.write(file, content); }
  Fault sync(Handle handle) override { return files_.sync(handle); }
  Fault set_mode(Handle handle, unsigned mode) override { return files_.set_mode(handle, mode); }
  Fault close(Handle handle) override { return files_.close(handle); }
  Fault make_directory(Handle at, const std::string& name) override { return files_.make_directory(at, name); }
  Fault rename(Handle at, const std::string& from, const std::string& to) override {
    return files_.rename(at, from, to);
  }
  Fault link(Handle at, const std::string& from, const std::string& to) override { return files_.link(at, from, to); }
  Fault remove(Handle at, const std::string& name) override { return files_.remove(at, name); }
  Call<std::vector<std::string>> list(Handle directory) override { return files_.list(directory); }
  Call<FileFacts> facts(Handle handle) override { return files_.facts(handle); }
  Call<FileFacts> facts_at(Handle at, const std::string& name) override { return files_.facts_at(at, name); }
  Fault lock(Handle file) override { return files_.lock(file); }
  void name_holder(Handle file) override { files_.name_holder(file); }
  void pause() override { files_.pause(); }
  unsigned user() override { return files_.user(); }
  Status check_place(const std::string& path) override { return files_.check_place(path); }
  Fault may_change(const std::string& path) override { return files_.may_change(path); }
  Call<std::uint64_t> free_bytes(const std::string& path) override { return files_.free_bytes(path); }

 protected:
  FileSystem& files_;
};

}  // namespace odca
