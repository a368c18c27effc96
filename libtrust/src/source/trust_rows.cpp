// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "source/trust_rows.h"

#include <algorithm>
#include <system_error>

#include "base/text.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

Error error_at(const TrustFileRow& row, const TrustFile& file, std::string message, std::string hint, ReasonId reason) {
  return {.code = Errc::syntax,
          .message = std::move(message),
          .hint = std::move(hint),
          .reason = reason,
          .trace = {row.place, file.path}};
}

bool same_part(const NamePart& a, const NamePart& b) {
  return a.type == b.type && a.value == b.value && a.prefix == b.prefix;
}

bool same_window(const std::optional<Validity>& a, const std::optional<Validity>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->not_before == b->not_before && a->not_after == b->not_after;
}

bool same_constraints(const AnchorConstraints& a, const AnchorConstraints& b) {
  return std::equal(a.first_ca.begin(), a.first_ca.end(), b.first_ca.begin(), b.first_ca.end(), same_part) &&
         a.path_len == b.path_len && a.min_amt == b.min_amt && a.max_amt == b.max_amt &&
         same_window(a.use_window, b.use_window);
}

bool says_the_same(const TrustFileRow& a, const TrustFileRow& b) {
  return a.use == b.use && a.roles == b.roles && same_constraints(a.constraints, b.constraints);
}

/// folder_of is the folder of a name.
fs::path folder_of(const fs::path& name) { return name.has_parent_path() ? name.parent_path() : fs::path("."); }

}  // namespace

Origin TrustRows::origin(const fs::path& path) const { return {.kind = source_, .where = path.string()}; }

/// open reads a trust file once, whichever name leads to it; nothing when there is certainly none.
Result<TrustRows::Found*> TrustRows::open(const fs::path& path, bool whole) {
  std::error_code code;
  // A dangling link counts: it was put beside the file to limit something.
  if (fs::symlink_status(path, code).type() == fs::file_type::not_found) return nullptr;
  fs::path place = fs::canonical(path, code);
  if (code) place = path;
  Found*& known = by_place_[place];
  if (known == nullptr) {
    if (fs::is_symlink(path, code) && !fs::exists(path, code))
      return Error{.code = Errc::io,
                   .message = cat(quote(path.string()), " is a dangling link, expected a trust file"),
                   .hint = "remove the link, or put back what it leads to: it may deny something",
                   .reason = "io"};
    ODCA_TRY_ASSIGN(TrustFile file, read_trust_file(path, source_));
    Found found{.file = std::move(file)};
    found.used.resize(found.file.rows.size());
    found_.push_back(std::move(found));
    known = &found_.back();
  }
  known->whole = known->whole || whole;
  return known;
}

/// beside finds the trust files of every name. That of a folder may also be about files that were not named.
Result<std::vector<TrustRows::Name>> TrustRows::beside(const std::vector<fs::path>& names) {
  std::vector<Name> all;
  for (const fs::path& name : names) {
    const fs::path folder = folder_of(name);
    const bool named = folder == folder_;
    ODCA_TRY_ASSIGN(Found* const of_file, open(name.string() + std::string(kTrustSuffix), true));
    ODCA_TRY_ASSIGN(Found* const of_folder, open(folder / kTrustFile, named));
    for (Found* const found : {of_file, of_folder})
      if (found != nullptr) all.push_back({found, name.filename().string()});
  }
  if (folder_.empty()) return all;
  // The nested items of a mount are in folders of their own, and are still files of the one that was named.
  ODCA_TRY_ASSIGN(Found* const of_all, open(folder_ / kTrustFile, true));
  if (of_all != nullptr) all.push_back({of_all, names.front().filename().string()});
  return all;
}

Status TrustRows::add(const LoadedFile& file) {
  ODCA_TRY_ASSIGN(const std::vector<Name> names, beside(file.names));
  const fs::path& path = file.names.front();
  for (const Certificate& certificate : file.material.certificates) {
    if (file.of_os_store) of_os_store_.insert(certificate->sha256);
    ODCA_TRY(add(certificate, names, path));
  }
  for (const Crl& crl : file.material.crls) contents_.crls.push_back({crl, origin(path)});
  return {};
}

/// row_in finds the entry of one trust file about a certificate: at most one may fit.
Result<const TrustFileRow*> TrustRows::row_in(const Name& name, const Certificate& certificate) {
  const TrustFile& file = name.found->file;
  const TrustFileRow* found = nullptr;
  for (std::size_t i = 0; i < file.rows.size(); ++i) {
    const TrustFileRow& row = file.rows[i];
    const bool fits = row.sha256 ? *row.sha256 == certificate->sha256 : row.file == name.file;
    if (!fits) continue;
    if (found != nullptr)
      return error_at(row, file, cat("duplicate entry for certificate ", quote(to_hex(certificate->sha256))),
                      "keep one of them", "two-entries");
    found = &row;
    name.found->used[i] = true;
  }
  return found;
}

