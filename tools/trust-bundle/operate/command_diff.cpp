// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle diff: what changes for trust from one side to another. Two files are compared as they are, each by what
// it says alone. 'embedded' and 'installed' are what a machine trusts, so a file on the other side is taken as it would
// count there: merged with the embedded store and, beside 'installed', with what was denied before.
#include <utility>

#include "base/text.h"
#include "bundle/bundle_file.h"
#include "bundle/diff.h"
#include "bundle/reason.h"
#include "commands.h"
#include "operate/describe.h"
#include "operate/input.h"
#include "operate/place.h"
#include "source/embedded_store.h"
#include "state/loader.h"

namespace odca::bundle_tool {
namespace {

using cli::Document;

constexpr std::string_view kEmbedded = "embedded";
constexpr std::string_view kInstalled = "installed";

struct DiffOptions {
  std::string before{};
  std::string after{};
  PlaceOptions place{};
  cli::Output output{};
};

void take_diff(cli::CommandLine& line, DiffOptions& options) {
  line.describe({.summary = "what changes for trust; also 'embedded', 'installed'",
                 .about =
                     "Shows what changes for trust from one side to the other, first what is trusted more. Two "
                     "files are compared as they are; beside 'embedded' or 'installed' a file is taken as it would "
                     "count on such a machine.",
                 .examples = {"trust-bundle diff embedded signed.atb", "trust-bundle diff old.atb new.atb --json"}});
  line.argument({.name = "OLD", .help = "a bundle, 'embedded' for what is compiled in, or 'installed'"},
                options.before);
  line.argument({.name = "NEW", .help = "the same"}, options.after);
  take_place(line, options.place);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

struct Side {
  enum class Kind { file, embedded, installed };
  enum class Checked { unverified, expired, verified };
  Kind kind = Kind::file;
  Checked checked = Checked::unverified;
  std::string name{};
  bundle::Accepted accepted{};
};
std::string_view to_string(Side::Kind kind) {
  constexpr std::string_view kNames[] = {"file", kEmbedded, kInstalled};
  return kNames[static_cast<std::size_t>(kind)];  // in the order of the enumeration
}
std::string_view to_string(Side::Checked checked) {
  constexpr std::string_view kNames[] = {"unverified", "expired", "verified"};
  return kNames[static_cast<std::size_t>(checked)];  // in the order of the enumeration
}

Result<Side> file_side(const std::string& name, const Place& place) {
  ODCA_TRY_ASSIGN(const std::string file, read_bundle(name));
  Side side{.name = name};
  if (!place.root) {
    const auto bundle = bundle::BundleFile::read(file);
    auto store = bundle ? bundle->store() : Result<bundle::StoreDocument>(bundle.error());
    if (!store) return std::move(store).error().in(name);
    side.accepted = bundle::accept({}, *std::move(store));
    return side;
  }
  auto verified = bundle::verify_bundle(file, *place.root, {}, program_options(bundle::Moment::inspect, place.now));
  if (!verified) return std::move(verified).error().in(name);
  side.checked = verified->stale ? Side::Checked::expired : Side::Checked::verified;
  side.accepted = bundle::accept({.only = place.root->only}, std::move(verified->store));
  return side;
}

/// installed_side refuses to compare with what is put together of remains.
Result<Side> installed_side(const Place& place) {
  state::Loaded loaded = state::load(place.setting());
  if (loaded.degraded()) return std::move(loaded.problems.front()).in(std::string(kInstalled));
  Side side{.kind = Side::Kind::installed, .checked = Side::Checked::verified, .name = std::string(kInstalled)};
  if (loaded.stale()) side.checked = Side::Checked::expired;
  side.accepted = accepted_of(loaded, place.root ? place.root->only : std::nullopt);
  return side;
}

Result<Side> side_of(const std::string& name, const Place& place) {
  if (name == kInstalled) return installed_side(place);
  if (name == kEmbedded)
    return Side{.kind = Side::Kind::embedded, .checked = Side::Checked::verified, .name = std::string(kEmbedded)};
  return file_side(name, place);
}

/// Comparison is both sides as they are to be compared.
struct Comparison {
  Side before{};
  Side after{};
  bool stores_alone = false;
  std::vector<bundle::Change> changes{};
};

bundle::EffectiveTrust alone(const Side& side) { return bundle::as_it_stands(*side.accepted.store); }
bundle::EffectiveTrust on_machine(const Side& side) { return bundle::merge(embedded_store(), side.accepted).trust; }
/// on_any_machine: what a publisher lifts may be denied on some machine, though not on a bare one.
bundle::EffectiveTrust on_any_machine(const Side& side) {
  return bundle::said_by(*side.accepted.store, on_machine(side));
}

/// put_on takes what a bundle would make of a machine where something is installed.
void put_on(const Side& machine, Side& file) {
  if (machine.kind == Side::Kind::installed && file.kind == Side::Kind::file)
    file.accepted = bundle::accept(machine.accepted, *std::move(file.accepted.store));
}

/// compare: two files are compared alone, unless their publisher is limited to roles: then neither ever does, and the
/// newer one is put on a machine that has the older one.
Comparison compare(Side before, Side after) {
  const bool files = before.kind == Side::Kind::file && after.kind == Side::Kind::file;
  Comparison result{.stores_alone = files && !before.accepted.only};
  if (files && !result.stores_alone) {
    after.accepted = bundle::accept(before.accepted, *std::move(after.accepted.store));
    result.changes = bundle::diff(on_any_machine(before), on_any_machine(after));
  } else if (result.stores_alone) {
    result.changes = bundle::diff(alone(before), alone(after));
  } else {
    put_on(before, after);
    put_on(after, before);
    result.changes = bundle::diff(on_machine(before), on_machine(after));
  }
  result.before = std::move(before);
  result.after = std::move(after);
  return result;
}

std::uint64_t version_of(const Side& side) {
  return side.accepted.store ? side.accepted.store->preamble.version : embedded_store().preamble.version;
}

std::string words_for(const Side& side) {
  if (side.kind == Side::Kind::file)
    return cat(quote(side.name), ", bundle ", version_of(side), ", ",
               side.checked == Side::Checked::unverified ? "NOT VERIFIED: no root of trust" : to_string(side.checked));
  const bool bundle = side.accepted.store.has_value();
  return cat(side.name, bundle ? ", bundle " : ", the embedded store ", version_of(side));
}

/// requirements are what the new side demands of programs; the embedded store demands nothing that is not there.
std::vector<std::string> requirements(const Comparison& comparison) {
  const auto preamble_of = [](const Side& side) -> bundle::Preamble {
    return side.accepted.store ? side.accepted.store->preamble : embedded_store().preamble;
  };
  return bundle::requirement_changes(preamble_of(comparison.before), preamble_of(comparison.after));
}

std::string notes_of(const Comparison& comparison) {
  return comparison.after.accepted.store ? comparison.after.accepted.store->notes : std::string();
}

std::string text_of(const Comparison& comparison) {
  std::string text = line(cat("old: ", words_for(comparison.before))) + line(cat("new: ", words_for(comparison.after)));
  text += comparison.stores_alone ? "what the two bundles say, without the embedded store of this program\n"
                                  : "what is trusted together with the embedded store of this program\n";
  for (const bundle::Change& change : comparison.changes)
    text += line(cat(change.effect == bundle::Effect::expands   ? "+ "
                     : change.effect == bundle::Effect::narrows ? "- "
                                                                : "  ",
                     change.text));
  if (comparison.changes.empty()) text += "nothing changes for trust\n";
  for (const std::string& one : requirements(comparison)) text += line(cat("  ", one));
  if (const std::string notes = notes_of(comparison); !notes.empty())
    text += line(cat("notes of the new one: ", notes));
  return text;
}

Document side_document(const Side& side) {
  Document document = Document::members();
  document.add("name", side.name).add("kind", std::string(to_string(side.kind)));
  document.add("version", Document::number(version_of(side))).add("checked", std::string(to_string(side.checked)));
  return document;
}

Document document_of(const Comparison& comparison, const Place& place) {
  Document document = Document::members();
  document.add("schema", "trust-bundle-diff/1");
  document.add("compared", comparison.stores_alone ? "stores" : "effective");
  document.add("old", side_document(comparison.before)).add("new", side_document(comparison.after));
  document.add("root_of_trust", optional_document(place.root));
  document.add("expands", Document::truth(bundle::expands_trust(comparison.changes)));
  Document changes = Document::list();
  for (const bundle::Change& change : comparison.changes) {
    Document one = Document::members();
    one.add("effect", std::string(bundle::to_string(change.effect)));
    one.add("kind", std::string(bundle::to_string(change.kind))).add("id", Document::number(change.id));
    one.add("subject", change.subject).add("text", change.text);
    changes.add(std::move(one));
  }
  document.add("changes", std::move(changes)).add("requirements", Document::list_of(requirements(comparison)));
  document.add("notes", notes_of(comparison));
  return document;
}

Result<Answer> run_diff(const DiffOptions& options) {
  ODCA_TRY_ASSIGN(const Place place, find_place(options.place, RootNeed::optional));
  if (options.before == kStandardInput && options.after == kStandardInput)
    return bundle::failure("E_USAGE", "standard input can be one side only", "give a file as the other side");
  ODCA_TRY_ASSIGN(Side before, side_of(options.before, place));
  ODCA_TRY_ASSIGN(Side after, side_of(options.after, place));
  const Comparison comparison = compare(std::move(before), std::move(after));
  return Answer{.text = text_of(comparison), .document = document_of(comparison, place), .status = 0};
}

}  // namespace

Work diff(cli::CommandLine& line) { return cli::work(line, take_diff, run_diff); }

}  // namespace odca::bundle_tool
