// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/sink.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "batch/flat_object.h"
#include "batch/run_header.h"
#include "os/owner.h"
#include "os/path_walk.h"
#include "terminal.h"

namespace odca::batch {
namespace {

constexpr std::size_t kBlock = 4096;  // PIPE_BUF: when there is room at all, this much goes into a pipe without waiting

/// way_out says what can be done about a refusal of the system.
std::string way_out(const std::error_code& problem) {
  switch (problem.value()) {
    case EACCES:
    case EPERM:
      return "ask for the right to write there, or name a file in a folder of your own";
    case EROFS:
      return "the disk is mounted read-only: name a file on another one";
    case ENOSPC:
    case EDQUOT:
      return "make room on the disk, or name a file on another one";
    case EFBIG:
      return "this user may not write files as large as that (ulimit -f)";
    case EPIPE:
      return "whoever read standard output has ended; write to a file with --output FILE";
    default:
      return "name a file on another disk, or leave --output out to write to standard output";
  }
}

Error io_error(const std::string& label, std::string_view what, const std::error_code& problem) {
  return {.code = Errc::io,
          .message = cat("cannot ", what, ' ', quote(label), ": ", problem.message()),
          .hint = way_out(problem)};
}

Error no_file(const std::string& path, std::string_view what, std::string hint) {
  return {.code = Errc::usage, .message = cat(quote(path), ' ', what), .hint = std::move(hint)};
}

/// opening_error says what stands in the way of a file to write to.
Error opening_error(const std::string& path, const std::error_code& problem) {
  namespace fs = std::filesystem;
  const int code = problem.value();
  std::error_code ignored;
  if (path.empty()) return no_file(path, "is no name of a file", "write: --output FILE");
  if (fs::is_directory(path, ignored))
    return no_file(path, "is a folder, expected a file",
                   cat("name a file in it: --output ", shell_word((fs::path(path) / "verdicts.jsonl").string())));
  if (path.ends_with('/'))
    return no_file(path, "ends like a folder, expected a file", "leave the slash at the end out");
  if (code == ENXIO)
    return no_file(path, "is a socket or a device that nothing stands behind",
                   "leave --output out to write to standard output, and send that where it shall go");
  const fs::path folder = fs::path(path).parent_path();
  if (code == ENOENT && fs::is_symlink(path, ignored))
    return no_file(
        path, cat("is a link to ", quote(fs::read_symlink(path, ignored).string()), ", whose folder does not exist"),
        "make that folder first, or name a file");
  if (code == ENOENT && !folder.empty())
    return no_file(path, cat("cannot be made: there is no folder ", quote(folder.string())),
                   cat("make it first: mkdir -p ", shell_word(folder.string())));
  if (code == ENOTDIR)
    return no_file(path, "cannot be made: a name on the way to it is a file and no folder", "name a file in a folder");
  if (code == ELOOP) return no_file(path, "is a circle of links", "name the file itself");
  return io_error(path, "open", problem);
}

Error foreign(const std::string& label, std::uint64_t line) {
  return {
      .code = Errc::usage,
      .message = cat("line ", line, " of ", quote(label), " was not written by odca-verify batch"),
      .hint = "it is left as it was; name the file that an earlier run of the same inputs left behind, or a new one"};
}

Error another_question(const std::string& label, std::string_view what) {
  return {.code = Errc::usage,
          .message = cat(quote(label), " holds the verdicts of another question: ", what),
          .hint = "continue with the options and files of that run, or start anew with another file"};
}

/// A line of ours holds an id, a message and findings; text without a line feed beyond this is none of ours.
constexpr std::size_t kMaxLine = std::size_t{1} << 20U;

std::string start_of_line(std::uint64_t number) {
  return cat("{\"schema\":\"odca-batch/1\",\"number\":", number, ",\"id\":\"");
}

/// begins_alike tells whether one of the two begins like the other.
bool begins_alike(std::string_view one, std::string_view other) {
  const std::size_t size = std::min(one.size(), other.size());
  return one.substr(0, size) == other.substr(0, size);
}

/// count_line reads the verdict out of one line of ours; a line that is none of ours cannot be continued.
Status count_line(std::string_view line, const std::string& label, Kept& kept) {
  const auto verdict = [&](std::string_view name) {  // quotes inside texts are escaped, so this is the member
    return line.find(cat("\"verdict\":\"", name, '"')) != std::string_view::npos;
  };
  const bool rejected = verdict("rejected");
  const bool unreadable = verdict("unreadable");
  if (!line.starts_with(start_of_line(kept.lines)) || !line.ends_with("}\n") ||
      (!rejected && !unreadable && !verdict("trusted")))
    return foreign(label, kept.lines + 2);  // behind the first line
  ++kept.lines;
  kept.not_trusted += rejected ? 1 : 0;
  kept.unreadable += unreadable ? 1 : 0;
  return {};
}

Result<std::string> id_of(const std::string& line, const std::string& label, std::uint64_t number) {
  // Members behind the id hold objects and lists too. Quotes inside a text are escaped, so the first bare one ends it.
  constexpr std::string_view kId = R"("id":")";
  const std::size_t end = line.find(R"(",")", line.find(kId) + kId.size());
  const Result<std::vector<FlatMember>> start = read_flat_object(line.substr(0, end) + "\"}");
  if (!start || start->size() != 3 || start->back().name != "id") return foreign(label, number);  // schema, number, id
  return start->back().value;
}

/// check_start holds the beginning of a file to the first line that this run would write.
Status check_start(std::string_view line, std::string_view first, const std::string& label) {
  if (line.ends_with('\n') ? line == first : begins_alike(line, first)) return {};
  if (is_header(line)) {
    if (!line.ends_with('\n')) return another_question(label, "its first line was cut off");
    return another_question(label, cat("not the same: ", difference(first, line)));
  }
  if (begins_alike(line, start_of_line(0)) && line.size() > 1)
    return another_question(label, "no first line says what was asked, as in files of earlier versions");
  return foreign(label, 1);
}

}  // namespace

