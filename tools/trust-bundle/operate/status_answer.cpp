// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "operate/status_answer.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "bundle/bundle_file.h"
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

bool has(const InstalledTrust& trust, TrustCondition::Kind kind) {
  return std::any_of(trust.conditions.begin(), trust.conditions.end(),
                     [kind](const TrustCondition& condition) { return condition.kind == kind; });
}

/// problems_of are what the exit status tells of, the worst first.
std::vector<Error> problems_of(const StatusFacts& facts, const InstalledTrust& trust) {
  std::vector<Error> problems = facts.report.loaded.problems;
  if (given_up(facts.report.loaded)) {
    const auto& floor = facts.report.loaded.state->floor;
    const std::string which = floor ? cat("bundle ", floor->bundle.version) : std::string("a bundle");
    problems.push_back(bundle::failure("E_STATE_CORRUPT",
                                       cat("no bundle is in use, and ", which, " was accepted before"),
                                       "install the newest bundle"));
  }
  for (const TrustCondition& condition : trust.conditions)
    if (condition.kind == TrustCondition::Kind::equivocation)
      problems.push_back(bundle::failure("E_EQUIVOCATION", condition.message, condition.hint));
  const auto& log = facts.report.log;
  // A directory that cannot be used is one problem, though neither state nor log can be read.
  const bool said = !log && !problems.empty() && describe(problems.front()) == describe(log.error());
  if (!log && !said) problems.push_back(log.error());
  if (log)
    for (const std::string& problem : log->problems)
      problems.push_back(bundle::failure(
          "E_STATE_CORRUPT", cat("log: ", problem),
          "see trust-bundle log verify; once explained, move the log away: the next change begins a new one"));
  return problems;
}

/// warning_of is that of a condition; the others are problems.
std::optional<std::string> warning_of(const TrustCondition& condition) {
  switch (condition.kind) {
    case TrustCondition::Kind::distrust_lost:
      return cat(condition.message, "; odca-verify trusts nothing until that is repaired");
    case TrustCondition::Kind::stale:
      return cat("STALE: ", condition.message, "; it stays in use, install a newer one");
    case TrustCondition::Kind::rolled_back:
      return condition.message;
    case TrustCondition::Kind::degraded:
    case TrustCondition::Kind::equivocation:
      break;
  }
  return std::nullopt;
}

std::vector<std::string> warnings_of(const StatusFacts& facts, const InstalledTrust& trust) {
  const Loaded& loaded = facts.report.loaded;
  std::vector<std::string> warnings;
  for (const TrustCondition& condition : trust.conditions)
    if (auto warning = warning_of(condition)) warnings.push_back(*std::move(warning));
  if (loaded.bundle && !loaded.stale() && loaded.bundle->expires - facts.place.now < kWarnBefore)
    warnings.push_back(
        cat("the bundle in use expires in ", days_left(loaded.bundle->expires, facts.place.now), " days"));
  if (loaded.state && loaded.state->latest_time && facts.place.now < *loaded.state->latest_time - kClockTolerance)
    warnings.push_back(cat("the clock reads earlier than the last install, ", format_time(*loaded.state->latest_time),
                           ": nothing can be installed"));
  if (facts.place.now < facts.build_date)
    warnings.push_back(cat("the clock reads earlier than this program's build date, ", format_time(facts.build_date)));
  if (facts.report.log && facts.report.log->lags)
    warnings.emplace_back("the last commit is not in the log yet; the next change adds it");
  return warnings;
}

/// root_words says of each root document whether its expiry matters: only that of the last one does (TUF 5.3.10).
std::string root_words(const ChainRoot& root, bool last, Time now) {
  const bool expired = root.expires <= now;
  const std::string when =
      cat("root ", root.version, expired ? " expired on " : " expires on ", format_time(root.expires));
  if (!expired) return when;
  if (last) return cat(when, ": install a bundle under a newer root document");
  return cat(when, ", which is fine: it only vouched for the keys of the next one, while it was valid");
}

std::string bundle_text(const StatusFacts& facts) {
  const bundle::VerifiedBundle& bundle = *facts.report.loaded.bundle;
  std::string text = line(cat("bundle: version ", bundle.version, ", content id ", bundle.content_id));
  text += line(cat("signed under: root ", bundle.root_version));
  for (std::size_t i = 0; i < facts.chain.size(); ++i)
    text += line(cat("  ", root_words(facts.chain[i], i + 1 == facts.chain.size(), facts.place.now)));
  text += line(bundle.stale ? cat("expired: ", format_time(bundle.expires))
                            : cat("expires: ", format_time(bundle.expires), ", in ",
                                  days_left(bundle.expires, facts.place.now), " days"));
  return text;
}

std::string log_words(const Result<state::LogReport>& log) {
  if (!log) return "cannot be read";
  if (!log->problems.empty()) return "not ok; see trust-bundle log verify";
  return cat("ok, ", log->entries.size(), log->entries.size() == 1 ? " entry" : " entries");
}

