// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "publish/output.h"

#include <algorithm>
#include <system_error>

#include "base/text.h"
#include "bundle/canonical.h"
#include "bundle/reason.h"
#include "files/file_io.h"
#include "os/file.h"

namespace odca::bundle_tool {
namespace {

using bundle::failure;
using bundle::Publication;
using bundle::SignedDocument;

constexpr std::size_t kMaxFile = bundle::CanonicalLimits{}.bytes;

Error in_the_way(const std::string& path, std::string_view why) {
  return failure("E_IO", cat(quote(path), ' ', why), "choose another name or remove it");
}

/// lock_existing locks the file at a path, as long as it lives.
Result<OpenFile> lock_existing(const std::string& path) {
  std::error_code problem;
  OpenFile existing = OpenFile::open_locked(path, problem);
  if (problem) return in_the_way(path, cat("cannot be locked: ", problem.message()));
  return existing;
}

/// read_existing reads what is to be replaced, which must be a bundle or root document.
Result<Publication> read_existing(const std::string& path) {
  auto text = read_text(path, kMaxFile);
  if (!text) return in_the_way(path, "exists and is unreadable");
  auto publication = Publication::parse(*text);
  if (!publication) return in_the_way(path, "exists and is neither a bundle nor a root document");
  return publication;
}

bool is_same(const Publication& a, const Publication& b) {
  return a.store() == b.store() &&
         std::equal(a.documents().begin(), a.documents().end(), b.documents().begin(), b.documents().end(),
                    [](const auto& left, const auto& right) { return left.signed_text == right.signed_text; });
}

/// has_all tells whether every signature of `before` is in `after`.
bool has_all(const Publication& before, const Publication& after) {
  return std::equal(before.documents().begin(), before.documents().end(), after.documents().begin(),
                    after.documents().end(), [](const SignedDocument& old, const SignedDocument& fresh) {
                      return std::all_of(old.signatures.begin(), old.signatures.end(), [&fresh](const auto& signature) {
                        return fresh.signatures.contains(signature.first);
                      });
                    });
}

/// version_of a bundle; its documents have one version (Publication::of_store).
std::uint64_t version_of(const Publication& bundle) { return bundle.documents().back().version; }

bool is_signed(const Publication& bundle) {
  const auto documents = bundle.to_sign();
  return std::any_of(documents.begin(), documents.end(),
                     [](const SignedDocument* document) { return !document->signatures.empty(); });
}

}  // namespace

Status save_signed(const std::string& path, const Publication& publication) {
  ODCA_TRY_ASSIGN(const OpenFile existing, lock_existing(path));
  if (!existing.is_open()) return write_text(path, publication.text(), Replace::refused);
  ODCA_TRY_ASSIGN(const Publication before, read_existing(path));
  if (!is_same(before, publication)) return in_the_way(path, "exists and is another publication");
  if (!has_all(before, publication))
    return failure("E_IO",
                   cat(quote(path),
                       " has signatures that would be lost: it was changed meanwhile, or is a copy that others signed"),
                   "run it again, or write to another file and trust-bundle merge the two");
  return write_text(path, publication.text(), Replace::allowed);
}

Status save_built(const std::string& path, const Publication& publication) {
  ODCA_TRY_ASSIGN(const OpenFile existing, lock_existing(path));
  if (!existing.is_open()) return write_text(path, publication.text(), Replace::refused);
  ODCA_TRY_ASSIGN(const Publication before, read_existing(path));
  if (before.is_root()) return in_the_way(path, "is a root document");
  if (is_signed(before))
    return failure("E_IO", cat(quote(path), " is signed already"),
                   "choose another name, or compare with --check, or remove it");
  if (version_of(before) > version_of(publication))
    return in_the_way(path, cat("is version ", version_of(before), ", which is above this one"));
  return write_text(path, publication.text(), Replace::allowed);
}

}  // namespace odca::bundle_tool
