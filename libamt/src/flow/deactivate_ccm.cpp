// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// deactivate_ccm: Unprovision over HECI. No session is opened and no password sent.
#include <utility>

#include "flow/course.h"
#include "flow/starting_state.h"
#include "flow/waiting.h"
#include "io/text.h"
#include "pthi/pthi.h"

namespace odca::amt {
namespace {

/// Firmware that clears its settings is given as long as was seen for a configuration that is stopped.
constexpr milliseconds kClearingTime{60'000};

bool is_clear(const DeviceState& state) { return state == DeviceState{}; }

class Deactivation final : public Course {
 public:
  explicit Deactivation(Environment& environment)
      : Course(environment, {.begins = "deactivation-begins", .ended = "deactivation-ended"}) {}

  Ended check_state();
  Ended unprovision();
};

Ended Deactivation::check_state() {
  if (Status status = may_deactivate(*outcome_.device); !status) return failed(failure_of(std::move(status).error()));
  return done(holds());
}

Ended Deactivation::unprovision() {
  Pthi pthi(environment_.heci, environment_.clock);
  changing_ = true;
  ++outcome_.work.requests_with_effects;
  Status status = pthi.unprovision();
  // An answer that cannot be read is no refusal: only when it was heard, or nobody knows, is there something to wait
  // for.
  const bool unknown = !status && (status.error().reason == "reply-lost" || status.error().reason == "pthi-syntax");
  const bool hopeless = !status && !unknown;
  const Waited waited = wait_for_state(environment_, is_clear, hopeless ? milliseconds(0) : kClearingTime);
  outcome_.state = waited.state;
  if (waited.reached) return done(cat("the firmware says ", holds()));
  if (!hopeless) {
    const Error none{.message = "the firmware accepted 'Unprovision' and did not finish it"};
    return unclear(partly_done("state-not-reached", status ? none : status.error(), std::nullopt));
  }
  Failure failure = failure_of(std::move(status).error());
  if (failure.kind == FailureKind::firmware_refused) failure.firmware_status = pthi.last_status();
  return failed(std::move(failure));
}

constexpr Stage<Deactivation> kStages[] = {
    {"read-device", "asking the firmware what it is", {}, &Deactivation::read_device},
    {"check-state", "comparing its state", {}, &Deactivation::check_state},
    {"audit", "recording that the deactivation begins", "would record that the deactivation begins",
     &Deactivation::record_begin},
    {"unprovision", "taking the device out of client control mode", "would send Unprovision to the firmware",
     &Deactivation::unprovision},
};

}  // namespace

Outcome deactivate_ccm(Environment& environment, Rehearsal rehearsal) {
  Deactivation deactivation(environment);
  return deactivation.go(deactivation, kStages, rehearsal);
}

}  // namespace odca::amt