std::string in_use(const StatusFacts& facts) {
  const Loaded& loaded = facts.report.loaded;
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

std::string text_of(const StatusFacts& facts, const InstalledTrust& trust, const std::vector<Error>& problems) {
  const Loaded& loaded = facts.report.loaded;
  std::string text = line(cat("in use: ", in_use(facts)));
  text += line(cat("why: ", trust.merged.reason)) + line(cat("state directory: ", facts.place.state.string()));
  text += facts.place.root ? root_line(*facts.place.root) : "root of trust: none, so no bundle can be verified\n";
  text += anchors_text(trust.merged.trust);
  if (loaded.bundle) text += bundle_text(facts);
  if (loaded.state) {
    const state::State& state = *loaded.state;
    if (state.floor) text += line(cat("version floor: ", state.floor->bundle.version));
    text += line(cat("previous bundle: ", state.previous ? std::to_string(state.previous->version) : "none"));
    if (state.latest_time) text += line(cat("last install: ", format_time(*state.latest_time)));
  }
  text += line(cat("ledger: ", loaded.ledger.size(), loaded.ledger.size() == 1 ? " entry" : " entries"));
  text += line(cat("log: ", log_words(facts.report.log)));
  text += lines(warnings_of(facts, trust), "warning: ");
  for (const Error& problem : problems)
    text += line(cat(has(trust, TrustCondition::Kind::degraded) ? "DEGRADED: " : "PROBLEM: ", problem.reason, ": ",
                     describe(problem)));
  return text;
}

Document chain_document(const StatusFacts& facts) {
  Document list = Document::list();
  for (const ChainRoot& root : facts.chain) {
    Document one = Document::members();
    one.add("version", Document::number(root.version)).add("expires", format_time(root.expires));
    one.add("expired", Document::truth(root.expires <= facts.place.now));
    list.add(std::move(one));
  }
  return list;
}

Document bundle_document(const StatusFacts& facts) {
  const auto& bundle = facts.report.loaded.bundle;
  if (!bundle) return Document::nothing();
  Document document = to_document(*bundle);
  document.add("days_left", Document::number(days_left(bundle->expires, facts.place.now)));
  document.add("roots", chain_document(facts));
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

Document document_of(const StatusFacts& facts, const InstalledTrust& trust, const std::vector<Error>& problems) {
  const Loaded& loaded = facts.report.loaded;
  Document document = Document::members();
  document.add("schema", "trust-bundle-status/1").add("use", std::string(to_string(loaded.use)));
  document.add("installed", Document::truth(loaded.installed))
      .add("degraded", Document::truth(has(trust, TrustCondition::Kind::degraded)));
  document.add("distrust_lost", Document::truth(loaded.distrust_lost));
  document.add("stale", Document::truth(has(trust, TrustCondition::Kind::stale)))
      .add("rolled_back", Document::truth(has(trust, TrustCondition::Kind::rolled_back)));
  document.add("equivocation", Document::truth(has(trust, TrustCondition::Kind::equivocation)));
  document.add("merge", std::string(bundle::to_string(trust.merged.outcome))).add("reason", trust.merged.reason);
  document.add("embedded_version", Document::number(embedded_store().preamble.version));
  document.add("anchors_from_version", Document::number(trust.merged.trust.version));
  const std::vector<std::string> denied = bundle::denied_anchors(trust.merged.trust);
  document.add("anchors_trusted", Document::number(trust.merged.trust.anchors.size() - denied.size()));
  document.add("anchors_denied", Document::list_of(denied));
  document.add("state_directory", facts.place.state.string()).add("root_of_trust", optional_document(facts.place.root));
  document.add("bundle", bundle_document(facts));
  add_state(loaded.state, document);
  document.add("ledger_entries", Document::number(loaded.ledger.size()));
  const auto& log = facts.report.log;
  Document log_document = Document::members();
  log_document.add("ok", Document::truth(log && log->problems.empty()));
  log_document.add("entries", Document::number(log ? log->entries.size() : 0));
  document.add("log", std::move(log_document));
  document.add("warnings", Document::list_of(warnings_of(facts, trust))).add("problems", to_document(problems));
  return document;
}

}  // namespace

std::vector<ChainRoot> chain_of(std::string_view file) {
  std::vector<ChainRoot> chain;
  const auto bundle = bundle::BundleFile::read(file);
  if (!bundle) return chain;
  for (const bundle::RootDocument& root : bundle->view().roots)
    chain.push_back({.version = root.header.version, .expires = root.header.expires});
  return chain;
}

Answer status_answer(const StatusFacts& facts) {
  const InstalledTrust trust = installed_trust(facts.report.loaded, facts.place);
  const std::vector<Error> problems = problems_of(facts, trust);
  Answer answer{.text = text_of(facts, trust, problems), .document = document_of(facts, trust, problems), .status = 0};
  if (!problems.empty()) answer.problem = problems.front();
  return answer;
}

}  // namespace odca::bundle_tool
