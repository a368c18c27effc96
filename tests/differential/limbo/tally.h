// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Tally: every answer held against what its case asks for, and whether that is good enough.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "expectations.h"
#include "judge.h"
#include "remix.h"
#include "suite.h"

namespace odca::limbo {

/// Mark is what an answer is worth. `reported` is for class `out`, which asks only for an answer at all.
enum class Mark { agree, wrong_accept, wrong_refusal, wrong_reason, skipped, hang, crash, reported };
constexpr std::size_t kMarks = 8;
std::string_view to_string(Mark mark);

/// mark_of compares an answer with what the case asks for. With `codes` the reason counts too: a refusal for another
/// reason than those listed is no agreement, nor is accepting a case of class `warn` without the warning.
Mark mark_of(const Case& asked, const Answer& answer, bool strict, const CodeTable* codes);

/// Record is one answer. `judge` and `item` index Comparison::judges and Comparison::cases.
struct Record {
  std::size_t judge = 0;
  std::size_t item = 0;
  Form form = Form::plain;
  Answer answer{};
  Mark mark = Mark::crash;
};

/// Comparison is all of it. judges[0] is the one under test; the others are peers, compared by verdict only.
struct Comparison {
  std::vector<Case> cases{};
  std::vector<Judge> judges{};
  std::vector<Form> forms{Form::plain};
  CodeTable codes{};
  std::vector<KnownDivergence> exceptions{};
  bool strict = false;
  std::uint64_t most_checks = 0;       ///< signature checks that the judge under test may need for one case
  std::vector<std::string> not_run{};  ///< peers that this build does not have
  std::vector<Record> records{};
};

/// ask_all asks every judge every case in every form, each in a child process, and fills `records`. The cases `wanted`
/// are asked; all of them lend certificates to the remixes.
void ask_all(Comparison& run, std::chrono::milliseconds limit, const std::function<bool(const Case&)>& wanted);

/// Counts is one row of a table: how many answers of each mark.
struct Counts {
  std::array<std::size_t, kMarks> of{};
  std::size_t operator[](Mark mark) const { return of[static_cast<std::size_t>(mark)]; }
  std::size_t total() const;
};

/// Group is one group of cases with a row for each judge, in the order of Comparison::judges.
struct Group {
  std::string name{};
  std::vector<Counts> rows{};
};
/// by_class groups into classes and expected answers, those that bind first; by_namespace in the order of the suite.
std::vector<Group> by_class(const Comparison& run, Form form);
std::vector<Group> by_namespace(const Comparison& run, Form form);

/// changed lists the records of a judge in other forms whose outcome is not that of the plain form.
std::vector<const Record*> changed(const Comparison& run, std::size_t judge);

/// known returns the exception that a record of the judge under test falls under, or nullptr.
const KnownDivergence* known(const Comparison& run, const Record& record);

/// violations says, one line each, why the bar is not met. Empty: it is. What was never asked does not meet it.
std::vector<std::string> violations(const Comparison& run);

}  // namespace odca::limbo
