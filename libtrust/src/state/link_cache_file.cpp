// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/link_cache_file.h"

#include <algorithm>
#include <array>
#include <optional>
#include <system_error>

#include "base/text.h"
#include "os/file.h"
#include "os/new_file.h"
#include "os/owner.h"
#include "os/owner_file.h"
#include "os/path_walk.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxFile = std::uint64_t{1} << 31U;
constexpr Writing kOurs{.replace = Replace::allowed, .rights = Rights::owner_alone};

Error unusable_place(std::string message, std::string hint) {
  return {.code = Errc::usage, .message = std::move(message), .hint = std::move(hint), .reason = "link-cache"};
}

Error refused(const fs::path& path, std::string_view what) {
  return unusable_place(cat(quote(path.string()), " is ", what, ", which --link-cache does not replace"),
                        "name a file that does not exist yet, or one that --link-cache made");
}

Status check_folder_of(const fs::path& path) {
  std::error_code unknown;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : ".";
  if (fs::exists(folder, unknown)) return {};
  return unusable_place(cat("missing folder ", quote(folder.string()), " of the link cache ", quote(path.string())),
                        cat("make it: mkdir -p ", shell_word(folder.string())));
}

}  // namespace

Result<LinkCacheKey> link_cache_key(const fs::path& path) {
  LinkCacheKey key{};
  ODCA_TRY_ASSIGN(const std::optional<Bytes> known, read_owner_file(path, key.size()));
  if (!known) {
    key = LinkCache::new_key();
    ODCA_TRY(write_file(path, kOurs, key));
    return key;
  }
  if (known->size() != key.size())
    return Error{.code = Errc::signature,
                 .message = cat(quote(path.string()), " is not the key of a link cache: it has ", known->size(),
                                " bytes, expected ", key.size()),
                 .hint = "name another file for the link cache; this one is left as it was",
                 .reason = "link-cache"};
  std::copy(known->begin(), known->end(), key.begin());
  return key;
}

Status load_link_cache(LinkCache& cache, const fs::path& path) {
  ODCA_TRY_ASSIGN(const std::optional<OwnerFile> file, OwnerFile::open(path, kMaxFile));
  if (!file) return {};
  const Status read =
      cache.read(file->size(), [&](std::uint64_t offset, std::uint64_t count, const LinkCache::Take& take) {
        return file->read(offset, count, take);
      });
  if (read || read.error().reason != "link-cache") return read;
  return Error{.code = read.error().code,
               .message = cat("the link cache ", quote(path.string()), " is not used: ", read.error().message),
               .hint = "remove it; it only saves time, and is written again",
               .reason = read.error().reason};
}

Status save_link_cache(const LinkCache& cache, const fs::path& path) {
  ODCA_TRY(check_link_cache_place(path));
  return write_file(path, kOurs, [&](const Append& append) { return cache.write(append); });
}

Status check_link_cache_place(const fs::path& path) {
  if (path.empty())
    return unusable_place("empty value of --link-cache",
                          "name a file: --link-cache fleet.links; or leave the option out");
  std::error_code problem;
  const OpenFile file = OpenFile::open(path, Access::read, Links::refuse, problem);
  if (problem == std::errc::no_such_file_or_directory) return check_folder_of(path);
  if (problem) return refused(path, problem == std::errc::permission_denied ? "not readable" : "not a regular file");
  const FileFacts facts = file.facts(problem);
  if (problem || facts.kind != FileKind::file) return refused(path, "not a regular file");
  std::array<std::uint8_t, 64> start{};
  const std::size_t got = file.read_at(0, start, problem);
  if (problem) return refused(path, "not readable");
  if (facts.owner != current_user()) return refused(path, cat("a file of user ", facts.owner));
  if (got == 0) {
    if (!others_have_rights(facts)) return {};  // as mktemp makes them
    return refused(path, "empty, and others have rights to it");
  }
  return LinkCache::begins_like_one(as_text(ByteView(start).first(got))) ? Status{} : refused(path, "not a link cache");
}

}  // namespace odca
