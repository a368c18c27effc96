#include "source/folder.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <vector>

#include "base/text.h"
#include "base/trustworthy_place.h"
#include "source/material.h"
#include "source/os_store.h"
#include "source/trust_file.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTrustFile = "trust.yaml";
constexpr std::string_view kTrustSuffix = ".trust.yaml";
constexpr std::size_t kMaxFiles = 1024;

struct LoadedFile {
  fs::path path;
  Material material;
  bool of_os_store = false;
};

/// limits_for: in an operating system's store one date is read that is refused elsewhere (docs/trust-sources.md).
ParseLimits limits_for(bool of_os_store) {
  return {.early_generalized_time = of_os_store ? EarlyGeneralizedTime::tolerated : EarlyGeneralizedTime::refused};
}

Error io_error(const fs::path& path, const std::error_code& code) {
  const bool denied = code == std::errc::permission_denied;
  return {.code = denied ? Errc::permission : Errc::io,
          .message = cat("cannot read ", quote(path.string()), ": ", code.message()),
          .hint = denied ? "run as a user who may read it, or change its permissions" : "",
          .reason = "io"};
}

Error not_a_file(const fs::path& path, const fs::file_status& status) {
  const bool folder = status.type() == fs::file_type::directory;
  return {.code = Errc::usage,
          .message = cat("expected only files in a trust folder, found ", folder ? "the folder " : "",
                         quote(path.string()), folder ? "" : ", which is no regular file"),
          .hint = "folders are not searched below themselves; put the files beside each other, or name one file",
          .reason = "not-a-file"};
}

Result<std::vector<fs::path>> files_of(const fs::path& folder) {
  std::error_code code;
  std::vector<fs::path> files;
  fs::directory_iterator entries(folder, code);
  if (code) return io_error(folder, code);
  for (; entries != fs::directory_iterator(); entries.increment(code)) {
    const fs::file_status status = entries->status(code);  // follows a link
    if (code) return io_error(entries->path(), code);
    if (status.type() != fs::file_type::regular) return not_a_file(entries->path(), status);
    if (files.size() == kMaxFiles)
      return Error{.code = Errc::limit,
                   .message = cat("expected at most ", kMaxFiles, " files in ", quote(folder.string()), ", found more"),
                   .reason = "files"};
    files.push_back(entries->path());
  }
  if (code) return io_error(folder, code);
  std::sort(files.begin(), files.end());
  return files;
}

/// Sorter decides what each certificate is, by the rows of the trust file.
class Sorter {
 public:
  Sorter(const std::optional<TrustFile>& trust, std::string_view source, const OsRoots& os)
      : trust_(trust), source_(source), os_(os) {
    if (trust_) used_.resize(trust_->rows.size());
  }

  Status add(const LoadedFile& file) {
    for (const Certificate& certificate : file.material.certificates) ODCA_TRY(add(certificate, file));
    for (const Crl& crl : file.material.crls) contents_.crls.push_back({crl, origin(file.path)});
    return {};
  }

  Result<SourceContents> finish() && {
    for (TrustAnchor& anchor : contents_.anchors) ODCA_TRY(limit_os_root(anchor));
    if (!trust_) return std::move(contents_);
    for (std::size_t i = 0; i < used_.size(); ++i)
      if (!used_[i])
        return error_at(trust_->rows[i], "no certificate here is the one that this entry is about",
                        "check the file name or the SHA-256 (of the whole certificate in DER)", "unmatched-entry");
    contents_.denied = trust_->denied;
    return std::move(contents_);
  }

 private:
  Origin origin(const fs::path& path) const { return {.source = std::string(source_), .where = path.string()}; }

  Error error_at(const TrustFileRow& row, std::string message, std::string hint, std::string reason) const {
    return {.code = Errc::syntax,
            .message = std::move(message),
            .hint = std::move(hint),
            .reason = std::move(reason),
            .trace = {row.place, trust_->path}};
  }

  /// row_for finds the entry about a certificate: at most one may fit.
  Result<const TrustFileRow*> row_for(const Certificate& certificate, const fs::path& path) {
    const TrustFileRow* found = nullptr;
    for (std::size_t i = 0; trust_ && i < trust_->rows.size(); ++i) {
      const TrustFileRow& row = trust_->rows[i];
      const bool fits = row.sha256 ? *row.sha256 == certificate->sha256 : row.file == path.filename().string();
      if (!fits) continue;
      if (found != nullptr)
        return error_at(row, cat("two entries are about the certificate ", quote(to_hex(certificate->sha256))),
                        "keep one of them", "two-entries");
      found = &row;
      used_[i] = true;
    }
    return found;
  }

