// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "state/test_disk.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/check.h"

namespace odca::state {
namespace {

using Kind = FileKind;

std::vector<std::string> parts_of_path(const std::string& path) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : path + '/') {
    if (c != '/') part += c;
    if (c == '/' && !part.empty()) parts.push_back(std::exchange(part, {}));
  }
  return parts;
}

}  // namespace

const Node* Image::find(const std::string& path) const {
  int at = 0;
  for (const std::string& part : parts_of_path(path)) {
    const auto& entries = nodes.at(at).entries;
    const auto entry = entries.find(part);
    if (entry == entries.end()) return nullptr;
    at = entry->second;
  }
  return &nodes.at(at);
}
Node* Image::find(const std::string& path) { return const_cast<Node*>(std::as_const(*this).find(path)); }

Node& Image::put(const std::string& path, Node node) {
  const std::size_t slash = path.rfind('/');
  Node* const folder = find(path.substr(0, slash));
  ODCA_CHECK(folder != nullptr);
  folder->entries[path.substr(slash + 1)] = next;
  return nodes[next++] = std::move(node);
}

std::string Image::text() const {
  std::string out;
  const std::function<void(int)> add = [&](int at) {
    const Node& node = nodes.at(at);
    out += std::to_string(node.mode) + ':' + std::to_string(node.content.size()) + ':' + node.content;
    for (const auto& [name, child] : node.entries) {
      out += '/' + name + '=';
      add(child);
    }
    out += ';';
  };
  add(0);
  return out;
}

Fault TestDisk::begin(const std::string& name) {
  if (dead_) throw PowerCut{};
  ++calls_;
  names_.push_back(name);
  if (calls_ == acting_) act_(*this);
  if (calls_ == dying_) {
    dead_ = true;
    throw PowerCut{};
  }
  return calls_ == failing_ || name == failing_name_ ? fault_ : Fault::none;
}

Node& TestDisk::node_of(Handle handle) {
  ODCA_CHECK(handles_.contains(handle));  // a handle is not used after it was closed
  return image_.nodes.at(handles_.at(handle));
}

Call<TestDisk::Handle> TestDisk::opened(int node) {
  handles_[next_handle_] = node;
  return {.value = next_handle_++, .fault = Fault::none};
}

Call<TestDisk::Handle> TestDisk::open_entry(Handle at, const std::string& name, bool directory) {
  const Node& folder = node_of(at);
  const auto entry = folder.entries.find(name);
  if (entry == folder.entries.end()) return {.value = 0, .fault = Fault::absent};
  const Node& node = image_.nodes.at(entry->second);
  if (node.kind == Kind::link) return {.value = 0, .fault = Fault::symlink};
  if (directory && node.kind != Kind::folder) return {.value = 0, .fault = Fault::not_directory};
  const unsigned right = node.owner == user_ ? 0400U : 0004U;
  if (user_ != 0 && (node.mode & right) == 0) return {.value = 0, .fault = Fault::access};
  return opened(entry->second);
}

Call<TestDisk::Handle> TestDisk::open_path(const std::string& path, Links) {
  if (const Fault fault = begin("open_path"); fault != Fault::none) return {.value = 0, .fault = fault};
  const Node* const found = image_.find(path);
  if (found == nullptr) return {.value = 0, .fault = Fault::absent};
  if (found->kind == Kind::link) return {.value = 0, .fault = Fault::symlink};
  for (const auto& [number, node] : image_.nodes)
    if (&node == found) return opened(number);
  return {.value = 0, .fault = Fault::other};
}
Call<TestDisk::Handle> TestDisk::open_directory(Handle at, const std::string& name) {
  if (const Fault fault = begin("open_directory"); fault != Fault::none) return {.value = 0, .fault = fault};
  return open_entry(at, name, true);
}
Call<TestDisk::Handle> TestDisk::open_to_read(Handle at, const std::string& name) {
  if (const Fault fault = begin("open_to_read"); fault != Fault::none) return {.value = 0, .fault = fault};
  return open_entry(at, name, false);
}

Call<TestDisk::Handle> TestDisk::create(Handle at, const std::string& name, Rights) {
  if (const Fault fault = begin("create"); fault != Fault::none) return {.value = 0, .fault = fault};
  if (node_of(at).entries.contains(name)) return {.value = 0, .fault = Fault::exists};
  const int number = image_.next++;
  record({.kind = Change::Kind::enter,
          .node = handles_.at(at),
          .name = name,
          .target = number,
          .fresh = {.kind = Kind::file, .mode = 0600, .owner = user_}});
  return opened(number);
}