Sink::~Sink() {
  if (file_.is_open()) static_cast<void>(flush());  // whole lines, when the run ends with an error
}

Sink Sink::to_stdout(const std::atomic<bool>* stop) {
  Sink sink(OpenFile::standard_output(), stop);
  sink.seen_at_once_ = cli::output_is_terminal();
  return sink;
}

/// open opens for writing without emptying, and keeps a second run from writing to the same file. Devices such as
/// /dev/null are taken as they are.
Result<Sink> Sink::open(const std::string& path) {
  std::error_code problem;
  Sink sink(OpenFile::open(path, Access::write, Links::follow, problem), nullptr);
  if (problem) return opening_error(path, problem);
  const FileFacts facts = sink.file_.facts(problem);
  if (problem) return io_error(path, "examine", problem);
  if (facts.kind == FileKind::character_device) return sink;
  if (facts.kind != FileKind::file)
    return Error{.code = Errc::usage,
                 .message = cat(quote(path), " is not a regular file"),
                 .hint = "leave --output out to write to standard output, and send that where it shall go"};
  if (sink.file_.lock(Wait::no) == std::errc::resource_unavailable_try_again) {
    return Error{.code = Errc::usage,
                 .message = cat("another run is writing to ", quote(path)),
                 .hint = "wait for it, or name another file"};
  }
  return sink;
}

namespace {

/// make_private takes the file from everybody else, after it is known to be ours or empty. Its owner could read it all
/// the same, and is the one that runs this, root included: verdicts name devices.
Status make_private(const OpenFile& file, const std::string& label) {
  std::error_code problem;
  const FileFacts facts = file.facts(problem);
  if (problem) return io_error(label, "examine", problem);
  if (facts.kind != FileKind::file) return {};
  if (facts.owner != current_user())
    return Error{.code = Errc::permission,
                 .message = cat(quote(label), " belongs to user ", facts.owner,
                                ", who could read it, and this is user ", current_user()),
                 .hint = "verdicts name devices; name a file that is not there yet, in a folder of your own"};
  if (!others_have_rights(facts)) return {};
  problem = file.set_mode(0600);
  const bool kept =
      !problem && !others_have_rights(file.facts(problem));  // some file systems take a mode, and keep theirs
  if (kept && !problem) return {};
  return Error{.code = Errc::permission,
               .message = cat("others may read ", quote(label), ", and it cannot be made private"),
               .hint = "verdicts name devices; name a file in a folder of your own, on a disk that keeps modes"};
}

/// already_there: lines of a run can be continued, anything else cannot.
Error already_there(const OpenFile& file, const std::string& path, std::string_view first) {
  std::array<std::uint8_t, 256> start{};
  std::error_code unknown;
  const std::size_t got = file.read_at(0, start, unknown);
  const bool lines = !first.empty() && is_header(as_text(ByteView(start).first(got)));
  return {.code = Errc::usage,
          .message = cat(quote(path), " exists already"),
          .hint = lines ? "continue it with --resume, or name another file" : "name another file"};
}

}  // namespace