/// row_for finds what all trust files say about a certificate. One that says nothing lifts nothing.
Result<const TrustFileRow*> TrustRows::row_for(const std::vector<Name>& names, const Certificate& certificate) {
  const TrustFileRow* found = nullptr;
  const TrustFile* where = nullptr;
  for (const Name& name : names) {
    ODCA_TRY_ASSIGN(const TrustFileRow* const row, row_in(name, certificate));
    if (row == nullptr || row == found) continue;
    if (found != nullptr && !says_the_same(*found, *row))
      return error_at(*row, name.found->file,
                      cat("conflicting entries for certificate ", quote(to_hex(certificate->sha256)), ": ",
                          quote(where->path), ", beside another name of the same file, says otherwise"),
                      "make both entries the same, or remove the one that is wrong", "differing-entries");
    if (found != nullptr) continue;
    found = row;
    where = &name.found->file;
  }
  return found;
}

Status TrustRows::add(const Certificate& certificate, const std::vector<Name>& names, const fs::path& path) {
  ODCA_TRY_ASSIGN(const TrustFileRow* row, row_for(names, certificate));
  const auto [earlier, fresh] = seen_.emplace(certificate->sha256, row);
  if (!fresh) {
    const TrustFileRow* const other = earlier->second;
    // The same certificate, to be used in the same way.
    if (other == row || (other != nullptr && row != nullptr && says_the_same(*other, *row))) return {};
    return Error{.code = Errc::usage,
                 .message = cat("conflicting uses of certificate ", quote(to_hex(certificate->sha256)),
                                ": it is in two files with different entries"),
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

TrustAnchor TrustRows::anchor(const Certificate& certificate, const TrustFileRow* row, const fs::path& path) const {
  TrustAnchor anchor = anchor_from_certificate(certificate, Roles::all(), origin(path));
  anchor.roles_by_default = row == nullptr || !row->roles;
  if (row == nullptr) return anchor;
  if (row->roles) anchor.roles = *row->roles;
  if (!row->label.empty()) anchor.label = row->label;
  anchor.constraints = row->constraints;
  anchor.provenance = row->provenance;
  return anchor;
}

/// limit_os_root takes the roles from an anchor that no root of an operating system's store has.
Status TrustRows::limit_os_root(TrustAnchor& anchor) const {
  if (anchor.cert_sha256.empty() || !of_os_store_.contains(anchor.cert_sha256[0])) return {};
  Roles left;
  for (const AnchorRole role :
       {AnchorRole::odca, AnchorRole::dice, AnchorRole::enterprise, AnchorRole::lab, AnchorRole::rfc5280})
    if (anchor.roles.contains(role) && os_.roles.contains(role)) left.insert(role);
  if (left.empty())
    return Error{.code = Errc::usage,
                 .message = cat("root ", quote(anchor.label),
                                " of the operating system's store may not have the roles given to it"),
                 .hint = "trust.system_roles in the policy adds roles to the roots of the operating system",
                 .reason = "os-root-roles",
                 .trace = {anchor.origin.where}};
  anchor.roles = left;
  anchor.roles_by_default = false;
  anchor.origin.os_store = true;
  return {};
}

std::optional<std::size_t> TrustRows::of_others() const {
  std::optional<std::size_t> count;
  for (const Found& found : found_)
    if (!found.whole)
      count = count.value_or(0) + static_cast<std::size_t>(std::count(found.used.begin(), found.used.end(), false));
  return count;
}

Result<SourceContents> TrustRows::finish() && {
  for (TrustAnchor& anchor : contents_.anchors) ODCA_TRY(limit_os_root(anchor));
  if (!folder_.empty()) ODCA_TRY(open(folder_ / kTrustFile, true));  // of a folder with nothing else, it may deny
  for (const Found& found : found_) {
    for (std::size_t i = 0; i < found.used.size(); ++i)
      if (found.whole && !found.used[i])
        return error_at(found.file.rows[i], found.file, "unmatched entry: no certificate here is the one it names",
                        "check the file name or the SHA-256 (of the whole certificate in DER)", "unmatched-entry");
    contents_.denied.insert(contents_.denied.end(), found.file.denied.begin(), found.file.denied.end());
  }
  return std::move(contents_);
}

}  // namespace odca
