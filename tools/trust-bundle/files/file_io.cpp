// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "files/file_io.h"

#include <array>
#include <system_error>

#include "base/text.h"
#include "bundle/reason.h"
#include "odca/bytes.h"
#include "os/file.h"

namespace odca::bundle_tool {
namespace {

namespace fs = std::filesystem;
using bundle::failure;

constexpr std::size_t kBeginning = 256;

/// is_key_file knows the key files of this program and those of minisign by how they begin.
bool is_key_file(std::string_view beginning) {
  if (beginning.starts_with(R"({"ciphertext":)") || beginning.starts_with(R"({"format":"amt-bundle-key/)")) return true;
  const std::string_view line = beginning.substr(0, beginning.find('\n'));
  return line.starts_with("untrusted comment:") && line.find("secret key") != std::string_view::npos;
}

Error cannot_look(const fs::path& path, const std::error_code& problem) {
  return failure("E_IO", cat("cannot examine ", quote(path.string()), ": ", problem.message()));
}

/// refuse_key_file: whatever a command is told, it does not destroy a key.
Status refuse_key_file(const fs::path& path) {
  std::error_code problem;
  const OpenFile file = OpenFile::open(path, Access::read, Links::refuse, problem);
  if (problem) return cannot_look(path, problem);
  std::array<std::uint8_t, kBeginning> beginning{};
  const std::size_t got = file.read_at(0, beginning, problem);
  if (problem) return cannot_look(path, problem);
  if (!is_key_file(as_text(ByteView(beginning).first(got)))) return {};
  return failure("E_IO", cat(quote(path.string()), " is a key file"),
                 "choose another name; a key file is never overwritten");
}

/// in_our_class gives an error of writing the class of failure that it is.
Status in_our_class(const Status& written) {
  if (written) return {};
  const Error& error = written.error();
  const ReasonId name = error.reason == "no-space"      ? ReasonId("E_NOSPACE")
                        : error.reason == "not-durable" ? ReasonId("E_DURABILITY")
                                                        : "E_IO";
  return failure(name, error.message, error.hint);
}

}  // namespace

Result<std::string> read_text(const fs::path& path, std::size_t max_bytes) {
  ODCA_TRY_ASSIGN(const Bytes content, read_file(path, max_bytes));
  return std::string(as_text(content));
}

Status write_text(const fs::path& path, std::string_view content, Replace replace) {
  if (replace == Replace::refused) return write_new(path, content, Rights::usual);
  std::error_code problem;
  const FileFacts facts = facts_of(path, Links::refuse, problem);
  const bool exists = problem != std::errc::no_such_file_or_directory;
  if (exists && problem) return cannot_look(path, problem);
  if (exists && facts.kind != FileKind::file)
    return failure("E_IO", cat(quote(path.string()), " is not a regular file"),
                   "name a file; '-' is standard output where a command says so");
  Writing writing{.replace = Replace::allowed, .rights = Rights::usual};
  if (exists) {
    ODCA_TRY(refuse_key_file(path));
    writing.mode = facts.mode & 0777U;
  }
  return in_our_class(write_file(path, writing, as_bytes(content)));
}

Status write_new(const fs::path& path, std::string_view content, Rights rights) {
  return in_our_class(write_file(path, {.rights = rights}, as_bytes(content)));
}

}  // namespace odca::bundle_tool
