// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "state/directory.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "os/new_file.h"
#include "os/owner.h"
#include "os/path_walk.h"

namespace odca::state {
namespace {

constexpr FileSystem::Handle kClosed = -1;

ReasonId reason_of(Fault fault) {
  switch (fault) {
    case Fault::no_space:
    case Fault::too_large:
      return "E_NOSPACE";
    case Fault::access:
    case Fault::read_only:
      return "E_STATE_PERM";
    case Fault::symlink:
      return "E_STATE_SYMLINK";
    default:
      return "E_IO";
  }
}

Error file_error(Fault fault, std::string_view what, const std::string& path) {
  std::string hint;
  if (fault == Fault::cross_device) hint = "keep the whole state directory in one file system; nothing was copied";
  if (fault == Fault::read_only)
    hint = "mount it for writing (mount -o remount,rw), or name a state directory elsewhere by --state";
  return bundle::failure(reason_of(fault), cat("cannot ", what, ' ', quote(path), ": ", to_string(fault)), hint);
}

Error sync_error(Fault fault, const std::string& path) {
  const ReasonId reason = fault == Fault::no_space ? ReasonId("E_NOSPACE") : "E_DURABILITY";
  return bundle::failure(reason, cat("cannot flush ", quote(path), " to the disk: ", to_string(fault)));
}

Status check_ours(FileSystem& files, const FileFacts& facts, const std::string& path) {
  if (!is_trusted_owner(facts.owner, files.user()))
    return bundle::failure("E_STATE_PERM",
                           cat(quote(path), " belongs to user ", facts.owner, ", expected root",
                               files.user() == 0 ? std::string() : cat(" or ", files.user())),
                           files.user() == 0
                               ? "name a directory of root's by --state, in folders of root's"
                               : "name a directory of your own by --state, in folders of your own or of root's");
  if (others_may_write(facts))
    return bundle::failure("E_STATE_PERM", cat(quote(path), " is writable by others than its owner"),
                           cat("chmod go-w ", path));
  return {};
}

/// write_whole leaves the content on the disk.
Status write_whole(WrittenFile& file, std::string_view content, unsigned mode, const std::string& path) {
  WrittenFile::Failure failure = file.write(content);
  if (!failure) failure = file.finish(mode);
  if (!failure) return {};
  switch (failure.step) {
    case WrittenFile::Step::write:
      return file_error(failure.fault, "write", path);
    case WrittenFile::Step::set_mode:
      return file_error(failure.fault, "set the mode of", path);
    case WrittenFile::Step::flush:
      return sync_error(failure.fault, path);
    case WrittenFile::Step::close:
      break;
  }
  return file_error(failure.fault, "close", path);
}

/// Opened closes a handle that is only read from.
class Opened {
 public:
  Opened(FileSystem& files, FileSystem::Handle handle) : files_(files), handle_(handle) {}
  ~Opened() { static_cast<void>(files_.close(handle_)); }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  FileSystem::Handle handle() const { return handle_; }

