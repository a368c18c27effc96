// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/inputs.h"

#include <algorithm>
#include <filesystem>
#include <new>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "batch/byte_source.h"
#include "batch/item_name.h"
#include "batch/json_lines.h"
#include "batch/tar_stream.h"
#include "os/file.h"
#include "os/folder.h"

namespace odca::batch {
namespace {

namespace fs = std::filesystem;

/// A JSON line holds one dump as text, its quotes and escapes, and a few short members.
constexpr std::size_t max_line(const Limits& limits) { return 2 * limits.input_bytes + 4096; }

BatchItem read_dump_file(const fs::path& path, const Limits& limits) {
  const std::string name = item_name(path.string());
  BatchItem item{.id = name, .source = name};
  try {
    Result<Bytes> content = read_file(path, limits.input_bytes);
    if (content) {
      item.content = *std::move(content);
    } else {
      item.error = content.error();
    }
  } catch (const std::bad_alloc&) {  // one that is being judged has taken it all; the next file may find room again
    item.error = memory_ran_out("this input was read");
  }
  return item;
}

class SingleFile : public ItemStream {
 public:
  SingleFile(fs::path path, const Limits& limits) : path_(std::move(path)), limits_(limits) {}
  Result<std::optional<BatchItem>> next() override {
    if (done_) return std::optional<BatchItem>{};
    BatchItem item = read_dump_file(path_, limits_);
    done_ = true;
    return std::optional<BatchItem>{std::move(item)};
  }
  std::uint64_t consumed() const override { return done_ ? kFileWeight : 0; }

 private:
  fs::path path_;
  Limits limits_;
  bool done_ = false;
};

/// Folder walks depth first; only the names of the folders on the way down are in memory.
class Folder : public ItemStream {
 public:
  Folder(const fs::path& root, const Limits& limits, const OwnFiles* own) : limits_(limits), own_(own) {
    levels_.push_back(look_into(root));
  }

  Result<std::optional<BatchItem>> next() override {
    while (!levels_.empty()) {
      Level& level = levels_.back();
      if (level.error) {
        const std::string name = item_name(level.path.string());
        BatchItem item{.id = name, .source = name, .error = std::move(level.error)};
        levels_.pop_back();
        return std::optional<BatchItem>{std::move(item)};
      }
      if (level.names.empty()) {
        levels_.pop_back();
        continue;
      }
      // A name is taken off the list when nothing can fail any more.
      const fs::path path = level.path / level.names.back();
      std::error_code ignored;
      if (fs::is_directory(fs::symlink_status(path, ignored))) {
        Level below = look_into(path);
        levels_.reserve(levels_.size() + 1);
        levels_.back().names.pop_back();
        levels_.push_back(std::move(below));
        continue;
      }
      const bool is_own = own_ != nullptr && own_->holds(path.string());
      BatchItem item = is_own ? BatchItem{} : read_dump_file(path, limits_);
      level.names.pop_back();
      if (is_own) continue;
      ++files_;
      return std::optional<BatchItem>{std::move(item)};
    }
    return std::optional<BatchItem>{};
  }
  std::uint64_t consumed() const override { return files_ * kFileWeight; }

 private:
  struct Level {
    fs::path path;
    std::vector<fs::path> names{};  ///< descending, so that the next one is at the back
    std::optional<Error> error{};
  };

  static Level look_into(const fs::path& path) {
    Level level{.path = path};
    std::error_code code;
    for (fs::directory_iterator it(path, code), end; !code && it != end; it.increment(code))
      level.names.push_back(it->path().filename());
    if (code) {
      level.error = Error{.code = Errc::io,
                          .message = cat("cannot read the folder ", quote(path.string()), ": ", code.message()),
                          .hint = "grant read access, or leave the folder out",
                          .reason = "unreadable-file"};
    }
    std::sort(level.names.begin(), level.names.end(), std::greater<>{});
    return level;
  }