Result<Sink> Sink::create(const std::string& path, std::string_view first) {
  ODCA_TRY_ASSIGN(Sink sink, open(path));
  std::error_code problem;
  const FileFacts facts = sink.file_.facts(problem);
  if (problem) return io_error(path, "examine", problem);
  if (facts.kind == FileKind::file && facts.size != 0) return already_there(sink.file_, path, first);
  ODCA_TRY(make_private(sink.file_, path));
  ODCA_TRY(sink.write(first));
  return sink;
}

Result<Sink> Sink::resume(const std::string& path, std::string_view first) {
  ODCA_TRY_ASSIGN(Sink sink, open(path));
  ODCA_TRY(sink.read_kept(first));
  return sink;
}

Status Sink::read_kept(std::string_view first) {
  std::string line, last;
  Bytes block(std::size_t{1} << 16U);
  std::uint64_t end_of_whole_lines = 0;
  const auto is_ours_so_far = [&]() -> Status {  // nothing is cut off before it is known to be ours
    if (line.size() > kMaxLine) return foreign(label_, end_of_whole_lines == 0 ? 1 : kept_.lines + 2);
    if (end_of_whole_lines == 0) return check_start(line, first, label_);
    return begins_alike(line, start_of_line(kept_.lines)) ? Status{} : foreign(label_, kept_.lines + 2);
  };
  while (true) {
    std::error_code problem;
    const std::size_t got = file_.read_some(block, problem);
    if (problem == std::errc::interrupted) continue;
    if (problem) return io_error(label_, "read", problem);
    if (got == 0) break;
    std::string_view rest = as_text(ByteView(block).first(got));
    while (!rest.empty()) {
      const std::size_t feed = rest.find('\n');
      line += rest.substr(0, feed == std::string_view::npos ? feed : feed + 1);
      ODCA_TRY(is_ours_so_far());
      if (feed == std::string_view::npos) break;
      rest.remove_prefix(feed + 1);
      if (end_of_whole_lines != 0) ODCA_TRY(count_line(line, label_, kept_));
      end_of_whole_lines += line.size();
      last = std::exchange(line, {});
    }
  }
  if (kept_.lines > 0) {
    ODCA_TRY_ASSIGN(kept_.last_id, id_of(last, label_, kept_.lines + 1));
  }
  ODCA_TRY(make_private(file_, label_));
  if (const std::error_code problem = file_.keep_first(end_of_whole_lines)) return io_error(label_, "cut", problem);
  return end_of_whole_lines == 0 ? write(first) : Status{};
}

Status Sink::write(std::string_view text) {
  buffer_ += text;
  return buffer_.size() < kBlock && !seen_at_once_ ? Status{} : flush();
}

/// wait returns when the next block can be written. Whoever reads standard output may have stopped doing so.
Status Sink::wait() {
  constexpr int kLook = 100;  // milliseconds
  constexpr unsigned kLooks = 100;
  while (stop_ != nullptr) {
    if (file_.is_ready(Access::write, kLook)) break;
    if (!stop_->load()) continue;
    if (++looks_ > kLooks)
      return Error{.code = Errc::io,
                   .message = cat("stopped, and ", label_, " takes nothing more"),
                   .hint = "what was written until then is whole but for its last line"};
  }
  looks_ = 0;
  return {};
}

Status Sink::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    ODCA_TRY(wait());
    std::error_code problem;
    rest.remove_prefix(file_.write_some(rest.substr(0, kBlock), problem));
    if (problem == std::errc::interrupted || problem == std::errc::resource_unavailable_try_again) continue;
    if (problem) return io_error(label_, "write to", problem);
  }
  buffer_.clear();
  return {};
}

Status Sink::close() {
  ODCA_TRY(flush());
  if (const std::error_code problem = file_.close()) return io_error(label_, "write to", problem);
  return {};
}

}  // namespace odca::batch