  Status add(const Certificate& certificate, const LoadedFile& file) {
    const fs::path& path = file.path;
    ODCA_TRY_ASSIGN(const TrustFileRow* row, row_for(certificate, path));
    const auto [earlier, fresh] = seen_.emplace(certificate->sha256, row);
    if (file.of_os_store) of_os_store_.insert(certificate->sha256);
    if (!fresh) {
      if (earlier->second == row) return {};  // the same certificate, to be used in the same way
      return Error{.code = Errc::usage,
                   .message = cat("the certificate ", quote(to_hex(certificate->sha256)),
                                  " stands in two files that are to be used differently"),
                   .hint = "name it by 'sha256' in the trust file instead of by 'file'",
                   .reason = "ambiguous-use",
                   .trace = {path.string()}};
    }
    if (row != nullptr && row->use == CertificateUse::intermediate) {
      contents_.intermediates.push_back({certificate, origin(path)});
      return {};
    }
    contents_.anchors.push_back(anchor(certificate, row, path));
    return {};
  }

  TrustAnchor anchor(const Certificate& certificate, const TrustFileRow* row, const fs::path& path) const {
    TrustAnchor anchor = anchor_from_certificate(certificate, Roles::all(), origin(path));
    anchor.roles_by_default = row == nullptr || !row->roles;
    if (row == nullptr) return anchor;
    if (row->roles) anchor.roles = *row->roles;
    if (!row->label.empty()) anchor.label = row->label;
    anchor.constraints = row->constraints;
    anchor.published_at = row->published_at;
    anchor.checked_on = row->checked_on;
    return anchor;
  }

  /// limit_os_root takes the roles from an anchor that no root of an operating system's store has.
  Status limit_os_root(TrustAnchor& anchor) const {
    if (anchor.cert_sha256.empty() || !of_os_store_.contains(anchor.cert_sha256[0])) return {};
    Roles left;
    for (const AnchorRole role :
         {AnchorRole::odca, AnchorRole::dice, AnchorRole::enterprise, AnchorRole::lab, AnchorRole::rfc5280})
      if (anchor.roles.contains(role) && os_.roles.contains(role)) left.insert(role);
    if (left.empty())
      return Error{.code = Errc::usage,
                   .message = cat("the root ", quote(anchor.label),
                                  " is of the operating system's store, and may not have the roles that it is given"),
                   .hint = "trust.system_roles in the policy adds roles to the roots of the operating system",
                   .reason = "os-root-roles",
                   .trace = {anchor.origin.where}};
    anchor.roles = left;
    anchor.roles_by_default = false;
    anchor.origin.os_store = true;
    return {};
  }

  const std::optional<TrustFile>& trust_;
  std::string_view source_;
  const OsRoots& os_;
  std::set<Fingerprint> of_os_store_{};
  std::vector<bool> used_{};
  std::map<Fingerprint, const TrustFileRow*> seen_{};
  SourceContents contents_{};
};

Result<SourceContents> sort_out(const std::vector<LoadedFile>& files, const std::optional<TrustFile>& trust,
                                std::string_view source, const OsRoots& os) {
  Sorter sorter(trust, source, os);
  for (const LoadedFile& file : files) ODCA_TRY(sorter.add(file));
  return std::move(sorter).finish();
}

}  // namespace

Result<SourceContents> load_operator_file(const fs::path& file, ByteView content, std::string_view source,
                                          const OsRoots& os) {
  const bool of_os_store = is_of_os_store(file, os.root);
  ODCA_TRY_ASSIGN(Material material, material_of(content, file, limits_for(of_os_store)));
  const fs::path beside = file.string() + std::string(kTrustSuffix);
  std::optional<TrustFile> trust;
  std::error_code code;
  // A link that leads nowhere is there: whoever put it beside the file meant to say something.
  const bool present = fs::symlink_status(beside, code).type() != fs::file_type::not_found;
  if (code && present) return io_error(beside, code);
  if (present) {
    ODCA_TRY_ASSIGN(trust, read_trust_file(beside, source));
  }
  return sort_out({{file, std::move(material), of_os_store}}, trust, source, os);
}

Result<SourceContents> load_operator_folder(const fs::path& folder, std::string_view source, const OsRoots& os) {
  ODCA_TRY(require_trustworthy_place(folder));
  ODCA_TRY_ASSIGN(const std::vector<fs::path> paths, files_of(folder));
  std::optional<TrustFile> trust;
  std::vector<LoadedFile> files;
  for (const fs::path& path : paths) {
    const std::string name = path.filename().string();
    if (name == kTrustFile) {
      ODCA_TRY_ASSIGN(trust, read_trust_file(path, source));
    } else if (name.ends_with(kTrustSuffix)) {
      return Error{
          .code = Errc::usage,
          .message = cat("expected the trust file of a folder to be 'trust.yaml', found ", quote(path.string())),
          .hint = "put its entries into 'trust.yaml', with 'file' or 'sha256' in each",
          .reason = "trust-file-name"};
    } else {
      const bool of_os_store = is_of_os_store(path, os.root);
      ODCA_TRY_ASSIGN(Material material, read_material(path, limits_for(of_os_store)));
      files.push_back({path, std::move(material), of_os_store});
    }
  }
  return sort_out(files, trust, source, os);
}

}  // namespace odca