  Limits limits_;
  const OwnFiles* own_;
  std::vector<Level> levels_{};
  std::uint64_t files_ = 0;
};

/// Named is one input. What a pattern brought is a dump or a folder of them: whoever puts files there chooses neither
/// how they are read nor the names of devices.
struct Named {
  std::string path;
  bool by_pattern = false;
};

class Concatenated : public ItemStream {
 public:
  Concatenated(std::vector<Named> paths, const Reading& reading)
      : paths_(std::move(paths)), reading_(reading), barren_(std::make_shared<std::vector<std::string>>()) {}
  Result<std::optional<BatchItem>> next() override;
  std::uint64_t consumed() const override { return finished_ + (current_ ? current_->consumed() : 0); }
  std::shared_ptr<const std::vector<std::string>> barren() const { return barren_; }

 private:
  void close() {
    finished_ += current_->consumed();
    current_.reset();
  }

  std::vector<Named> paths_;
  Reading reading_;
  std::shared_ptr<std::vector<std::string>> barren_;
  bool bore_ = false;  // the current one, at least one device
  std::size_t at_ = 0;
  std::unique_ptr<ItemStream> current_{};
  std::uint64_t finished_ = 0;
};

bool is_named_json_lines(const std::string& path) {
  const std::string extension = fs::path(path).extension().string();
  return path == "-" || extension == ".jsonl" || extension == ".ndjson";
}

BatchItem unreadable(const std::string& path, Error error) {
  const std::string id = item_name(path);
  if (error.reason.empty()) error.reason = "unreadable-file";
  return {.id = id, .source = id, .error = std::move(error)};
}

Result<std::unique_ptr<ItemStream>> open_one(const Named& named, const Reading& reading) {
  const std::string& path = named.path;
  const Limits& limits = reading.limits;
  std::error_code ignored;
  if (path != "-" && fs::is_directory(path, ignored))
    return std::unique_ptr<ItemStream>(std::make_unique<Folder>(path, limits, reading.own));
  if (named.by_pattern) return std::unique_ptr<ItemStream>(std::make_unique<SingleFile>(path, limits));
  ODCA_TRY_ASSIGN(ByteSource source, ByteSource::open(path, reading.stop));
  ODCA_TRY_ASSIGN(const ByteView head, source.peek(4096));
  if (is_tar(head)) return tar_stream(std::move(source), limits.input_bytes);
  if (is_named_json_lines(path)) return json_lines(std::move(source), max_line(limits));
  return std::unique_ptr<ItemStream>(std::make_unique<SingleFile>(path, limits));
}

/// barrenness says what an input was that brought no device. A single file always brings one.
std::string barrenness(const std::string& path) {
  std::error_code ignored;
  if (path == "-") return "standard input holds no line of JSON Lines and no file in a tar archive";
  if (fs::is_directory(path, ignored)) return cat("the folder ", quote(path), " holds no file to judge");
  if (is_named_json_lines(path)) return cat(quote(path), " holds no line of JSON Lines");
  return cat("the archive ", quote(path), " holds no file");
}

Result<std::optional<BatchItem>> Concatenated::next() {
  while (true) {
    if (!current_) {
      if (at_ == paths_.size()) return std::optional<BatchItem>{};
      const Named& named = paths_[at_];
      if (named.by_pattern && reading_.own != nullptr && reading_.own->holds(named.path)) {
        ++at_;
        continue;
      }
      Result<std::unique_ptr<ItemStream>> opened = open_one(named, reading_);
      ++at_;
      if (!opened) return std::optional<BatchItem>{unreadable(named.path, opened.error())};
      current_ = *std::move(opened);
      bore_ = false;
    }
    Result<std::optional<BatchItem>> item = current_->next();
    if (!item) {  // the rest of this source is lost, the other sources are not
      close();
      return std::optional<BatchItem>{unreadable(paths_[at_ - 1].path, item.error())};
    }
    if (*item) {
      bore_ = true;
      (*item)->consumed = consumed();
      return item;
    }
    if (!bore_) barren_->push_back(barrenness(paths_[at_ - 1].path));
    close();
  }
}

/// size_of adds up what consumed() will count; nothing when one of them is standard input, or the run is stopped.
std::optional<std::uint64_t> size_of(const std::vector<Named>& inputs, const std::atomic<bool>* stop) {
  std::uint64_t total = 0;
  for (const auto& [path, by_pattern] : inputs) {
    if (path == "-") return std::nullopt;
    std::error_code code;
    if (fs::is_directory(path, code)) {
      for (fs::recursive_directory_iterator it(path, code), end; !code && it != end; it.increment(code)) {
        if (stop != nullptr && stop->load()) return std::nullopt;
        total += it->is_directory(code) ? 0 : kFileWeight;
      }
    } else {
      const std::uintmax_t bytes = fs::file_size(path, code);
      total += code ? 0 : std::max<std::uint64_t>(bytes, 1);
    }
  }
  return total;
}

/// expand turns a pattern into the paths that it matches, in the order of names.
Result<std::vector<std::string>> expand(const std::string& pattern) {
  std::error_code problem;
  std::vector<std::string> paths = paths_that_match(pattern, problem);
  if (!paths.empty()) return paths;
  if (problem == std::errc::permission_denied)
    return Error{.code = Errc::io,
                 .message = cat("the pattern ", quote(pattern), " cannot be expanded: permission denied"),
                 .hint = "run as a user who may read the folders of the pattern, or let this one: chmod +rx FOLDER"};
  return Error{.code = Errc::io,
               .message = cat("the pattern ", quote(pattern), problem ? " cannot be expanded" : " matches nothing"),
               .hint = "quote the pattern in the shell, and check the folder's name and rights"};
}

/// looking_error says why an argument is nothing that can be read. Only "not found" means that nothing is there.
Error looking_error(const std::string& argument, const std::error_code& code) {
  constexpr std::string_view kWhatMayBeNamed =
      "name folders, files, patterns, tar archives, JSON Lines files, or - for standard input";
  const auto error = [&](std::string message, std::string_view hint) {
    return Error{.code = Errc::io, .message = cat(quote(argument), ' ', message), .hint = std::string(hint)};
  };
  std::error_code ignored;
  if (code == std::errc::permission_denied)
    return error("cannot be looked at: permission denied",
                 "run as a user who may enter the folders on the way to it, or let this one: chmod +x FOLDER");
  if (code == std::errc::too_many_symbolic_link_levels) return error("is a circle of links", "name the file itself");
  if (fs::is_symlink(argument, ignored))
    return error(cat("is a link to ", quote(fs::read_symlink(argument, ignored).string()), ", which does not exist"),
                 "name the file itself");
  if (!code || code == std::errc::no_such_file_or_directory || code == std::errc::not_a_directory)
    return error("does not exist", kWhatMayBeNamed);
  return error(cat("cannot be looked at: ", code.message()), kWhatMayBeNamed);
}

Error written_by_the_run(const std::string& argument) {
  return {.code = Errc::usage,
          .message = cat(quote(argument), " is what this run writes to, so it cannot be an input"),
          .hint = "write to another file, or leave this one out of the inputs"};
}

}  // namespace

Result<Inputs> open_inputs(const std::vector<std::string>& arguments, const Reading& reading) {
  std::vector<Named> paths;
  for (const std::string& argument : arguments) {
    std::error_code code;
    const fs::file_status about = fs::status(argument, code);
    if (argument == "-" || fs::is_regular_file(about) || fs::is_directory(about)) {
      if (argument != "-" && reading.own != nullptr && reading.own->holds(argument))
        return written_by_the_run(argument);
      paths.push_back({.path = argument});
    } else if (fs::exists(about)) {
      return no_regular_file(argument);
    } else if (argument.find_first_of("*?[") != std::string::npos && code != std::errc::permission_denied) {
      ODCA_TRY_ASSIGN(std::vector<std::string> matched, expand(argument));
      for (std::string& path : matched) paths.push_back({.path = std::move(path), .by_pattern = true});
    } else {
      return looking_error(argument, code);
    }
  }
  if (std::count(arguments.begin(), arguments.end(), "-") > 1)
    return Error{.code = Errc::usage, .message = "standard input is named more than once", .hint = "name - once"};
  Inputs inputs;
  if (reading.sizing == Sizing::measured) inputs.total = size_of(paths, reading.stop);
  auto stream = std::make_unique<Concatenated>(std::move(paths), reading);
  inputs.barren = stream->barren();
  inputs.stream = std::move(stream);
  return inputs;
}

}  // namespace odca::batch
