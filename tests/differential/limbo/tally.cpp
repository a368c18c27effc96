// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "tally.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "child.h"

namespace odca::limbo {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool any_listed(const std::vector<std::string>& allowed, const std::vector<std::string>& found) {
  return std::any_of(found.begin(), found.end(), [&](const std::string& code) { return contains(allowed, code); });
}

/// right_reason: a case of class `warn` has to show its warning, among whatever else it warns of.
bool right_reason(const Case& asked, const Answer& answer, const CodeTable& codes) {
  const std::vector<std::string>* const allowed = codes.find(asked.id);
  const bool refused = answer.outcome == Outcome::refused;
  if (refused && (allowed == nullptr || contains(*allowed, answer.code))) return true;
  if (asked.wanted != Class::warn) return !refused;
  if (refused && !contains(answer.warnings, answer.code)) return false;
  return allowed == nullptr ? !answer.warnings.empty() : any_listed(*allowed, answer.warnings);
}

std::string side_of(const Case& asked, bool strict) {
  const std::optional<bool> wanted = asked.must_accept(strict);
  if (!wanted) return "";
  return *wanted ? " SUCCESS" : " FAILURE";
}

/// Grouping collects counts under names, in an order given by a key.
class Grouping {
 public:
  explicit Grouping(std::size_t judges) : judges_(judges) {}
  void count(std::size_t order, const std::string& name, const Record& record) {
    Group& group = groups_[{order, name}];
    group.name = name;
    group.rows.resize(judges_);
    ++group.rows[record.judge].of[static_cast<std::size_t>(record.mark)];
  }
  std::vector<Group> take() {
    std::vector<Group> taken;
    for (auto& [key, group] : groups_) taken.push_back(std::move(group));
    return taken;
  }

 private:
  std::size_t judges_;
  std::map<std::pair<std::size_t, std::string>, Group> groups_{};
};

bool fits(const KnownDivergence& exception, const Case& asked, bool strict) {
  return exception.id == asked.id && exception.must_accept == asked.must_accept(strict) &&
         exception.strict.value_or(strict) == strict;
}

std::string row_of(const Comparison& run, const Record& record) {
  const Case& asked = run.cases[record.item];
  const Answer& answer = record.answer;
  return cat(asked.id, " (", to_string(record.form), ", class ", to_string(asked.wanted), side_of(asked, run.strict),
             "): ", to_string(record.mark), ": ", to_string(answer.outcome), " ", answer.code,
             answer.detail.empty() ? "" : " ", answer.detail);
}

void find_disagreements(const Comparison& run, std::vector<std::string>& found) {
  for (const Record& record : run.records) {
    if (record.judge != 0) continue;
    const bool fine = record.mark == Mark::agree || record.mark == Mark::reported;
    if (!fine && known(run, record) == nullptr) found.push_back(row_of(run, record));
    if (record.answer.signature_checks > run.most_checks)
      found.push_back(cat(run.cases[record.item].id, ": ", record.answer.signature_checks,
                          " signature checks, expected at most ", run.most_checks));
  }
}

/// find_stale: an exception is stale where its case was asked, agrees with its class, or fails in another way.
void find_stale(const Comparison& run, std::vector<std::string>& found) {
  for (const KnownDivergence& exception : run.exceptions) {
    bool asked = false;
    bool needed = false;
    for (const Record& record : run.records) {
      if (record.judge != 0 || !fits(exception, run.cases[record.item], run.strict)) continue;
      asked = true;
      needed = needed || known(run, record) == &exception;
    }
    if (asked && !needed) found.push_back(cat(exception.id, ": the exception is not needed; take it off the list"));
  }
}

}  // namespace

std::string_view to_string(Mark mark) {
  constexpr std::array<std::string_view, kMarks> kNames{"agree",   "wrong accept", "wrong refusal", "wrong reason",
                                                        "skipped", "HANG",         "CRASH",         "reported"};
  return kNames[static_cast<std::size_t>(mark)];
}

