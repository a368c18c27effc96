// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Course: what all flows have in common: stages in their order, the record before the first change and after the last,
// and the state that holds in the end.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "odca/amt/activation.h"

namespace odca::amt {

/// Ended is what came of a stage. A failure ends the course.
struct Ended {
  StepState state = StepState::done;
  std::string detail{};
  std::optional<Failure> failure{};
};
Ended done(std::string detail);
Ended failed(Failure failure);
/// unclear is failed for a change of which nobody can say whether it was made.
Ended unclear(Failure failure);

/// Stage is a row of a flow.
template <class Flow>
struct Stage {
  std::string_view name;
  std::string_view what;       ///< for people who wait
  std::string_view rehearsed;  ///< what a rehearsal would have done; empty: the stage changes nothing and is run
  Ended (Flow::*run)();
};

/// Events are the names of the two records.
struct Events {
  std::string_view begins;
  std::string_view ended;
};

class Course {
 public:
  Course(Environment& environment, Events events) : environment_(environment), events_(events) {}
  Course(const Course&) = delete;
  Course& operator=(const Course&) = delete;

  // Stages of every flow.
  Ended read_device();
  Ended record_begin();

  /// go runs the stages of `flow`, which is this course, until one fails or the program is asked to end.
  template <class Flow, std::size_t kCount>
  Outcome go(Flow& flow, const Stage<Flow> (&stages)[kCount], Rehearsal rehearsal) {
    for (const Stage<Flow>& stage : stages) {
      if (outcome_.failure || must_end_before(stage.name)) break;
      if (rehearsal == Rehearsal::yes && !stage.rehearsed.empty()) {
        note(stage.name, {.state = StepState::skipped, .detail = std::string(stage.rehearsed)});
        continue;
      }
      environment_.progress.began(stage.name, stage.what);
      note(stage.name, (flow.*stage.run)());
    }
    return close();
  }

 protected:
  ~Course() = default;

  /// holds is what the firmware said last, in words.
  std::string holds() const;
  /// partly_done is the failure of a flow that changed the device and did not come to its end.
  Failure partly_done(ReasonId reason, const Error& cause, std::optional<std::uint32_t> status) const;

  Environment& environment_;
  Outcome outcome_{};
  bool changing_ = false;  ///< a request with effects may have left

 private:
  bool must_end_before(std::string_view stage);
  void note(std::string_view stage, Ended ended);
  Status record(std::string_view event);
  void record_end();
  void read_state_again();
  Outcome close();

  Events events_;
  bool recorded_ = false;
};

}  // namespace odca::amt
