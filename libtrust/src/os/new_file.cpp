// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "os/new_file.h"

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "base/text.h"
#include "os/file_system.h"
#include "os/path_walk.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr int kAttempts = 100;

std::string_view verb_of(WrittenFile::Step step) {
  constexpr std::array<std::string_view, 4> kVerbs{"write", "set the mode of", "flush", "close"};
  return kVerbs.at(static_cast<std::size_t>(step));  // in the order of the enumerators
}

std::string_view hint_for(Fault fault) {
  switch (fault) {
    case Fault::no_space:
      return "make room, and run it again";
    case Fault::too_large:
      return "raise the limit, and run it again";
    case Fault::access:
    case Fault::read_only:
      return "name a place that this user may write to";
    default:
      return "check the path and the disk, and run it again";
  }
}

/// unused_name is one that nothing bears: neither another thread's file nor what a crash left behind is in the way.
std::string unused_name(const std::string& name) {
  static constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuv";
  std::random_device random;
  std::string fresh = cat(name, '.');
  for (int i = 0; i < 8; ++i) fresh.push_back(kDigits[random() % kDigits.size()]);
  return fresh + ".new";
}

/// Writer writes one file in an open folder.
class Writer {
 public:
  Writer(const fs::path& path, const Writing& writing, const std::function<Status(const Append&)>& produce,
         FileSystem& files, FileSystem::Handle folder)
      : path_(path), writing_(writing), produce_(produce), files_(files), folder_(folder) {}

  Status write() {
    for (int i = 0; i < kAttempts; ++i) {
      const std::string beside = unused_name(name());
      const auto created = uninterrupted([&] { return files_.create(folder_, beside, writing_.rights); });
      if (created.fault == Fault::exists) continue;
      if (created.fault != Fault::none) return failed("create a file beside", created.fault);
      ODCA_TRY(fill(created.value, beside));
      ODCA_TRY(writing_.replace == Replace::allowed ? rename(beside) : link(beside));
      return flush_folder();
    }
    return failed("create a file beside", Fault::exists);
  }

 private:
  std::string name() const { return path_.filename().string(); }

  void remove(const std::string& name) {
    static_cast<void>(uninterrupted([&] { return files_.remove(folder_, name); }));
  }

  /// fill takes the file away again unless it is whole, also when making its content throws.
  Status fill(FileSystem::Handle handle, const std::string& name) {
    Status filled;
    try {
      filled = fill(handle);
    } catch (...) {
      remove(name);
      throw;
    }
    if (!filled) remove(name);
    return filled;
  }

  Status fill(FileSystem::Handle handle) {
    WrittenFile file(files_, handle);
    ODCA_TRY(produce_([&](ByteView part) { return status(file.write(as_text(part))); }));
    return status(file.finish(writing_.mode));
  }

  Status rename(const std::string& beside) {
    const Fault fault = uninterrupted([&] { return files_.rename(folder_, beside, name()); });
    if (fault == Fault::none) return {};
    remove(beside);
    return failed("replace", fault);
  }

  Status link(const std::string& beside) {
    const Fault fault = uninterrupted([&] { return files_.link(folder_, beside, name()); });
    remove(beside);
    if (fault == Fault::unsupported) return write_in_place();
    return fault == Fault::none ? Status{} : not_created(fault);
  }

  Status write_in_place() {
    const auto created = uninterrupted([&] { return files_.create(folder_, name(), writing_.rights); });
    return created.fault == Fault::none ? fill(created.value, name()) : not_created(created.fault);
  }

  Status flush_folder() {
    const Fault fault = uninterrupted([&] { return files_.sync(folder_); });
    return fault == Fault::none ? Status{} : Status(failed("flush the folder of", fault, "not-durable"));
  }

  Status status(const WrittenFile::Failure& failure) const {
    if (!failure) return {};
    return failed(verb_of(failure.step), failure.fault,
                  failure.step == WrittenFile::Step::flush ? ReasonId("not-durable") : "not-written");
  }

  Error not_created(Fault fault) const {
    if (fault != Fault::exists) return failed("create", fault);
    return {.code = Errc::io,
            .message = cat(quote(path_.string()), " exists already"),
            .hint = "choose another name",
            .reason = "exists"};
  }

  Error failed(std::string_view what, Fault fault, ReasonId reason = "not-written") const {
    const bool full = fault == Fault::no_space || fault == Fault::too_large;
    return {.code = Errc::io,
            .message = cat("cannot ", what, ' ', quote(path_.string()), ": ", to_string(fault)),
            .hint = std::string(hint_for(fault)),
            .reason = full ? "no-space" : reason};
  }

  const fs::path& path_;
  const Writing& writing_;
  const std::function<Status(const Append&)>& produce_;
  FileSystem& files_;
  FileSystem::Handle folder_;
};

}  // namespace

WrittenFile::~WrittenFile() {
  if (handle_) static_cast<void>(files_.close(*handle_));
}

WrittenFile::Failure WrittenFile::write(std::string_view content) {
  while (!content.empty()) {
    const auto written = uninterrupted([&] { return files_.write(*handle_, content); });
    if (written.fault != Fault::none) return {.step = Step::write, .fault = written.fault};
    if (written.value == 0) return {.step = Step::write, .fault = Fault::other};
    content.remove_prefix(std::min(written.value, content.size()));
  }
  return {};
}

WrittenFile::Failure WrittenFile::finish(std::optional<unsigned> mode) {
  const Fault moded = mode ? uninterrupted([&] { return files_.set_mode(*handle_, *mode); }) : Fault::none;
  if (moded != Fault::none) return {.step = Step::set_mode, .fault = moded};
  // A flush that failed is not tried again on this handle: the kernel may have dropped the pages and report success.
  const Fault synced = uninterrupted([&] { return files_.sync(*handle_); });
  if (synced != Fault::none) return {.step = Step::flush, .fault = synced};
  // Closing is never repeated: an interrupted close has closed.
  const Fault closed = files_.close(*std::exchange(handle_, std::nullopt));
  return {.step = Step::close, .fault = closed == Fault::interrupted ? Fault::none : closed};
}

Status write_file(const fs::path& path, const Writing& writing, const std::function<Status(const Append&)>& produce,
                  FileSystem& files) {
  const std::string parent = path.has_parent_path() ? path.parent_path().string() : ".";
  const auto folder = uninterrupted([&] { return files.open_path(parent, Links::follow); });
  if (folder.fault != Fault::none)
    return Error{.code = Errc::io,
                 .message = cat("cannot write ", quote(path.string()), ": the folder ", quote(parent),
                                " cannot be opened: ", to_string(folder.fault)),
                 .hint = folder.fault == Fault::absent ? cat("make it: mkdir -p ", shell_word(parent))
                                                       : std::string(hint_for(folder.fault)),
                 .reason = "not-written"};
  const Status written = Writer(path, writing, produce, files, folder.value).write();
  static_cast<void>(files.close(folder.value));
  return written;
}

Status write_file(const fs::path& path, const Writing& writing, const std::function<Status(const Append&)>& produce) {
  return write_file(path, writing, produce, *real_file_system());
}

Status write_file(const fs::path& path, const Writing& writing, ByteView content) {
  return write_file(path, writing, [&](const Append& append) { return append(content); });
}

}  // namespace odca
