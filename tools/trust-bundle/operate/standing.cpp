#include "operate/standing.h"

#include <utility>

#include "base/text.h"
#include "bundle/diff.h"
#include "bundle/merge.h"
#include "bundle/reason.h"
#include "bundle/verify.h"
#include "installed/binding.h"
#include "operate/describe.h"
#include "source/embedded_store.h"

namespace odca::bundle_tool {
namespace {

using cli::Document;
using state::Loaded;
using std::chrono::days;
using std::chrono::hours;

constexpr days kWarnBefore{30};
constexpr hours kClockTolerance{24};  // as bundle::verify_bundle

std::string_view to_string(Loaded::Use use) {
  constexpr std::string_view kNames[] = {"embedded", "previous", "active"};
  return kNames[static_cast<std::size_t>(use)];  // in the order of the enumeration
}

/// days_left is 0 for what has expired.
std::uint64_t days_left(Time expires, Time now) {
  if (expires <= now) return 0;
  return static_cast<std::uint64_t>(std::chrono::floor<days>(expires - now).count());  // not negative
}

bundle::Merged merged(const Standing& standing) {
  const std::optional<Roles> only = standing.root ? standing.root->only : std::nullopt;
  return bundle::merge(embedded_store(), accepted_of(standing.report.loaded, only));
}

/// is_stale: a bundle that the embedded store has overtaken is no longer what freshness depends on.
bool is_stale(const Standing& standing) {
  const Loaded& loaded = standing.report.loaded;
  return loaded.stale() && !loaded.superseded(embedded_version_under(standing.root.value_or(BundleRoot{})));
}

/// is_degraded: something else than what was installed is in use.
bool is_degraded(const Loaded& loaded) { return loaded.degraded() || given_up(loaded); }

/// problems_of are what the exit status tells of, the worst first.
std::vector<Error> problems_of(const Standing& standing, bundle::MergeOutcome outcome) {
  std::vector<Error> problems = standing.report.loaded.problems;
  if (given_up(standing.report.loaded)) {
    const auto& floor = standing.report.loaded.state->floor;
    const std::string which = floor ? cat("bundle ", floor->bundle.version) : std::string("a bundle");
    problems.push_back(bundle::failure("E_STATE_CORRUPT", cat(which, " was accepted once, and none is in use"),
                                       "install the newest bundle"));
  }
  if (outcome == bundle::MergeOutcome::equivocation)
    problems.push_back(
        bundle::failure("E_EQUIVOCATION", "the bundle and the embedded store have one version and different contents"));
  const auto& log = standing.report.log;
  // A directory that cannot be used is one problem, though neither state nor log can be read.
  const bool said = !log && !problems.empty() && describe(problems.front()) == describe(log.error());
  if (!log && !said) problems.push_back(log.error());
  if (log)
    for (const std::string& problem : log->problems)
      problems.push_back(bundle::failure(
          "E_STATE_CORRUPT", cat("log: ", problem),
          "see trust-bundle log verify; once it is explained, move the log away: the next change begins a new one"));
  return problems;
}

std::vector<std::string> warnings_of(const Standing& standing) {
  const Loaded& loaded = standing.report.loaded;
  std::vector<std::string> warnings;
  if (loaded.exposed)
    warnings.emplace_back(
        "others may have taken away what was ever denied here: odca-verify trusts nothing until that is mended");
  else if (loaded.distrust_lost)
    warnings.emplace_back("what was ever denied here cannot be read whole: odca-verify trusts nothing until it can");
  if (is_stale(standing)) {
    warnings.push_back(cat("STALE: the bundle in use expired on ", format_time(loaded.bundle->expires),
                           "; it stays in use, install a newer one"));
  } else if (loaded.bundle && !loaded.stale() && loaded.bundle->expires - standing.now < kWarnBefore) {
    warnings.push_back(cat("the bundle in use expires in ", days_left(loaded.bundle->expires, standing.now), " days"));
  }
  if (loaded.rolled_back()) warnings.emplace_back("rolled back: the bundle in use is not the newest one accepted");
  if (loaded.state && loaded.state->latest_time && standing.now < *loaded.state->latest_time - kClockTolerance)
    warnings.push_back(cat("the clock is before the last install, ", format_time(*loaded.state->latest_time),
                           ": nothing can be installed"));
  if (standing.now < standing.build_date)
    warnings.push_back(cat("the clock is before the making of this program, ", format_time(standing.build_date)));
  if (standing.report.log && standing.report.log->lags)
    warnings.emplace_back("the last commit is not in the log yet; the next change adds it");
  return warnings;
}

/// root_words says of each root document whether its expiry matters: only that of the last one does (TUF 5.3.10).
std::string root_words(const ChainRoot& root, bool last, Time now) {
  const bool expired = root.expires <= now;
  const std::string when =
      cat("root ", root.version, expired ? " expired on " : " expires on ", format_time(root.expires));
  if (!expired) return when;
  if (last) return cat(when, ": a bundle under a newer root document is due");
  return cat(when, ", which is fine: it only leads to the next one, whose keys it vouched for while it was valid");
}

std::string bundle_text(const Standing& standing) {
  const bundle::VerifiedBundle& bundle = *standing.report.loaded.bundle;
  std::string text = line(cat("bundle: version ", bundle.version, ", content id ", bundle.content_id));
  text += line(cat("signed under: root ", bundle.root_version));
  for (std::size_t i = 0; i < standing.chain.size(); ++i)
    text += line(cat("  ", root_words(standing.chain[i], i + 1 == standing.chain.size(), standing.now)));
  text += line(bundle.stale ? cat("expired: ", format_time(bundle.expires))
                            : cat("expires: ", format_time(bundle.expires), ", in ",
                                  days_left(bundle.expires, standing.now), " days"));
  return text;
}

std::string log_words(const Result<state::LogReport>& log) {
  if (!log) return "cannot be read";
  if (!log->problems.empty()) return "not ok; see trust-bundle log verify";
  return cat("ok, ", log->entries.size(), log->entries.size() == 1 ? " entry" : " entries");
}

std::string in_use(const Standing& standing) {
  const Loaded& loaded = standing.report.loaded;
  switch (loaded.use) {
    case Loaded::Use::active:
      return cat("bundle ", loaded.bundle->version);
    case Loaded::Use::previous:
      return cat("bundle ", loaded.bundle->version, ", the previous one: the active one cannot be used");
    case Loaded::Use::embedded:
      break;
  }
  return cat("the embedded store", loaded.installed ? "" : "; nothing is installed");
}

std::string anchors_text(const bundle::EffectiveTrust& trust) {
  const std::vector<std::string> denied = bundle::denied_anchors(trust);
  std::string text = cat("anchors: ", trust.anchors.size() - denied.size(), " trusted");
  for (const std::string& label : denied) text += cat(&label == &denied.front() ? "; denied: " : ", ", quote(label));
  return line(text);
}

std::string text_of(const Standing& standing, const bundle::Merged& merge, const std::vector<Error>& problems) {
  const Loaded& loaded = standing.report.loaded;
  std::string text = line(cat("in use: ", in_use(standing)));
  text += line(cat("why: ", merge.reason)) + line(cat("state directory: ", standing.directory));
  text += standing.root ? root_line(*standing.root) : "root of trust: none, so no bundle can be verified\n";
  text += anchors_text(merge.trust);
  if (loaded.bundle) text += bundle_text(standing);
  if (loaded.state) {
    const state::State& state = *loaded.state;
    if (state.floor) text += line(cat("version floor: ", state.floor->bundle.version));
    text += line(cat("previous bundle: ", state.previous ? std::to_string(state.previous->version) : "none"));
    if (state.latest_time) text += line(cat("last install: ", format_time(*state.latest_time)));
  }
  text += line(cat("ledger: ", loaded.ledger.size(), loaded.ledger.size() == 1 ? " entry" : " entries"));
  text += line(cat("log: ", log_words(standing.report.log)));
  text += lines(warnings_of(standing), "warning: ");
  for (const Error& problem : problems)
    text += line(cat(is_degraded(loaded) ? "DEGRADED: " : "PROBLEM: ", problem.reason, ": ", describe(problem)));
  return text;
}

Document chain_document(const Standing& standing) {
  Document list = Document::list();
  for (const ChainRoot& root : standing.chain) {
    Document one = Document::members();
    one.add("version", Document::number(root.version)).add("expires", format_time(root.expires));
    one.add("expired", Document::truth(root.expires <= standing.now));
    list.add(std::move(one));
  }
  return list;
}

Document bundle_document(const Standing& standing) {
  const auto& bundle = standing.report.loaded.bundle;
  if (!bundle) return Document::nothing();
  Document document = to_document(*bundle);
  document.add("days_left", Document::number(days_left(bundle->expires, standing.now)));
  document.add("roots", chain_document(standing));
  return document;
}

void add_state(const std::optional<state::State>& state, Document& document) {
  const state::State none;
  const state::State& known = state ? *state : none;
  document.add("floor", known.floor ? to_document(known.floor->bundle) : Document::nothing());
  document.add("previous", optional_document(known.previous));
  document.add("latest_time",
               known.latest_time ? Document::text(format_time(*known.latest_time)) : Document::nothing());
  document.add("sequence", state ? Document::number(state->sequence) : Document::nothing());
}

Document document_of(const Standing& standing, const bundle::Merged& merge, const std::vector<Error>& problems) {
  const Loaded& loaded = standing.report.loaded;
  Document document = Document::members();
  document.add("schema", "trust-bundle-status/1").add("use", std::string(to_string(loaded.use)));
  document.add("installed", Document::truth(loaded.installed)).add("degraded", Document::truth(is_degraded(loaded)));
  document.add("distrust_lost", Document::truth(loaded.distrust_lost));
  document.add("stale", Document::truth(is_stale(standing))).add("rolled_back", Document::truth(loaded.rolled_back()));
  document.add("equivocation", Document::truth(merge.outcome == bundle::MergeOutcome::equivocation));
  document.add("merge", std::string(bundle::to_string(merge.outcome))).add("reason", merge.reason);
  document.add("embedded_version", Document::number(embedded_store().preamble.version));
  document.add("anchors_from_version", Document::number(merge.trust.version));
  const std::vector<std::string> denied = bundle::denied_anchors(merge.trust);
  document.add("anchors_trusted", Document::number(merge.trust.anchors.size() - denied.size()));
  document.add("anchors_denied", Document::list_of(denied));
  document.add("state_directory", standing.directory).add("root_of_trust", optional_document(standing.root));
  document.add("bundle", bundle_document(standing));
  add_state(loaded.state, document);
  document.add("ledger_entries", Document::number(loaded.ledger.size()));
  const auto& log = standing.report.log;
  Document log_document = Document::members();
  log_document.add("ok", Document::truth(log && log->problems.empty()));
  log_document.add("entries", Document::number(log ? log->entries.size() : 0));
  document.add("log", std::move(log_document));
  document.add("warnings", Document::list_of(warnings_of(standing))).add("problems", to_document(problems));
  return document;
}

}  // namespace

std::vector<ChainRoot> chain_of(std::string_view file) {
  std::vector<ChainRoot> chain;
  const auto document = bundle::parse_bundle(file);
  if (!document) return chain;
  const auto view = bundle::read_container(*document);
  if (!view) return chain;
  for (const bundle::RootDocument& root : view->roots)
    chain.push_back({.version = root.header.version, .expires = root.header.expires});
  return chain;
}

Answer status_answer(const Standing& standing) {
  const bundle::Merged merge = merged(standing);
  const std::vector<Error> problems = problems_of(standing, merge.outcome);
  Answer answer{
      .text = text_of(standing, merge, problems), .document = document_of(standing, merge, problems), .status = 0};
  if (!problems.empty()) answer.problem = problems.front();
  return answer;
}

}  // namespace odca::bundle_tool