Call<TestDisk::Handle> TestDisk::open_to_append(Handle at, const std::string& name) {
  if (const Fault fault = begin("open_to_append"); fault != Fault::none) return {.value = 0, .fault = fault};
  const auto present = open_entry(at, name, false);
  if (present.fault != Fault::absent) return present;
  const int number = image_.next++;
  record({.kind = Change::Kind::enter,
          .node = handles_.at(at),
          .name = name,
          .target = number,
          .fresh = {.kind = Kind::file, .mode = 0600, .owner = user_}});
  return opened(number);
}

Call<std::size_t> TestDisk::read(Handle file, std::uint64_t offset, std::span<char> into) {
  if (const Fault fault = begin("read"); fault != Fault::none) return {.value = 0, .fault = fault};
  const std::string& content = node_of(file).content;
  const std::size_t from = std::min<std::size_t>(offset, content.size());
  const std::size_t count = std::min({into.size(), content.size() - from, most_.value_or(into.size())});
  std::copy_n(content.begin() + static_cast<std::ptrdiff_t>(from), count, into.begin());
  return {.value = count, .fault = Fault::none};
}

Call<std::size_t> TestDisk::write(Handle file, std::string_view content) {
  if (const Fault fault = begin("write"); fault != Fault::none) return {.value = 0, .fault = fault};
  const std::size_t count = std::min(content.size(), most_.value_or(content.size()));
  record({.kind = Change::Kind::write,
          .node = handles_.at(file),
          .offset = node_of(file).content.size(),
          .data = std::string(content.substr(0, count))});
  return {.value = count, .fault = Fault::none};
}

Fault TestDisk::sync(Handle handle) {
  if (const Fault fault = begin("sync"); fault != Fault::none) return fault;
  record({.kind = Change::Kind::sync, .node = handles_.at(handle)});
  return Fault::none;
}
Fault TestDisk::set_mode(Handle handle, unsigned mode) {
  if (const Fault fault = begin("set_mode"); fault != Fault::none) return fault;
  record({.kind = Change::Kind::mode, .node = handles_.at(handle), .mode = mode});
  return Fault::none;
}

Fault TestDisk::close(Handle handle) {
  ODCA_CHECK(handles_.contains(handle));  // closed once
  if (locks_.contains(handles_.at(handle)) && locks_.at(handles_.at(handle)) == handle)
    locks_.erase(handles_.at(handle));
  handles_.erase(handle);
  if (dead_) return Fault::none;  // destructors, while the stack of the dead program is taken down
  ++calls_;
  names_.emplace_back("close");
  return calls_ == failing_ || failing_name_ == "close" ? fault_ : Fault::none;
}

Fault TestDisk::make_directory(Handle at, const std::string& name) {
  if (const Fault fault = begin("make_directory"); fault != Fault::none) return fault;
  if (node_of(at).entries.contains(name)) return Fault::exists;
  record({.kind = Change::Kind::enter,
          .node = handles_.at(at),
          .name = name,
          .target = image_.next++,
          .fresh = {.kind = Kind::folder, .mode = 0755, .owner = user_}});
  return Fault::none;
}

Fault TestDisk::rename(Handle at, const std::string& from, const std::string& to) {
  if (const Fault fault = begin("rename"); fault != Fault::none) return fault;
  const auto& entries = node_of(at).entries;
  if (!entries.contains(from)) return Fault::absent;
  record({.kind = Change::Kind::rename, .node = handles_.at(at), .name = from, .to = to, .target = entries.at(from)});
  return Fault::none;
}
Fault TestDisk::remove(Handle at, const std::string& name) {
  if (const Fault fault = begin("remove"); fault != Fault::none) return fault;
  if (!node_of(at).entries.contains(name)) return Fault::absent;
  record({.kind = Change::Kind::remove, .node = handles_.at(at), .name = name});
  return Fault::none;
}

Call<std::vector<std::string>> TestDisk::list(Handle directory) {
  if (const Fault fault = begin("list"); fault != Fault::none) return {.value = {}, .fault = fault};
  std::vector<std::string> names;
  for (const auto& entry : node_of(directory).entries) names.push_back(entry.first);
  return {.value = names, .fault = Fault::none};
}

