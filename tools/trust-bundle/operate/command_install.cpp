// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle install: verifies a bundle and puts it in use.
#include "base/text.h"
#include "bundle/diff.h"
#include "bundle/reason.h"
#include "commands.h"
#include "operate/describe.h"
#include "operate/effective.h"
#include "operate/input.h"
#include "operate/place.h"
#include "state/installer.h"
#include "terminal.h"

namespace odca::bundle_tool {
namespace {

using cli::Document;
using Outcome = state::InstallReport::Outcome;

constexpr int kDeclinedStatus = 1;

struct InstallOptions {
  std::string file{};
  bool dry_run = false;
  bool yes = false;
  bool no_expansion = false;
  bool accept_jump = false;
  PlaceOptions place{};
  unsigned lock_timeout = kWaitSeconds;
  cli::Output output{};
};

void take_install(cli::CommandLine& line, InstallOptions& options) {
  line.describe({.summary = "verify a bundle and put it in use",
                 .about = "Verifies a bundle from the root of trust, shows what changes for trust, and puts it in use. "
                          "At a terminal it asks first. What is installed counts for odca-verify at its next start.",
                 .examples = {"trust-bundle install signed.atb --dry-run", "trust-bundle install signed.atb"},
                 .statuses = {{"0", "done; also when the bundle was installed already"},
                              {"1", "nothing was installed, since the answer to the question was no"},
                              kOtherStatuses}});
  line.argument({.name = "FILE", .help = "the bundle; '-' is standard input"}, options.file);
  line.add({"--dry-run", {}, "show what would change and install nothing; the exit status is that of the run"},
           options.dry_run);
  line.add({"--yes", {}, "do not ask"}, options.yes);
  line.add({"--no-expansion", {}, "refuse a bundle that adds trust"}, options.no_expansion);
  line.add({"--accept-jump", {}, "accept a version more than 1,000 above the last one"}, options.accept_jump);
  take_place(line, options.place);
  take_lock_timeout(line, options.lock_timeout);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

std::string_view to_string(Outcome outcome) {
  constexpr std::string_view kNames[] = {"declined", "dry-run", "already-installed", "installed"};
  return kNames[static_cast<std::size_t>(outcome)];  // in the order of the enumeration
}

/// change_lines has what expands trust first.
std::string change_lines(const state::Changes& changes) {
  std::string text;
  if (!changes.expanding.empty()) text += "this adds trust:\n" + lines(changes.expanding, "  + ");
  if (!changes.narrowing.empty()) text += "this takes trust away:\n" + lines(changes.narrowing, "  - ");
  if (!changes.other.empty()) text += "this changes:\n" + lines(changes.other, "    ");
  if (text.empty()) text = "nothing changes for trust\n";
  return text;
}

/// notes_and_expiry are printed with the changes.
std::string notes_and_expiry(const bundle::VerifiedBundle& bundle) {
  std::string text;
  if (!bundle.store.notes.empty()) text += line(cat("notes of the publisher: ", bundle.store.notes));
  return text + line(cat("expires: ", format_time(bundle.expires)));
}

/// asked puts the question to the terminal. What is asked about comes last, since long lists scroll
/// away.
bool asked(const bundle::VerifiedBundle& bundle, const state::Changes& changes) {
  std::string text = change_lines(changes) + notes_and_expiry(bundle);
  text += line(cat("bundle ", bundle.version, ", content id ", bundle.content_id, ": ",
                   bundle::counts_of(changes.expanding.size(), changes.narrowing.size(), changes.other.size())));
  cli::write_error(text);
  return cli::ask("install this bundle?");
}

state::InstallOptions install_options(const InstallOptions& options, const Place& place) {
  state::InstallOptions install{
      .dry_run = options.dry_run,
      .no_expansion = options.no_expansion,
      .recheck = [&place](const state::Situation& now) { return check_effective(place, now); },
      .lock_timeout_ms = options.lock_timeout * kMilliseconds};
  const bool somebody = options.file != kStandardInput && cli::input_is_terminal();
  if (somebody && !options.yes && !options.dry_run) install.confirm = asked;
  return install;
}

std::string headline(const state::InstallReport& report, const Place& place) {
  const std::string bundle = cat("bundle ", report.bundle.version);
  const std::string where = quote(place.directory);
  switch (report.outcome) {
    case Outcome::declined:
      return cat("nothing was installed: the answer was no; ", bundle, " verifies");
    case Outcome::dry_run:
      if (report.would_fail)
        return cat(bundle, " verifies, but the run would end with ", report.would_fail->reason, ": ",
                   describe(*report.would_fail));
      return cat(bundle, " verifies and could be installed in ", where, "; nothing was written");
    case Outcome::already_installed:
      return cat(bundle, " is installed in ", where, " already");
    case Outcome::installed:
      break;
  }
  return cat(bundle, " is installed in ", where);
}

std::string text_of(const state::InstallReport& report, const Place& place) {
  std::string text = line(headline(report, place));
  if (report.outcome == Outcome::dry_run || report.outcome == Outcome::installed) text += change_lines(report.changes);
  if (report.replaced && report.outcome == Outcome::installed)
    text += line(cat("before it, bundle ", report.replaced->version, " was in use"));
  text += notes_and_expiry(report.bundle);
  if (report.would_fail) text += line(cat("hint: ", report.would_fail->hint));
  return text + warning_lines(report.warnings);
}

/// status_of: a dry run ends as the run would.
int status_of(const state::InstallReport& report) {
  if (report.would_fail) return bundle::find_failure_class(report.would_fail->reason)->exit;
  return report.outcome == Outcome::declined ? kDeclinedStatus : 0;
}

Document document_of(const state::InstallReport& report, const Place& place) {
  Document document = Document::members();
  document.add("schema", "trust-bundle-install/1").add("outcome", std::string(to_string(report.outcome)));
  document.add("state_directory", place.directory).add("root_of_trust", optional_document(place.root));
  document.add("bundle", to_document(report.bundle)).add("replaced", optional_document(report.replaced));
  Document changes = Document::members();
  changes.add("expanding", Document::list_of(report.changes.expanding));
  changes.add("narrowing", Document::list_of(report.changes.narrowing));
  changes.add("other", Document::list_of(report.changes.other));
  document.add("changes", std::move(changes)).add("warnings", to_document(report.warnings));
  if (report.would_fail) document.add("would_fail", to_document(std::vector<Error>{*report.would_fail}));
  return document;
}

Result<Answer> run_install(const InstallOptions& options) {
  ODCA_TRY_ASSIGN(Place place, find_place(options.place, RootNeed::needed));
  place.accept_jump = options.accept_jump;
  ODCA_TRY_ASSIGN(const std::string file, read_bundle(options.file));
  // For a user's own state the folders above are made, which a dry run leaves.
  if (!options.dry_run || !options.place.user) ODCA_TRY(prepare_parents(place, options.place.user));
  auto report = state::install(place.setting(), file, install_options(options, place));
  if (!report) return std::move(report).error();
  return Answer{.text = text_of(*report, place), .document = document_of(*report, place), .status = status_of(*report)};
}

}  // namespace

Work install(cli::CommandLine& line) { return cli::work(line, take_install, run_install); }

}  // namespace odca::bundle_tool
