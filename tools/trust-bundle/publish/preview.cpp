// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "publish/preview.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "bundle/bundle_file.h"
#include "bundle/diff.h"
#include "bundle/merge.h"
#include "bundle/reason.h"
#include "bundle/root_chain.h"
#include "bundle/verify.h"
#include "odca/report.h"
#include "publish/before.h"
#include "publish/sound.h"
#include "source/embedded_store.h"

namespace odca::bundle_tool {
namespace {

using bundle::Change;
using bundle::DocumentType;
using bundle::RootDocument;
using bundle::StoreDocument;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += cat(text.empty() ? "" : ", ", word);
  return text;
}

/// View says how two stores are compared.
struct View {
  bundle::EffectiveTrust before{};
  bundle::EffectiveTrust after{};
  std::string words{};
};

View view_of(const BundleBefore& before, const StoreDocument& store, const std::optional<RootOfTrust>& root) {
  if (!root || !root->only)
    return {.before = bundle::as_it_stands(before.store),
            .after = bundle::as_it_stands(store),
            .words = "each by itself, under a root of trust without limits"};
  bundle::Accepted accepted{.only = root->only};
  if (before.text) accepted = bundle::accept(accepted, before.store);
  const bundle::EffectiveTrust machine = bundle::merge(embedded_store(), accepted).trust;
  return {.before = before.text ? bundle::said_by(before.store, machine) : machine,
          .after = bundle::said_by(store, bundle::merge(embedded_store(), bundle::accept(accepted, store)).trust),
          .words = cat("together with the compiled-in store ", embedded_store().preamble.version,
                       ", under a root of trust limited to the roles ", joined(root->only->to_strings()))};
}

cli::Document to_document(const std::vector<Change>& changes) {
  cli::Document list = cli::Document::list();
  for (const Change& change : changes) {
    cli::Document one = cli::Document::members();
    one.add("effect", std::string(to_string(change.effect))).add("kind", std::string(to_string(change.kind)));
    one.add("id", cli::Document::number(change.id)).add("subject", change.subject).add("text", change.text);
    list.add(std::move(one));
  }
  return list;
}

std::string changes_text(const std::vector<Change>& changes) {
  std::string text;
  for (const Change& change : changes) {
    const std::string_view mark = change.effect == bundle::Effect::expands   ? "  + "
                                  : change.effect == bundle::Effect::narrows ? "  - "
                                                                             : "    ";
    text += cat(mark, escape_text(change.text), '\n');
  }
  return text.empty() ? "  nothing\n" : text;
}

/// counted comes at the end, where the question is asked: long lists scroll away.
std::string counted(const std::vector<Change>& changes) {
  const auto of = [&changes](bundle::Effect effect) {
    return std::count_if(changes.begin(), changes.end(), [effect](const Change& one) { return one.effect == effect; });
  };
  return bundle::counts_of(static_cast<std::size_t>(of(bundle::Effect::expands)),  // counts
                           static_cast<std::size_t>(of(bundle::Effect::narrows)),
                           static_cast<std::size_t>(of(bundle::Effect::neutral)));
}

std::string digest_text(std::string_view what, std::string_view hex) {
  return cat(what, ", to be read aloud:\n", in_groups(hex));
}

/// role_text is a role with its keys, those that came and those that went.
std::string role_text(const RootDocument& root, DocumentType type, std::string_view name, const RootDocument* before) {
  const bundle::Role& role = root.role(type);
  std::string text = cat("  ", name, ": any ", role.threshold, " of ", role.key_ids.size(),
                         role.key_ids.size() == 1 ? " key" : " keys");
  if (before != nullptr && before->role(type).threshold != role.threshold)
    text += cat(", before: any ", before->role(type).threshold, " of ", before->role(type).key_ids.size());
  text += '\n';
  const auto has = [](const RootDocument& document, DocumentType of, const bundle::KeyId& id) {
    const auto& ids = document.role(of).key_ids;
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  for (const bundle::KeyId& id : role.key_ids)
    text += cat("    ", before != nullptr && !has(*before, type, id) ? "+ " : "  ", id, '\n');
  if (before == nullptr) return text;
  for (const bundle::KeyId& id : before->role(type).key_ids)
    if (!has(root, type, id)) text += cat("    - ", id, '\n');
  return text;
}

constexpr std::pair<DocumentType, std::string_view> kRoles[] = {{DocumentType::root, "root"},
                                                                {DocumentType::targets, "targets"},
                                                                {DocumentType::snapshot, "snapshot"},
                                                                {DocumentType::timestamp, "timestamp"}};

cli::Document roles_document(const RootDocument& root) {
  cli::Document roles = cli::Document::members();
  for (const auto& [type, name] : kRoles) {
    cli::Document role = cli::Document::members();
    role.add("threshold", cli::Document::number(root.role(type).threshold));
    role.add("key_ids", cli::Document::list_of(root.role(type).key_ids));
    roles.add(std::string(name), std::move(role));
  }
  return roles;
}

bool same_role(const RootDocument& root, DocumentType a, DocumentType b) {
  return root.role(a).key_ids == root.role(b).key_ids && root.role(a).threshold == root.role(b).threshold;
}

/// roles_text says "release" where the three roles of a release are one, as they are in what this program makes.
std::string roles_text(const RootDocument& root, const RootDocument* before) {
  const auto is_one = [](const RootDocument& document) {
    return same_role(document, DocumentType::targets, DocumentType::snapshot) &&
           same_role(document, DocumentType::targets, DocumentType::timestamp);
  };
  std::string text = role_text(root, DocumentType::root, "root", before);
  if (is_one(root) && (before == nullptr || is_one(*before)))
    return text + role_text(root, DocumentType::targets, "release", before);
  for (const auto& [type, name] : kRoles)
    if (type != DocumentType::root) text += role_text(root, type, name, before);
  return text;
}

/// root_identity is "root 2, SHA-256 of what is signed …".
std::string root_identity(const RootDocument& root) {
  return cat(bundle::root_name(root), ", SHA-256 of what is signed ", bundle::signed_sha256(root.envelope));
}

cli::Document root_document(const RootDocument& root) {
  cli::Document one = cli::Document::members();
  one.add("version", cli::Document::number(root.header.version));
  one.add("sha256_of_signed", bundle::signed_sha256(root.envelope));
  return one;
}

cli::Document roots_document(const bundle::BundleView& view) {
  cli::Document list = cli::Document::list();
  for (const RootDocument& root : view.roots) list.add(root_document(root));
  return list;
}

/// last_root_differs: the compiled-in store has no root documents to differ from.
bool last_root_differs(const bundle::BundleView& view, const BundleBefore& before) {
  return before.text && bundle::signed_sha256(view.roots.back().envelope) != before.root_sha256;
}

/// roots_shown names the root documents of a bundle, and what a new one changes.
Result<std::string> roots_shown(const bundle::BundleView& view, const BundleBefore& before) {
  std::string names;
  for (const RootDocument& root : view.roots) names += cat(names.empty() ? "" : ", ", root.header.version);
  const RootDocument& last = view.roots.back();
  std::string text = cat("root documents: ", names, "; the last is ", root_identity(last), '\n');
  if (!last_root_differs(view, before)) return text;
  ODCA_TRY_ASSIGN(const bundle::BundleFile earlier, bundle::BundleFile::read(*before.text));
  text += cat("NEW KEYS: the last root document of ", before.name, " is ", root_identity(earlier.last_root()), '\n');
  return text + roles_text(last, &earlier.last_root());
}

std::string base_text(const BundleBefore& before) {
  std::string text = cat("base: ", identity(before), '\n');
  if (before.text) text += cat("  verified from ", escape_text(before.checked_by.origin), '\n');
  return text;
}

bool is_limited(const Against& against) { return against.root && against.root->only; }

}  // namespace

std::string in_groups(std::string_view hex) {
  constexpr std::size_t kGroup = 4;
  constexpr std::size_t kLine = 8 * kGroup;
  std::string text;
  for (std::size_t i = 0; i < hex.size(); i += kGroup) {
    text += i % kLine == 0 ? "  " : " ";
    text += hex.substr(i, kGroup);
    if (i % kLine == kLine - kGroup || i + kGroup >= hex.size()) text += '\n';
  }
  return text;
}

Result<Preview> preview_bundle(std::string_view text, const Against& against) {
  ODCA_TRY_ASSIGN(const bundle::BundleFile file, bundle::BundleFile::read(text));
  const bundle::BundleView& view = file.view();
  ODCA_TRY_ASSIGN(const StoreDocument store, check_sound(file, against.root));
  ODCA_TRY_ASSIGN(const BundleBefore before, read_bundle_before(against.previous, trust_for(file, against.root)));
  if (before.text && store.preamble.version == before.store.preamble.version &&
      bundle::content_id_of(view) != before.content_id)
    return bundle::failure("E_EQUIVOCATION", cat(before.name, " of --previous has the same version and other contents"),
                           "give the manifest a higher 'version': of one version there is one bundle");
  const View compared = view_of(before, store, against.root);
  const std::vector<Change> changes = bundle::diff(compared.before, compared.after);
  const std::vector<std::string> requirements = bundle::requirement_changes(before.store.preamble, store.preamble);
  Preview preview{.digest = bundle::content_id_of(view)};
  const std::string expires = format_time(view.targets.header.expires);
  preview.text =
      cat("bundle ", store.preamble.version, ", made ", format_time(store.created), ", expires ", expires, "\n\n");
  if (!store.notes.empty()) preview.text += cat("notes: ", escape_text(store.notes), "\n\n");
  ODCA_TRY_ASSIGN(const std::string roots, roots_shown(view, before));
  preview.text += cat(roots, base_text(before), "compared: ", compared.words, "\n\n");
  preview.text += cat("changes against ", before.name, ":\n", changes_text(changes));
  for (const std::string& line : requirements) preview.text += cat("    ", escape_text(line), '\n');
  preview.text += '\n';
  const bool older = store.preamble.version <= before.store.preamble.version && !is_limited(against);
  if (older)
    preview.text += cat("warning: version ", store.preamble.version, " is not above that of ", before.name,
                        ", which stays in use\n\n");
  preview.text += cat("in short: ", counted(changes), "; it expires on ", expires,
                      store.notes.empty() ? "; it has no notes" : "; its notes are above", "\n\n");
  preview.text += digest_text("content id", preview.digest);
  preview.document.add("version", cli::Document::number(store.preamble.version));
  preview.document.add("expires", expires).add("root_documents", roots_document(view));
  preview.document.add("last_root_differs", cli::Document::truth(last_root_differs(view, before)));
  preview.document.add("compared_with", before.name).add("base", identity_document(before));
  preview.document.add("view", is_limited(against) ? "effective" : "stores");
  preview.document.add("limited_to", is_limited(against) ? cli::Document::list_of(against.root->only->to_strings())
                                                         : cli::Document::nothing());
  preview.document.add("changes", to_document(changes)).add("requirements", cli::Document::list_of(requirements));
  preview.document.add("newer", cli::Document::truth(!older)).add("content_id", preview.digest);
  return preview;
}

Result<Preview> preview_root(std::string_view text, std::optional<std::string_view> previous) {
  ODCA_TRY_ASSIGN(const bundle::RootFile root, bundle::RootFile::read(text, "root"));
  std::optional<bundle::RootFile> before;
  if (previous) {
    if (Status status = check_root_before(*previous); !status) return std::move(status).error().in("--previous");
    ODCA_TRY_ASSIGN(before, bundle::RootFile::read(*previous, "previous root"));
  }
  Preview preview{.digest = bundle::signed_sha256(root->envelope)};
  const std::string expires = format_time(root->header.expires);
  preview.text = cat("root document ", root->header.version, ", expires ", expires, '\n',
                     roles_text(*root, before ? &**before : nullptr), '\n');
  if (before) preview.text += cat("it follows ", root_identity(**before), "\n\n");
  preview.text += digest_text("SHA-256 of what is signed", preview.digest);
  preview.document.add("version", cli::Document::number(root->header.version)).add("expires", expires);
  preview.document.add("follows", before ? root_document(**before) : cli::Document::nothing());
  preview.document.add("roles", roles_document(*root)).add("sha256_of_signed", preview.digest);
  return preview;
}

}  // namespace odca::bundle_tool