namespace {
FileFacts facts_of(const Node& node) {
  return {.kind = node.kind, .owner = node.owner, .mode = node.mode, .size = node.content.size()};
}
}  // namespace

Call<FileFacts> TestDisk::facts(Handle handle) {
  if (const Fault fault = begin("facts"); fault != Fault::none) return {.value = {}, .fault = fault};
  return {.value = facts_of(node_of(handle)), .fault = Fault::none};
}
Call<FileFacts> TestDisk::facts_at(Handle at, const std::string& name) {
  if (const Fault fault = begin("facts_at"); fault != Fault::none) return {.value = {}, .fault = fault};
  const auto& entries = node_of(at).entries;
  if (!entries.contains(name)) return {.value = {}, .fault = Fault::absent};
  return {.value = facts_of(image_.nodes.at(entries.at(name))), .fault = Fault::none};
}

Fault TestDisk::lock(Handle file) {
  if (const Fault fault = begin("lock"); fault != Fault::none) return fault;
  return locks_.emplace(handles_.at(file), file).second ? Fault::none : Fault::busy;
}
/// The lock's content is for messages only, so that it is no change that a power cut can lose.
void TestDisk::name_holder(Handle file) { node_of(file).content = "4711"; }

void TestDisk::record(Change change) {
  apply(image_, change, Part::all);
  log_.push_back(std::move(change));
}

void TestDisk::apply(Image& image, const Change& change, Part part) const {
  if (change.kind == Change::Kind::enter) {
    image.nodes.try_emplace(change.target, change.fresh);
    image.next = std::max(image.next, change.target + 1);
  }
  if (part == Part::none || change.kind == Change::Kind::sync) return;
  Node& node = image.nodes.at(change.node);
  switch (change.kind) {
    case Change::Kind::enter:
      node.entries[change.name] = change.target;
      break;
    case Change::Kind::mode:
      node.mode = change.mode;
      break;
    case Change::Kind::remove:
      node.entries.erase(change.name);
      break;
    case Change::Kind::rename:
      node.entries.erase(change.name);
      node.entries[change.to] = change.target;
      break;
    case Change::Kind::write: {
      std::string data = part == Part::half ? change.data.substr(0, change.data.size() / 2) : change.data;
      if (part == Part::zeros) data.assign(data.size(), '\0');
      node.content.resize(std::max(node.content.size(), change.offset + data.size()), '\0');
      node.content.replace(change.offset, data.size(), data);
      break;
    }
    case Change::Kind::sync:
      break;
  }
}

bool TestDisk::is_durable(std::size_t index, std::size_t end) const {
  const auto flushes = [&](const Change& later) {
    return later.kind == Change::Kind::sync && later.node == log_[index].node;
  };
  const auto from = log_.begin() + static_cast<std::ptrdiff_t>(index);
  return std::any_of(from, log_.begin() + static_cast<std::ptrdiff_t>(end), flushes);
}

std::vector<TestDisk::Part> TestDisk::parts_of(const Change& change) {
  if (change.kind == Change::Kind::write) return {Part::none, Part::half, Part::zeros, Part::all};
  return {Part::none, Part::all};
}

std::vector<Image> TestDisk::after_power_cut(std::size_t operations) const {
  std::vector<Image> images{start_};
  for (std::size_t i = 0; i < operations; ++i) {
    // Nothing depends on whether the empty lock file is there.
    const bool certain = log_[i].name == "lock" || log_[i].kind == Change::Kind::sync || is_durable(i, operations);
    const std::vector<Part> parts = certain ? std::vector<Part>{Part::all} : parts_of(log_[i]);
    std::vector<Image> next;
    std::set<std::string> seen;
    for (const Image& image : images) {
      for (const Part part : parts) {
        Image changed = image;
        apply(changed, log_[i], part);
        // Two images are one only when also what no name leads to is the same.
        std::string text = changed.text();
        for (const auto& [number, node] : changed.nodes) text += std::to_string(number) + node.content;
        if (parts.size() == 1 || seen.insert(text).second) next.push_back(std::move(changed));
      }
    }
    images = std::move(next);
    ODCA_CHECK(images.size() <= 4096);  // else the test should flush more often
  }
  return images;
}

}  // namespace odca::state
