// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/course.h"

#include <utility>

#include "flow/starting_state.h"
#include "flow/waiting.h"
#include "io/text.h"

namespace odca::amt {
namespace {

constexpr std::string_view kRemedy = "'amtctl deactivate --local' takes the device back; then begin anew";

Error not_recorded(const Error& cause, std::string_view what_holds) {
  return {.code = cause.code,
          .message = cat("the audit record was not written, and ", what_holds, ": ", cause.message),
          .hint = cause.hint,
          .reason = "audit-not-written"};
}

}  // namespace

Ended done(std::string detail) { return {.detail = std::move(detail)}; }
Ended failed(Failure failure) {
  std::string detail = failure.error.message;
  return {.state = StepState::failed, .detail = std::move(detail), .failure = std::move(failure)};
}
Ended unclear(Failure failure) {
  Ended ended = failed(std::move(failure));
  ended.state = StepState::unclear;
  return ended;
}

Ended Course::read_device() {
  Result<DeviceInfo> device = read_device_info(environment_.heci, environment_.clock, Extent::what_decides);
  if (!device) return failed(failure_of(std::move(device).error()));
  outcome_.state = DeviceState{.mode = device->mode, .state = device->state};
  outcome_.device = *std::move(device);
  return done(
      cat("AMT '", version_of(*outcome_.device, "AMT"), "', UUID '", uuid_text(outcome_.device->uuid), "', ", holds()));
}

Status Course::record(std::string_view event) {
  if (!environment_.audit)
    return Error{.code = Errc::usage, .message = "there is no place for it", .reason = "audit-not-written"};
  return environment_.audit({.event = event,
                             .device = outcome_.device ? &*outcome_.device : nullptr,
                             .state = outcome_.state,
                             .verdict = outcome_.peer.verdict ? &*outcome_.peer.verdict : nullptr,
                             .steps = &outcome_.steps,
                             .failure = outcome_.failure ? &*outcome_.failure : nullptr});
}

Ended Course::record_begin() {
  if (const Status status = record(events_.begins); !status)
    return failed(failure_of(not_recorded(status.error(), "nothing was changed")));
  recorded_ = true;
  return done("written");
}

void Course::note(std::string_view stage, Ended ended) {
  Step step{.name = stage, .state = ended.state, .detail = std::move(ended.detail)};
  if (ended.failure) step.firmware_status = ended.failure->firmware_status;
  outcome_.failure = std::move(ended.failure);
  outcome_.steps.push_back(std::move(step));
  environment_.progress.ended(outcome_.steps.back());
}

std::string Course::holds() const {
  return outcome_.state ? in_words(*outcome_.state) : "a state that could not be read";
}

Failure Course::partly_done(ReasonId reason, const Error& cause, std::optional<std::uint32_t> status) const {
  return {.kind = FailureKind::partly_done,
          .error = {.code = Errc::device,
                    .message = cat(cause.message, "; what holds now is ", holds()),
                    .hint = cause.hint.empty() ? std::string(kRemedy) : cat(kRemedy, "; ", cause.hint),
                    .reason = reason},
          .firmware_status = status};
}

void Course::read_state_again() {
  const Result<DeviceState> state = read_device_state(environment_.heci, environment_.clock);
  outcome_.state = state ? std::optional(*state) : std::nullopt;
}

bool Course::must_end_before(std::string_view stage) {
  if (!asked_to_end(environment_)) return false;
  const Error cause{.code = Errc::io, .message = cat("interrupted before '", stage, "'"), .reason = "interrupted"};
  if (changing_) {
    read_state_again();
    outcome_.failure = partly_done("interrupted", cause, std::nullopt);
    return true;
  }
  outcome_.failure = failure_of(cause);
  outcome_.failure->error.message += "; nothing was changed";
  return true;
}

/// record_end: a record that is missing is a failure even of what was done.
void Course::record_end() {
  environment_.progress.began("audit-end", "recording how it ended");
  const Status status = record(events_.ended);
  const std::optional<Failure> before = outcome_.failure;
  Ended ended = done("written");
  if (!status)
    ended = failed(
        {.kind = FailureKind::partly_done, .error = not_recorded(status.error(), cat("what holds is ", holds()))});
  note("audit-end", std::move(ended));
  if (before) outcome_.failure = before;
}

Outcome Course::close() {
  if (changing_ && outcome_.failure) read_state_again();
  if (recorded_) record_end();
  return std::move(outcome_);
}

}  // namespace odca::amt
