// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle export: a verified bundle in a form that other software reads.
#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "bundle/ledger.h"
#include "bundle/merge.h"
#include "bundle/reason.h"
#include "commands.h"
#include "exchange/export.h"
#include "exchange/repository_folder.h"
#include "exchange/verified_input.h"
#include "files/file_io.h"
#include "odca/report.h"
#include "operate/place.h"
#include "source/embedded_store.h"
#include "state/loader.h"

namespace odca::bundle_tool {
namespace {

struct ExportOptions {
  std::string file{};
  std::optional<std::string> tuf{};
  std::optional<std::string> pem{};
  std::optional<std::string> p11_kit{};
  std::optional<std::string> json{};
  std::optional<Time> at{};
  PlaceOptions place{};
};

void take_export(cli::CommandLine& line, ExportOptions& options) {
  line.describe({.summary = "a verified bundle for other software",
                 .about = "Writes a verified bundle in a form that other software reads, and says what the form cannot "
                          "carry. It exports the bundle, not the effective trust of a machine.",
                 .examples = {"trust-bundle export signed.atb --root root.json --pem anchors.pem"}});
  line.argument({.name = "FILE", .help = "the bundle; '-' is standard input"}, options.file);
  line.heading("the form");
  line.add({"--tuf", "DIR", "an ordinary TUF repository"}, options.tuf);
  line.add({"--pem", "FILE", "the active anchors"}, options.pem);
  line.add({"--p11-kit", "FILE", "the same, with denied certificates as distrusted"}, options.p11_kit);
  line.add({"--json", "FILE", "the store"}, options.json);
  line.exactly_one({"--tuf", "--pem", "--p11-kit", "--json"});
  line.heading("the trust");
  line.add({"--at", "TIME", "judge at this time (RFC 3339) instead of now"}, options.at);
  take_root(line, options.place.root);
  line.add({"--state", "DIR", "leave out of --pem and --p11-kit what is denied in this state directory, too"},
           options.place.state);
  line.add({"--user", {}, "the same for the state directory of this user"}, options.place.user);
  line.exclusive({"--state", "--user"});
}

/// check_machine: only a choice of anchors can respect what a machine denies; the other forms are the bundle as it is.
Status check_machine(const ExportOptions& options) {
  if ((!options.place.state && !options.place.user) || options.pem || options.p11_kit) return {};
  return bundle::failure("E_USAGE", "'--state' and '--user' go with '--pem' and '--p11-kit' only",
                         "the other forms are the bundle as it is");
}

/// denied_on is what the machine denies whose state directory was named; nothing when none was. What cannot be read
/// whole is refused, lest something that was denied be exported.
Result<bundle::Ledger> denied_on(const ExportOptions& options) {
  if (!options.place.state && !options.place.user) return bundle::Ledger{};
  ODCA_TRY_ASSIGN(const Place place, find_place(options.place, RootNeed::needed));
  ODCA_TRY(check_there(place));
  state::Loaded loaded = state::load(place.setting());
  if (loaded.degraded()) return std::move(loaded.problems.front()).in(place.directory);
  return std::move(loaded.ledger);
}

/// all_denied is what the bundle denies and what this program does, save what the bundle lifts, and what the machine
/// denies. The bundle lifts nothing there: it does not count there until it is installed.
Result<std::vector<DenyEntry>> all_denied(const ExportOptions& options, const VerifiedInput& input) {
  const bundle::Accepted accepted{
      .store = input.bundle.store, .highest_version = input.bundle.version, .only = input.only};
  std::vector<DenyEntry> denied = bundle::merge(embedded_store(), accepted).trust.deny;
  ODCA_TRY_ASSIGN(const bundle::Ledger ledger, denied_on(options));
  std::copy_if(ledger.begin(), ledger.end(), std::back_inserter(denied), [denied](const DenyEntry& entry) {
    return std::none_of(denied.begin(), denied.end(), [&entry](const DenyEntry& known) {
      return !known.lifted && known.kind == entry.kind && known.sha256 == entry.sha256;
    });
  });
  return denied;
}

/// delivered puts a text where it was asked for, with what there is to say about it.
Result<Answer> delivered(const std::string& place, std::string text, std::string_view what,
                         std::vector<std::string> warnings) {
  Answer answer{.warnings = std::move(warnings), .status = 0};
  if (place == kStandardOutput) {
    answer.text = std::move(text);
    return answer;
  }
  ODCA_TRY(write_text(place, text, Replace::refused));
  answer.text = cat("wrote ", what, " to ", escape_text(quote(place)), '\n');
  return answer;
}

Result<Answer> export_tuf(const VerifiedInput& input, const std::string& folder) {
  if (folder == kStandardOutput)
    return bundle::failure("E_USAGE", "a TUF repository is a folder, not standard output", "name a folder");
  ODCA_TRY_ASSIGN(const std::vector<TufFile> files, tuf_repository(input.text));
  ODCA_TRY(write_repository(folder, files));
  return Answer{.text = cat("wrote a TUF repository of ", files.size(), " files, version ", input.bundle.version,
                            ", to ", escape_text(quote(folder)), '\n'),
                .status = 0};
}

Result<Answer> export_json(const VerifiedInput& input, const std::string& place) {
  ODCA_TRY_ASSIGN(const std::vector<TufFile> files, tuf_repository(input.text));
  return delivered(place, files.back().content, cat("the trust store, version ", input.bundle.version, ','), {});
}

Result<Answer> export_certificates(Result<Exported> exported, const std::string& place) {
  if (!exported) return std::move(exported).error();
  return delivered(place, std::move(exported->text), cat("anchors (", exported->anchors, ")"),
                   std::move(exported->dropped));
}

Result<Answer> run_export(const ExportOptions& options) {
  ODCA_TRY(check_machine(options));
  ODCA_TRY_ASSIGN(const VerifiedInput input, verified_input(options.file, options.place.root, options.at));
  if (options.tuf) return export_tuf(input, *options.tuf);
  if (options.json) return export_json(input, *options.json);
  ODCA_TRY_ASSIGN(const std::vector<DenyEntry> denied, all_denied(options, input));
  if (options.pem) return export_certificates(export_pem(input.bundle.store, denied), *options.pem);
  return export_certificates(export_p11_kit(input.bundle.store, denied), *options.p11_kit);
}

}  // namespace

Work export_command(cli::CommandLine& line) { return cli::work(line, take_export, run_export); }

}  // namespace odca::bundle_tool
