// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// TestDisk: a disk in memory for tests. It fails, cuts short or crashes at the call that a test names, and gives every
// content that a power cut can leave, when what was not flushed may be there, be missing, or be there in part.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "os/file_system.h"

namespace odca::state {

/// Node is one file, folder or link.
struct Node {
  FileKind kind = FileKind::file;
  unsigned mode = 0600;
  unsigned owner = 1000;
  std::string content{};
  std::map<std::string, int> entries{};
};

/// Image is the content of a disk. Node 0 is the folder "/".
struct Image {
  std::map<int, Node> nodes{{0, {.kind = FileKind::folder, .mode = 0755}}};
  int next = 1;

  Node* find(const std::string& path);
  const Node* find(const std::string& path) const;
  /// put makes a file (or link) in a folder that exists.
  Node& put(const std::string& path, Node node);
  /// text tells two images apart.
  std::string text() const;
};

/// PowerCut is thrown by the call at which the program dies.
struct PowerCut {};

class TestDisk final : public FileSystem {
 public:
  TestDisk() : TestDisk(Image{}) {}
  explicit TestDisk(Image image) : start_(image), image_(std::move(image)) { names_.reserve(kManyCalls); }

  Image& image() { return image_; }
  /// calls is the number of calls so far; the first is call 1.
  int calls() const { return calls_; }
  const std::vector<std::string>& call_names() const { return names_; }
  void fail_at(int call, Fault fault) { failing_ = call, fault_ = fault; }
  /// fail_every lets all calls of a name fail.
  void fail_every(const std::string& name, Fault fault) { failing_name_ = name, fault_ = fault; }
  void die_at(int call) { dying_ = call; }
  /// revive starts the next program on the same disk, whose changes may still not be flushed.
  void revive() { dead_ = false, dying_ = 0; }
  /// at_call runs something before the call is done.
  void at_call(int call, void (*act)(TestDisk&)) { acting_ = call, act_ = act; }
  void write_at_most(std::size_t count) { most_ = count; }
  void be_user(unsigned user) { user_ = user; }
  int pauses() const { return pauses_; }

  /// operations is the number of changes so far.
  std::size_t operations() const { return log_.size(); }
  /// after_power_cut gives each content that the disk may have when the power failed after so many changes.
  std::vector<Image> after_power_cut(std::size_t operations) const;

  Call<Handle> open_path(const std::string& path, Links links) override;
  Call<Handle> open_directory(Handle at, const std::string& name) override;
  Call<Handle> open_to_read(Handle at, const std::string& name) override;
  Call<Handle> create(Handle at, const std::string& name, Rights rights) override;
  Call<Handle> open_to_append(Handle at, const std::string& name) override;
  Call<std::size_t> read(Handle file, std::uint64_t offset, std::span<char> into) override;
  Call<std::size_t> write(Handle file, std::string_view content) override;
  Fault sync(Handle handle) override;
  Fault set_mode(Handle handle, unsigned mode) override;
  Fault close(Handle handle) override;
  Fault make_directory(Handle at, const std::string& name) override;
  Fault rename(Handle at, const std::string& from, const std::string& to) override;
  Fault link(Handle, const std::string&, const std::string&) override { return Fault::unsupported; }
  Fault remove(Handle at, const std::string& name) override;
  Call<std::vector<std::string>> list(Handle directory) override;
  Call<FileFacts> facts(Handle handle) override;
  Call<FileFacts> facts_at(Handle at, const std::string& name) override;
  Fault lock(Handle file) override;
  void name_holder(Handle file) override;
  void pause() override { ++pauses_; }
  unsigned user() override { return user_; }
  Status check_place(const std::string&) override {
    if (place_problem_) return *place_problem_;
    return {};
  }
  Fault may_change(const std::string&) override { return may_change_; }
  Call<std::uint64_t> free_bytes(const std::string&) override { return {.value = free_, .fault = Fault::none}; }
  /// expose lets the path of the state directory pass through what another may change.
  void expose(std::optional<Error> problem) { place_problem_ = std::move(problem); }
  void keep_from_changing(Fault fault) { may_change_ = fault; }
  void leave_free(std::uint64_t bytes) { free_ = bytes; }

 private:
  /// Change is one line of the log. `node` is the file or folder whose flush makes it durable.
  struct Change {
    enum class Kind { enter, write, mode, rename, remove, sync };
    Kind kind{};
    int node = 0;
    std::string name{};
    std::string to{};
    int target = 0;
    Node fresh{};
    std::size_t offset = 0;
    std::string data{};
    unsigned mode = 0;
  };
  /// close() is called by destructors and must not need memory for its name.
  static constexpr std::size_t kManyCalls = 8192;
  /// How much of a change reached the disk.
  enum class Part { none, all, half, zeros };

  Fault begin(const std::string& name);
  Node& node_of(Handle handle);
  Call<Handle> opened(int node);
  Call<Handle> open_entry(Handle at, const std::string& name, bool directory);
  void apply(Image& image, const Change& change, Part part) const;
  void record(Change change);
  static std::vector<Part> parts_of(const Change& change);
  bool is_durable(std::size_t index, std::size_t end) const;

  std::optional<Error> place_problem_{};
  Fault may_change_ = Fault::none;
  std::uint64_t free_ = std::uint64_t{1} << 40U;
  Image start_{};
  Image image_{};
  std::vector<Change> log_{};
  std::map<Handle, int> handles_{};
  std::map<int, Handle> locks_{};
  Handle next_handle_ = 3;
  std::vector<std::string> names_{};
  int calls_ = 0, failing_ = 0, dying_ = 0, acting_ = 0, pauses_ = 0;
  void (*act_)(TestDisk&) = nullptr;
  std::string failing_name_{};
  Fault fault_ = Fault::none;
  std::optional<std::size_t> most_{};
  unsigned user_ = 1000;
  bool dead_ = false;
};

}  // namespace odca::state
