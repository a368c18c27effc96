// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "os/file.h"

#include <string_view>

#include "base/text.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

Error unreadable(const std::string& label, const std::error_code& why, std::string_view hint) {
  const bool denied = why == std::errc::permission_denied || why == std::errc::operation_not_permitted;
  return {.code = denied ? Errc::permission : Errc::io,
          .message = cat("cannot read ", label, ": ", why.message()),
          .hint = denied ? "grant this user the right to read it" : std::string(hint),
          .reason = "unreadable-file"};
}

Error not_a_file(const fs::path& path, std::string_view what, std::string_view hint) {
  return {.code = Errc::io,
          .message = cat("cannot read ", quote(path.string()), ": it is ", what, ", expected a file"),
          .hint = std::string(hint),
          .reason = "not-a-file"};
}

Status check_kind(const fs::path& path, FileKind kind, Pipes pipes) {
  constexpr std::string_view kToStandardInput = "pipe it to '-' where a command reads standard input";
  switch (kind) {
    case FileKind::file:
      return {};
    case FileKind::folder:
      return not_a_file(path, "a folder", "name a file inside it");
    case FileKind::named_pipe:
      return not_a_file(path, "a named pipe", cat("save the content to a file, or ", kToStandardInput));
    case FileKind::handed_over:
      if (pipes == Pipes::handed_over) return {};
      return not_a_file(path, "a pipe", cat("save the content to a file, or ", kToStandardInput));
    default:
      return not_a_file(path, "a device", "name a file; '-' is standard input where a command says so");
  }
}

bool is_interrupted(const std::error_code& problem) { return problem == std::errc::interrupted; }

}  // namespace

Result<OpenFile> OpenFile::open_to_read(const fs::path& path, Pipes pipes) {
  std::error_code problem;
  OpenFile file = open(path, Access::read, Links::follow, problem);
  if (problem == std::errc::no_such_device_or_address) return not_a_file(path, "a socket", "name a file");
  if (problem) return unreadable(quote(path.string()), problem, "check the name");
  const FileFacts facts = file.facts(problem);
  if (problem) return unreadable(quote(path.string()), problem, "check the name");
  ODCA_TRY(check_kind(path, facts.kind, pipes));
  if (facts.kind == FileKind::handed_over) problem = file.wait_for_content();
  if (problem) return unreadable(quote(path.string()), problem, "check the name");
  return file;
}

OpenFile OpenFile::open_locked(const fs::path& path, std::error_code& problem) {
  for (;;) {
    OpenFile file = open(path, Access::read, Links::refuse, problem);
    if (problem == std::errc::no_such_file_or_directory) problem.clear();
    if (problem || !file.is_open()) return file;
    if ((problem = file.lock(Wait::yes))) return file;
    const FileFacts locked = file.facts(problem);
    // Who replaces a file by another one unlocks a file that has no name any more: it is to be the one with the name.
    std::error_code gone;
    const FileFacts named = facts_of(path, Links::refuse, gone);
    if (problem || (!gone && is_same_file(locked, named))) return file;
  }
}

Result<Bytes> OpenFile::read(std::size_t max_bytes) const {
  constexpr std::size_t kStep = 64 * 1024;
  const bool named = ours_ == Ours::yes;
  const std::string label = named ? quote(path_.string()) : path_.string();
  Bytes content;
  while (content.size() <= max_bytes) {
    const std::size_t before = content.size();
    // `before` is at most max_bytes, so the difference cannot wrap; one byte more tells "exactly full" from "too big".
    const std::size_t room = max_bytes - before;
    content.resize(before + (room < kStep ? room + 1 : kStep));
    std::error_code problem;
    const std::size_t got = read_some(std::span(content).subspan(before), problem);
    content.resize(before + got);
    if (problem && !is_interrupted(problem))
      return unreadable(label, problem, named ? "check the name" : "name a file, or pipe the content into the program");
    if (!problem && got == 0) return content;
  }
  return Error{.code = Errc::limit,
               .message = cat(label, " is larger than ", max_bytes, " bytes"),
               .hint = "give a smaller file, or raise the limit if the file is genuine",
               .reason = "too-big"};
}

std::size_t OpenFile::read_at(std::uint64_t offset, std::span<std::uint8_t> into, std::error_code& problem) const {
  std::size_t have = 0;
  while (have < into.size()) {
    const std::size_t got = read_some_at(offset + have, into.subspan(have), problem);
    if (is_interrupted(problem)) continue;
    if (problem || got == 0) break;
    have += got;
  }
  return have;
}

Result<Bytes> read_file(const fs::path& path, std::size_t max_bytes, Pipes pipes) {
  ODCA_TRY_ASSIGN(const OpenFile file, OpenFile::open_to_read(path, pipes));
  return file.read(max_bytes);
}

}  // namespace odca