 private:
  FileSystem& files_;
  FileSystem::Handle handle_;
};

Result<std::string> read_all(FileSystem& files, FileSystem::Handle file, std::size_t size, const std::string& path) {
  std::string content(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const std::span<char> room(content.data() + have, size - have);
    const auto got = uninterrupted([&] { return files.read(file, have, room); });
    if (got.fault != Fault::none) return file_error(got.fault, "read", path);
    if (got.value == 0) break;
    have += std::min(got.value, room.size());
  }
  content.resize(have);
  return content;
}

/// without_trailing_slashes: with one, or with "/.", the kernel follows a link that it should refuse.
std::string without_trailing_slashes(std::string path) {
  while (path.size() > 1 && (path.ends_with('/') || path.ends_with("/."))) path.pop_back();
  return path;
}

}  // namespace

Directory::Directory(Directory&& other) noexcept
    : files_(other.files_), handle_(std::exchange(other.handle_, kClosed)), path_(std::move(other.path_)) {}

Directory& Directory::operator=(Directory&& other) noexcept {
  std::swap(files_, other.files_);
  std::swap(handle_, other.handle_);
  std::swap(path_, other.path_);
  return *this;
}

Directory::~Directory() {
  if (handle_ != kClosed) static_cast<void>(files_->close(handle_));
}

Result<std::optional<Directory>> Directory::open(FileSystem& files, const std::string& given) {
  const std::string path = without_trailing_slashes(given);
  const auto opened = uninterrupted([&] { return files.open_path(path, Links::refuse); });
  if (opened.fault == Fault::absent) return std::optional<Directory>{};
  if (opened.fault != Fault::none) return file_error(opened.fault, "open", path);
  return std::optional<Directory>(Directory(files, opened.value, path));
}

Result<Directory> Directory::open_or_make(FileSystem& files, const std::string& given) {
  const std::string path = without_trailing_slashes(given);
  ODCA_TRY_ASSIGN(std::optional<Directory> present, open(files, path));
  if (present) return *std::move(present);
  const std::size_t slash = path.rfind('/');
  const std::string parent_path = slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  const auto parent = uninterrupted([&] { return files.open_path(parent_path, Links::follow); });
  if (parent.fault != Fault::none) return file_error(parent.fault, "open", parent_path);
  return Directory(files, parent.value, parent_path).child_or_make(name);
}

Result<std::optional<Directory>> Directory::child(const std::string& name) const {
  const auto opened = uninterrupted([&] { return files_->open_directory(handle_, name); });
  if (opened.fault == Fault::absent) return std::optional<Directory>{};
  if (opened.fault != Fault::none) return file_error(opened.fault, "open", path_of(name));
  return std::optional<Directory>(Directory(*files_, opened.value, path_of(name)));
}

Result<Directory> Directory::child_or_make(const std::string& name) const {
  ODCA_TRY_ASSIGN(std::optional<Directory> present, child(name));
  if (present) return *std::move(present);
  const Fault made = uninterrupted([&] { return files_->make_directory(handle_, name); });
  if (made != Fault::none && made != Fault::exists) return file_error(made, "make", path_of(name));
  ODCA_TRY_ASSIGN(std::optional<Directory> fresh, child(name));
  if (!fresh) return file_error(Fault::absent, "open", path_of(name));
  // Readers may be other users; the umask may have taken their right away.
  const Fault moded =
      made == Fault::none ? uninterrupted([&] { return files_->set_mode(fresh->handle_, 0755); }) : Fault::none;
  if (moded != Fault::none) return file_error(moded, "set the mode of", path_of(name));
  ODCA_TRY(fresh->sync());
  ODCA_TRY(sync());
  return *std::move(fresh);
}

Error Directory::exposed(Error error, const std::string& path) {
  if (error.reason != "E_STATE_PERM") return error;
  const std::string word = shell_word(path);
  error.hint += cat("; others may have changed what is in it, so move it away (mv ", word, ' ', word,
                    ".old) and install the publisher's newest bundle again");
  return error;
}

Status Directory::check_place(FileSystem& files, const std::string& path) {
  Status place = files.check_place(path);
  if (place) return place;
  Error error = std::move(place).error();
  // A copy of a state directory is none: it has a floor and a ledger of its own.
  if (error.reason == "owner")
    error.hint = "name a directory of your own by --state, in folders of your own or of root's";
  return bundle::failure(error.code == Errc::permission ? ReasonId("E_STATE_PERM") : "E_IO", error.message, error.hint);
}

Status Directory::check_changeable(FileSystem& files, const std::string& path) {
  const Fault fault = uninterrupted([&] { return files.may_change(path); });
  if (fault == Fault::none) return {};
  Error error = file_error(fault, "write to the state directory", path);
  if (fault == Fault::access) error.hint = "run it as the user whose state this is, or name another one by --state";
  return error;
}

Status Directory::check_owner() const {
  const auto facts = uninterrupted([&] { return files_->facts(handle_); });
  if (facts.fault != Fault::none) return file_error(facts.fault, "examine", path_);
  return check_ours(*files_, facts.value, path_);
}

Result<std::optional<std::string>> Directory::read(const std::string& name, std::size_t max_bytes, Owner owner) const {
  const auto opened = uninterrupted([&] { return files_->open_to_read(handle_, name); });
  if (opened.fault == Fault::absent) return std::optional<std::string>{};
  if (opened.fault != Fault::none) return file_error(opened.fault, "read", path_of(name));
  const Opened file(*files_, opened.value);
  const auto facts = uninterrupted([&] { return files_->facts(file.handle()); });
  if (facts.fault != Fault::none) return file_error(facts.fault, "examine", path_of(name));
  if (facts.value.kind != FileKind::file)
    return bundle::failure("E_STATE_PERM", cat(quote(path_of(name)), " is not a regular file"),
                           "move it away: trust-bundle keeps regular files only here");
  if (owner == Owner::ours) ODCA_TRY(check_ours(*files_, facts.value, path_of(name)));
  if (facts.value.size > max_bytes)
    return bundle::failure("E_LIMIT",
                           cat(quote(path_of(name)), " has ", facts.value.size, " bytes, expected at most ", max_bytes),
                           "move it away: trust-bundle writes none that large");
  const auto size = static_cast<std::size_t>(facts.value.size);  // at most max_bytes
  ODCA_TRY_ASSIGN(std::string content, read_all(*files_, file.handle(), size, path_of(name)));
  return std::optional<std::string>(std::move(content));
}

Error Directory::cannot_create(const std::string& name, Fault fault) const {
  if (fault != Fault::exists) return file_error(fault, "create", path_of(name));
  const auto kind = kind_of(name);
  const bool link = kind && *kind == FileKind::link;
  return file_error(link ? Fault::symlink : Fault::exists, "create", path_of(name));
}

Status Directory::write_temporary(const std::string& name, std::string_view content, unsigned mode) const {
  const auto created = uninterrupted([&] { return files_->create(handle_, name, Rights::owner_alone); });
  if (created.fault != Fault::none) return cannot_create(name, created.fault);
  WrittenFile file(*files_, created.value);
  Status done = write_whole(file, content, mode, path_of(name));
  if (!done) static_cast<void>(remove(name));
  return done;
}

Status Directory::replace(const std::string& temporary, const std::string& name, std::string_view content,
                          unsigned mode) const {
  ODCA_TRY(write_temporary(temporary, content, mode));
  const Fault renamed = uninterrupted([&] { return files_->rename(handle_, temporary, name); });
  if (renamed == Fault::none) return {};
  static_cast<void>(remove(temporary));
  return file_error(renamed, "rename a new file to", path_of(name));
}

Status Directory::append(const std::string& name, std::string_view content, unsigned mode) const {
  const auto opened = uninterrupted([&] { return files_->open_to_append(handle_, name); });
  if (opened.fault != Fault::none) return file_error(opened.fault, "append to", path_of(name));
  WrittenFile file(*files_, opened.value);
  const auto facts = uninterrupted([&] { return files_->facts(opened.value); });
  if (facts.fault != Fault::none) return file_error(facts.fault, "examine", path_of(name));
  if (facts.value.kind != FileKind::file)
    return bundle::failure("E_STATE_PERM", cat(quote(path_of(name)), " is not a regular file"),
                           "move it away: trust-bundle keeps regular files only here");
  ODCA_TRY(check_ours(*files_, facts.value, path_of(name)));
  ODCA_TRY(write_whole(file, content, mode, path_of(name)));
  return sync();  // the name may be new
}

Status Directory::sync() const {
  const Fault fault = uninterrupted([&] { return files_->sync(handle_); });
  if (fault != Fault::none) return sync_error(fault, path_);
  return {};
}

Status Directory::remove(const std::string& name) const {
  const Fault fault = uninterrupted([&] { return files_->remove(handle_, name); });
  if (fault != Fault::none && fault != Fault::absent) return file_error(fault, "remove", path_of(name));
  return {};
}

Result<std::vector<std::string>> Directory::list() const {
  auto found = uninterrupted([&] { return files_->list(handle_); });
  if (found.fault != Fault::none) return file_error(found.fault, "list", path_);
  std::sort(found.value.begin(), found.value.end());
  return std::move(found.value);
}

Result<std::optional<FileKind>> Directory::kind_of(const std::string& name) const {
  const auto facts = uninterrupted([&] { return files_->facts_at(handle_, name); });
  if (facts.fault == Fault::absent) return std::optional<FileKind>{};
  if (facts.fault != Fault::none) return file_error(facts.fault, "examine", path_of(name));
  return std::optional<FileKind>(facts.value.kind);
}

Result<std::optional<Directory::Lock>> Directory::lock(const std::string& name) const {
  const auto opened = uninterrupted([&] { return files_->open_to_append(handle_, name); });
  if (opened.fault != Fault::none) return file_error(opened.fault, "open", path_of(name));
  Lock lock(*files_, opened.value);
  const Fault taken = uninterrupted([&] { return files_->lock(opened.value); });
  if (taken == Fault::busy) return std::optional<Lock>{};
  if (taken != Fault::none) return file_error(taken, "lock", path_of(name));
  files_->name_holder(opened.value);
  return std::optional<Lock>(std::move(lock));
}

Directory::Lock::Lock(Lock&& other) noexcept : files_(other.files_), handle_(std::exchange(other.handle_, kClosed)) {}

Directory::Lock& Directory::Lock::operator=(Lock&& other) noexcept {
  std::swap(files_, other.files_);
  std::swap(handle_, other.handle_);
  return *this;
}

Directory::Lock::~Lock() {
  if (handle_ != kClosed) static_cast<void>(files_->close(handle_));
}

}  // namespace odca::state
