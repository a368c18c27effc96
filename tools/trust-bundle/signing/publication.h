// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Publication: a bundle, or a root document alone, on its way to being signed: the documents, who may sign each, and
// the signatures so far. Nothing of it is believed; what is put together here is verified like anybody's before it is
// used.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bundle/store_document.h"
#include "bundle/tuf.h"
#include "signing/secret_key.h"

namespace odca::bundle {

inline constexpr std::size_t kMaxRootBytes = std::size_t{512} << 10U;  ///< as much as TUF clients take

/// RootPlan is what a root document says. Timestamp, snapshot and targets have the release keys: a bundle is signed in
/// one sitting, by the same people (docs/bundles.md 3).
struct RootPlan {
  std::uint64_t version = 1;
  Time expires{};
  std::vector<RoleKey> root_keys{};
  std::uint64_t root_threshold = 1;
  std::vector<RoleKey> release_keys{};
  std::uint64_t release_threshold = 1;
};

/// SignedDocument is one document with its signatures by key id.
struct SignedDocument {
  DocumentType type{};
  std::uint64_t version = 0;
  std::string signed_text{};                  ///< the canonical bytes that are signed
  std::map<KeyId, std::string> signatures{};  ///< hex
  std::vector<RoleKey> signers{};             ///< whose signatures can count, each once
  std::string name() const { return std::string(to_string(type)) + ' ' + std::to_string(version); }
};

class Publication {
 public:
  /// of_root makes an unsigned root document; E_KEY for a threshold that its keys cannot meet, or a key twice.
  /// `previous` is the root document before it, whose keys have to sign the next one too.
  static Result<Publication> of_root(const RootPlan& plan, std::optional<std::string_view> previous);
  /// of_store makes an unsigned bundle of root documents (envelopes, oldest first) and a store. All documents get the
  /// store's version.
  static Result<Publication> of_store(const std::vector<std::string>& roots, const StoreDocument& store, Time expires);
  /// parse reads a bundle or a root document, as far as its shape goes. For a root document alone, `previous` adds
  /// those who have to sign it from before.
  static Result<Publication> parse(std::string_view text, std::optional<std::string_view> previous = {});

  /// text is the file: a root document's envelope, or the container.
  std::string text() const;
  bool is_root() const { return store_.empty(); }
  const std::vector<SignedDocument>& documents() const { return documents_; }
  const std::string& store() const { return store_; }  ///< canonical text; empty for a root document

  /// to_sign are the documents that are signed in this file: those of the release of a bundle, or the root document
  /// alone. The root documents of a bundle are signed each as a file of its own, where its signers are shown it.
  std::vector<const SignedDocument*> to_sign() const;
  /// check_signer fails with E_KEYFILE when a key may sign none of to_sign(), which needs no secret to be told.
  Status check_signer(const KeyId& key) const;
  /// sign adds this key's signature to each document of to_sign() that it may sign, and returns their names. E_KEYFILE
  /// when there is none.
  Result<std::vector<std::string>> sign(const SecretKey& key);
  /// add_signature adds a signature made elsewhere, after verifying it (E_THRESHOLD when it does not verify, E_KEY when
  /// the key may not sign this document, E_ROLE when to_sign() has no such document).
  Status add_signature(std::string_view document, const KeyId& key, std::string_view hex);
  /// merge takes over the signatures of another file about the same documents (E_LINK when they are not the same).
  Status merge(const Publication& other);

 private:
  bool is_signed_here(const SignedDocument& document) const;
  SignedDocument* find(std::string_view name);
  std::vector<SignedDocument> documents_{};  // roots, then timestamp, snapshot, targets
  std::string store_{};
};

}  // namespace odca::bundle
