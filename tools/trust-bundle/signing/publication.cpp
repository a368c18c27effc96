// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "signing/publication.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "bundle/bundle_file.h"
#include "bundle/canonical.h"
#include "bundle/reason.h"
#include "bundle/verify.h"
#include "odca/digest.h"

namespace odca::bundle {
namespace {

using Members = std::map<std::string, std::string, std::less<>>;

Members header(DocumentType type, std::uint64_t version, Time expires) {
  return {{"_type", canonical_string(to_string(type))},
          {"expires", canonical_string(format_expiry(expires))},
          {"spec_version", canonical_string(kSpecVersion)},
          {"version", canonical_integer(version)}};
}

std::string link_to(std::string_view file, std::uint64_t version) {
  return canonical_object({{std::string(file), canonical_object({{"version", canonical_integer(version)}})}});
}

std::string role_text(const std::vector<RoleKey>& keys, std::uint64_t threshold) {
  std::vector<std::string> ids;
  for (const RoleKey& key : keys) ids.push_back(canonical_string(key.id));
  std::sort(ids.begin(), ids.end());
  return canonical_object({{"keyids", canonical_array(ids)}, {"threshold", canonical_integer(threshold)}});
}

std::string root_text(const RootPlan& plan) {
  Members keys;
  for (const std::vector<RoleKey>* list : {&plan.root_keys, &plan.release_keys})
    for (const RoleKey& key : *list) keys.emplace(key.id, key_object(key));
  const std::string release = role_text(plan.release_keys, plan.release_threshold);
  Members root = header(DocumentType::root, plan.version, plan.expires);
  root.emplace("consistent_snapshot", canonical_boolean(true));
  root.emplace("keys", canonical_object(keys));
  root.emplace("roles", canonical_object({{"root", role_text(plan.root_keys, plan.root_threshold)},
                                          {"snapshot", release},
                                          {"targets", release},
                                          {"timestamp", release}}));
  return canonical_object(root);
}

std::string targets_text(std::uint64_t version, Time expires, std::string_view store) {
  Members targets = header(DocumentType::targets, version, expires);
  targets.emplace(
      "targets",
      canonical_object(
          {{std::string(kTargetName),
            canonical_object(
                {{"hashes", canonical_object({{"sha256", canonical_string(to_hex(sha256(as_bytes(store))))}})},
                 {"length", canonical_integer(store.size())}})}}));
  return canonical_object(targets);
}

std::string linked_text(DocumentType type, std::uint64_t version, Time expires, std::string_view file) {
  Members members = header(type, version, expires);
  members.emplace("meta", link_to(file, version));
  return canonical_object(members);
}

std::string envelope_text(std::string_view signed_text, const std::map<KeyId, std::string>& signatures) {
  std::vector<std::string> entries;  // a map is in the order of the key ids, which the form demands
  for (const auto& [id, hex] : signatures)
    entries.push_back(canonical_object({{"keyid", canonical_string(id)}, {"sig", canonical_string(hex)}}));
  return canonical_object({{"signatures", canonical_array(entries)}, {"signed", std::string(signed_text)}});
}

void add_signers(const RootDocument& authority, DocumentType type, std::vector<RoleKey>& signers) {
  for (const KeyId& id : authority.role(type).key_ids) {
    const auto known = std::any_of(signers.begin(), signers.end(), [&](const RoleKey& key) { return key.id == id; });
    if (const RoleKey* key = authority.key(id); key != nullptr && !known) signers.push_back(*key);
  }
}

SignedDocument document_of(const Header& head, const Envelope& envelope) {
  SignedDocument document{
      .type = head.type, .version = head.version, .signed_text = std::string(envelope.signed_bytes)};
  for (const SignatureEntry& entry : envelope.signatures) document.signatures.emplace(entry.key_id, entry.hex);
  return document;
}

bool verifies(const RoleKey& key, std::string_view text, std::string_view hex) {
  const std::optional<Bytes> signature = from_hex(hex);
  if (!key.ed25519 || !signature || signature->size() != crypto_sign_BYTES || sodium_init() < 0) return false;
  const ByteView message = as_bytes(text);
  return crypto_sign_verify_detached(signature->data(), message.data(), message.size(), key.ed25519->data()) == 0;
}

bool may_sign(const SignedDocument& document, const KeyId& key) {
  return std::any_of(document.signers.begin(), document.signers.end(),
                     [&key](const RoleKey& signer) { return signer.id == key; });
}

}  // namespace

Result<Publication> Publication::of_root(const RootPlan& plan, std::optional<std::string_view> previous) {
  const std::string text = envelope_text(root_text(plan), {});
  return parse(text, previous);
}

Result<Publication> Publication::of_store(const std::vector<std::string>& roots, const StoreDocument& store,
                                          Time expires) {
  const std::uint64_t version = store.preamble.version;
  const std::string store_text = write_store(store);
  const auto unsigned_text = [](const std::string& text) { return envelope_text(text, {}); };
  return parse(canonical_object(
      {{"format", canonical_string(kFormat)},
       {"roots", canonical_array(roots)},
       {"snapshot", unsigned_text(linked_text(DocumentType::snapshot, version, expires, "targets.json"))},
       {"store", store_text},
       {"targets", unsigned_text(targets_text(version, expires, store_text))},
       {"timestamp", unsigned_text(linked_text(DocumentType::timestamp, version, expires, "snapshot.json"))}}));
}

Result<Publication> Publication::parse(std::string_view text, std::optional<std::string_view> previous) {
  Publication publication;
  ODCA_TRY_ASSIGN(const bool is_root, is_root_text(text));
  std::vector<RootDocument> roots;
  std::optional<RootFile> lone;
  std::optional<BundleFile> bundle;
  if (is_root) {
    ODCA_TRY_ASSIGN(lone, RootFile::read(text, "root"));
    roots.push_back(**lone);
  } else {
    ODCA_TRY_ASSIGN(bundle, BundleFile::read(text));
    roots = bundle->view().roots;
  }
  std::optional<RootFile> before;
  if (previous) {
    ODCA_TRY_ASSIGN(before, RootFile::read(*previous, "previous root"));
  }
  if (before && roots.front().header.version != (*before)->header.version + 1)
    return failure("E_ROOT_CHAIN", cat("expected root version ", (*before)->header.version + 1,
                                       " after the previous one, found ", roots.front().header.version));
  for (std::size_t i = 0; i < roots.size(); ++i) {
    ODCA_TRY(check_key_points(roots[i]));
    SignedDocument root = document_of(roots[i].header, roots[i].envelope);
    if (i == 0 && before) add_signers(**before, DocumentType::root, root.signers);
    if (i > 0) add_signers(roots[i - 1], DocumentType::root, root.signers);
    add_signers(roots[i], DocumentType::root, root.signers);
    publication.documents_.push_back(std::move(root));
  }
  if (!bundle) return publication;
  const auto add = [&](const Header& head, const Envelope& envelope) {
    SignedDocument part = document_of(head, envelope);
    add_signers(roots.back(), head.type, part.signers);
    publication.documents_.push_back(std::move(part));
  };
  add(bundle->view().timestamp.header, bundle->view().timestamp.envelope);
  add(bundle->view().snapshot.header, bundle->view().snapshot.envelope);
  add(bundle->view().targets.header, bundle->view().targets.envelope);
  publication.store_ = std::string(bundle->view().store_text);
  return publication;
}

std::string Publication::text() const {
  std::vector<std::string> roots;
  Members members;
  for (const SignedDocument& document : documents_) {
    std::string envelope = envelope_text(document.signed_text, document.signatures);
    if (document.type == DocumentType::root)
      roots.push_back(std::move(envelope));
    else
      members.emplace(to_string(document.type), std::move(envelope));
  }
  if (is_root()) return roots.front();
  members.emplace("format", canonical_string(kFormat));
  members.emplace("roots", canonical_array(roots));
  members.emplace("store", store_);
  return canonical_object(members);
}

bool Publication::is_signed_here(const SignedDocument& document) const {
  return is_root() || document.type != DocumentType::root;
}

std::vector<const SignedDocument*> Publication::to_sign() const {
  std::vector<const SignedDocument*> list;
  for (const SignedDocument& document : documents_)
    if (is_signed_here(document)) list.push_back(&document);
  return list;
}

Status Publication::check_signer(const KeyId& key) const {
  const bool any = std::any_of(documents_.begin(), documents_.end(), [&](const SignedDocument& document) {
    return is_signed_here(document) && may_sign(document, key);
  });
  if (any) return {};
  return failure("E_KEYFILE", cat("key ", quote(key), " may sign no document here"),
                 is_root() ? "the root document lists who may; for a rotation give the root document before as well"
                           : "the last root document lists who may sign a release; a root document is signed as a "
                             "file of its own");
}

Result<std::vector<std::string>> Publication::sign(const SecretKey& key) {
  ODCA_TRY(check_signer(key.public_key().id));
  std::vector<std::string> names;
  for (SignedDocument& document : documents_) {
    if (!is_signed_here(document) || !may_sign(document, key.public_key().id)) continue;
    ODCA_TRY_ASSIGN(std::string hex, key.sign_hex(document.signed_text));
    document.signatures.insert_or_assign(key.public_key().id, std::move(hex));
    names.push_back(document.name());
  }
  return names;
}

SignedDocument* Publication::find(std::string_view name) {
  const auto found = std::find_if(documents_.begin(), documents_.end(), [&](const SignedDocument& document) {
    return is_signed_here(document) && document.name() == name;
  });
  return found == documents_.end() ? nullptr : &*found;
}

Status Publication::add_signature(std::string_view document, const KeyId& key, std::string_view hex) {
  SignedDocument* const found = find(document);
  if (found == nullptr)
    return failure("E_ROLE", cat("unknown document ", quote(document)), "trust-bundle payload lists them");
  const auto signer =
      std::find_if(found->signers.begin(), found->signers.end(), [&](const RoleKey& each) { return each.id == key; });
  if (signer == found->signers.end())
    return failure("E_KEY", cat("key ", quote(key), " may not sign ", quote(document)));
  if (!verifies(*signer, found->signed_text, hex))
    return failure("E_THRESHOLD", cat("invalid signature: not one of key ", quote(key), " over ", quote(document)),
                   "sign exactly the bytes that trust-bundle payload writes");
  found->signatures.insert_or_assign(key, to_hex(*from_hex(hex)));
  return {};
}

Status Publication::merge(const Publication& other) {
  const auto same = [](const SignedDocument& a, const SignedDocument& b) { return a.signed_text == b.signed_text; };
  if (store_ != other.store_ ||
      !std::equal(documents_.begin(), documents_.end(), other.documents_.begin(), other.documents_.end(), same))
    return failure("E_LINK", "the files hold different documents",
                   "merge copies of one unsigned bundle only; compare them with trust-bundle diff");
  for (std::size_t i = 0; i < documents_.size(); ++i) {
    for (const auto& [id, hex] : other.documents_[i].signatures) {
      const auto mine = documents_[i].signatures.find(id);
      // A signature that does not verify must not displace one that does.
      const auto signer = std::find_if(documents_[i].signers.begin(), documents_[i].signers.end(),
                                       [&id = id](const RoleKey& key) { return key.id == id; });
      const bool good = signer != documents_[i].signers.end() && verifies(*signer, documents_[i].signed_text, hex);
      if (mine == documents_[i].signatures.end() || good) documents_[i].signatures.insert_or_assign(id, hex);
    }
  }
  return {};
}

}  // namespace odca::bundle