Mark mark_of(const Case& asked, const Answer& answer, bool strict, const CodeTable* codes) {
  if (answer.outcome == Outcome::crash) return Mark::crash;
  if (answer.outcome == Outcome::hang) return Mark::hang;
  if (answer.outcome == Outcome::skipped) return Mark::skipped;
  const std::optional<bool> must_accept = asked.must_accept(strict);
  if (!must_accept) return Mark::reported;
  const bool accepted = answer.outcome == Outcome::accepted;
  if (accepted != *must_accept) return accepted ? Mark::wrong_accept : Mark::wrong_refusal;
  return codes == nullptr || right_reason(asked, answer, *codes) ? Mark::agree : Mark::wrong_reason;
}

void ask_all(Comparison& run, std::chrono::milliseconds limit, const std::function<bool(const Case&)>& wanted) {
  for (const Form form : run.forms) {
    for (std::size_t item = 0; item < run.cases.size(); ++item) {
      if (!wanted(run.cases[item])) continue;
      const Case asked = remix(run.cases, item, form);
      for (std::size_t judge = 0; judge < run.judges.size(); ++judge) {
        Record record{.judge = judge, .item = item, .form = form};
        record.answer = ask_in_child(run.judges[judge], asked, limit);
        record.mark = mark_of(asked, record.answer, run.strict, judge == 0 ? &run.codes : nullptr);
        run.records.push_back(std::move(record));
      }
    }
  }
}

std::size_t Counts::total() const {
  std::size_t sum = 0;
  for (const std::size_t count : of) sum += count;
  return sum;
}

std::vector<Group> by_class(const Comparison& run, Form form) {
  Grouping groups(run.judges.size());
  for (const Record& record : run.records) {
    if (record.form != form) continue;
    const Case& asked = run.cases[record.item];
    const std::string side = side_of(asked, run.strict);
    const std::size_t order = static_cast<std::size_t>(asked.wanted) * 2 + (side == " SUCCESS" ? 0 : 1);
    groups.count(order, cat(to_string(asked.wanted), side), record);
  }
  return groups.take();
}

std::vector<Group> by_namespace(const Comparison& run, Form form) {
  std::map<std::string, std::size_t> first;
  for (std::size_t item = 0; item < run.cases.size(); ++item) first.emplace(run.cases[item].name_space(), item);
  Grouping groups(run.judges.size());
  for (const Record& record : run.records) {
    if (record.form != form) continue;
    const std::string name = run.cases[record.item].name_space();
    groups.count(first[name], name, record);
  }
  return groups.take();
}

std::vector<const Record*> changed(const Comparison& run, std::size_t judge) {
  std::map<std::size_t, Outcome> plain;
  for (const Record& record : run.records)
    if (record.judge == judge && record.form == Form::plain) plain[record.item] = record.answer.outcome;
  std::vector<const Record*> found;
  for (const Record& record : run.records) {
    if (record.judge != judge || record.form == Form::plain) continue;
    const auto same = plain.find(record.item);
    if (same == plain.end() || same->second != record.answer.outcome) found.push_back(&record);
  }
  return found;
}

const KnownDivergence* known(const Comparison& run, const Record& record) {
  for (const KnownDivergence& exception : run.exceptions) {
    if (record.judge != 0 || !fits(exception, run.cases[record.item], run.strict)) continue;
    if (record.mark == Mark::agree || exception.actual != record.answer.outcome) continue;
    if (exception.code == record.answer.code) return &exception;
  }
  return nullptr;
}

std::vector<std::string> violations(const Comparison& run) {
  std::vector<std::string> found;
  const bool any = std::any_of(run.records.begin(), run.records.end(),
                               [](const Record& record) { return record.judge == 0 && record.mark != Mark::reported; });
  if (!any) found.emplace_back("no case was judged");
  find_disagreements(run, found);
  find_stale(run, found);
  for (const Record* record : changed(run, 0))
    found.push_back(cat("another bag, another verdict: ", row_of(run, *record)));
  return found;
}

}  // namespace odca::limbo
