#include "batch/inputs.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <new>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "batch/byte_source.h"
#include "batch/json_lines.h"
#include "batch/tar_stream.h"

namespace odca::batch {
namespace {

namespace fs = std::filesystem;

/// A JSON line holds one dump as text, its quotes and escapes, and a few short members.
constexpr std::size_t max_line(const Limits& limits) { return 2 * limits.input_bytes + 4096; }

BatchItem read_dump_file(const fs::path& path, const Limits& limits) {
  BatchItem item{.id = path.string(), .source = path.string()};
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
    if (std::exchange(done_, true)) return std::optional<BatchItem>{};
    return std::optional<BatchItem>{read_dump_file(path_, limits_)};
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
  Folder(const fs::path& root, const Limits& limits) : limits_(limits) { enter(root); }

  Result<std::optional<BatchItem>> next() override {
    while (!levels_.empty()) {
      Level& level = levels_.back();
      if (level.error) {
        BatchItem item{.id = level.path.string(), .source = level.path.string(), .error = std::move(level.error)};
        levels_.pop_back();
        return std::optional<BatchItem>{std::move(item)};
      }
      if (level.names.empty()) {
        levels_.pop_back();
        continue;
      }
      const fs::path path = level.path / level.names.back();
      level.names.pop_back();
      std::error_code ignored;
      if (fs::is_directory(fs::symlink_status(path, ignored))) {
        enter(path);
        continue;
      }
      ++files_;
      return std::optional<BatchItem>{read_dump_file(path, limits_)};
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

  void enter(const fs::path& path) {
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
    levels_.push_back(std::move(level));
  }

  Limits limits_;
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
  Concatenated(std::vector<Named> paths, const Limits& limits, const std::atomic<bool>* stop)
      : paths_(std::move(paths)), limits_(limits), stop_(stop) {}
  Result<std::optional<BatchItem>> next() override;
  std::uint64_t consumed() const override { return finished_ + (current_ ? current_->consumed() : 0); }

 private:
  void close() {
    finished_ += current_->consumed();
    current_.reset();
  }

  std::vector<Named> paths_;
  Limits limits_;
  const std::atomic<bool>* stop_;
  std::size_t at_ = 0;
  std::unique_ptr<ItemStream> current_{};
  std::uint64_t finished_ = 0;
};

bool is_named_json_lines(const std::string& path) {
  const std::string extension = fs::path(path).extension().string();
  return path == "-" || extension == ".jsonl" || extension == ".ndjson";
}

BatchItem unreadable(const std::string& id, Error error) {
  if (error.reason.empty()) error.reason = "unreadable-file";
  return {.id = id, .source = id, .error = std::move(error)};
}

Result<std::unique_ptr<ItemStream>> open_one(const Named& named, const Limits& limits, const std::atomic<bool>* stop) {
  const std::string& path = named.path;
  std::error_code ignored;
  if (path != "-" && fs::is_directory(path, ignored))
    return std::unique_ptr<ItemStream>(std::make_unique<Folder>(path, limits));
  if (named.by_pattern) return std::unique_ptr<ItemStream>(std::make_unique<SingleFile>(path, limits));
  ODCA_TRY_ASSIGN(ByteSource source, ByteSource::open(path, stop));
  ODCA_TRY_ASSIGN(const ByteView head, source.peek(4096));
  if (is_tar(head)) return tar_stream(std::move(source), limits.input_bytes);
  if (is_named_json_lines(path)) return json_lines(std::move(source), max_line(limits));
  return std::unique_ptr<ItemStream>(std::make_unique<SingleFile>(path, limits));
}

Result<std::optional<BatchItem>> Concatenated::next() {
  while (true) {
    if (!current_) {
      if (at_ == paths_.size()) return std::optional<BatchItem>{};
      const Named& named = paths_[at_++];
      Result<std::unique_ptr<ItemStream>> opened = open_one(named, limits_, stop_);
      if (!opened) return std::optional<BatchItem>{unreadable(named.path, opened.error())};
      current_ = *std::move(opened);
    }
    Result<std::optional<BatchItem>> item = current_->next();
    if (!item) {  // the rest of this source is lost, the other sources are not
      close();
      return std::optional<BatchItem>{unreadable(paths_[at_ - 1].path, item.error())};
    }
    if (*item) {
      (*item)->consumed = consumed();
      return item;
    }
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
  glob_t found{};
  const int status = ::glob(pattern.c_str(), GLOB_ERR, nullptr, &found);
  std::vector<std::string> paths;
  if (status == 0) paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  if (paths.empty()) {
    return Error{.code = Errc::io,
                 .message = cat("the pattern ", quote(pattern),
                                status == GLOB_NOMATCH ? " matches nothing" : " cannot be expanded"),
                 .hint = "quote the pattern in the shell, and check the folder's name and rights"};
  }
  return paths;
}

}  // namespace

Result<Inputs> open_inputs(const std::vector<std::string>& arguments, const Limits& limits, Sizing sizing,
                           const std::atomic<bool>* stop) {
  std::vector<Named> paths;
  for (const std::string& argument : arguments) {
    std::error_code ignored;
    const fs::file_status about = fs::status(argument, ignored);
    if (argument == "-" || fs::is_regular_file(about) || fs::is_directory(about)) {
      paths.push_back({.path = argument});
    } else if (fs::exists(about)) {
      return no_regular_file(argument);
    } else if (argument.find_first_of("*?[") != std::string::npos) {
      ODCA_TRY_ASSIGN(std::vector<std::string> matched, expand(argument));
      for (std::string& path : matched) paths.push_back({.path = std::move(path), .by_pattern = true});
    } else {
      return Error{.code = Errc::io,
                   .message = cat(quote(argument), " does not exist"),
                   .hint = "name folders, files, patterns, tar archives, JSON Lines files, or - for standard input"};
    }
  }
  if (std::count(arguments.begin(), arguments.end(), "-") > 1)
    return Error{.code = Errc::usage, .message = "standard input is named more than once", .hint = "name - once"};
  Inputs inputs;
  if (sizing == Sizing::measured) inputs.total = size_of(paths, stop);
  inputs.stream = std::make_unique<Concatenated>(std::move(paths), limits, stop);
  return inputs;
}

}  // namespace odca::batch
