// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Activation and deactivation of the device of this machine. The firmware's state over HECI decides what was done, not
// the answer to a request, which may be lost.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "odca/amt/device.h"
#include "odca/amt/peer.h"
#include "odca/amt/secret.h"

namespace odca::amt {

/// FailureKind is what a failure means for whoever has to act on it; the number is the exit status of amtctl.
enum class FailureKind {
  usage = 2,
  permission = 3,
  no_device = 4,
  transport = 5,
  not_trusted = 6,
  policy = 7,  ///< policy or trust source
  firmware_refused = 8,
  wrong_state = 9,
  provisioning_certificate = 10,
  partly_done = 11,
  interrupted = 12,
};
std::string_view to_string(FailureKind kind);  ///< "not-trusted"

struct Failure {
  FailureKind kind = FailureKind::usage;
  Error error{};
  std::optional<std::uint32_t> firmware_status{};  ///< PTHI status or WSMAN ReturnValue
};
/// failure_of gives an error of a lower room its kind, by its reason.
Failure failure_of(Error error);

enum class StepState { done, skipped, failed, unclear };
std::string_view to_string(StepState state);

/// Step is one line of the result. Names are stable: "read-device", "verify-peer", "audit", "setup", "commit", ...
struct Step {
  std::string_view name{};
  StepState state = StepState::done;
  std::string detail{};  ///< what was found or done, in words
  std::optional<std::uint32_t> firmware_status{};
};

/// Progress hears of each step, for people who wait. It must not throw.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void began(std::string_view step, std::string_view what) = 0;  ///< "setup", "activating client control mode"
  virtual void ended(const Step& step) = 0;
};

/// AuditRecord is what is written before the first change to a device, and after the last.
struct AuditRecord {
  std::string_view event{};  ///< "activation-begins", "activation-ended", "deactivation-begins", ...
  const DeviceInfo* device = nullptr;
  std::optional<DeviceState> state{};  ///< absent when it could not be read
  const Verdict* verdict = nullptr;    ///< of the session; none for what is done over HECI alone
  const std::vector<Step>* steps = nullptr;
  const Failure* failure = nullptr;
};
/// Audit writes one record where it lasts. Where the first one of an activation cannot be written, nothing is changed.
using Audit = std::function<Status(const AuditRecord&)>;

/// Environment is all that a flow works with; each is borrowed for the call.
struct Environment {
  Heci& heci;
  Connector& local_port;
  Clock& clock;
  Random& random;
  Progress& progress;
  Audit audit;
  /// asked_to_end is looked at between steps, and while waiting.
  std::function<bool()> asked_to_end;
};

/// WorkCount is what a flow cost, for the benchmark and the tests.
struct WorkCount {
  unsigned handshakes = 0;
  unsigned requests = 0;
  unsigned requests_with_effects = 0;
};

struct Outcome {
  std::vector<Step> steps{};
  std::optional<DeviceInfo> device{};
  std::optional<DeviceState> state{};  ///< read last; absent when it could not be read
  PeerReport peer{};                   ///< of the last session
  WorkCount work{};
  std::optional<Failure> failure{};
};

enum class Rehearsal { no, yes };

/// activate_ccm puts a device that is not activated into client control mode. `password` becomes that of the
/// administrator. With Rehearsal::yes it stops before the first change, the audit record included.
Outcome activate_ccm(Environment& environment, const PeerQuestion& question, const Secret& password,
                     Rehearsal rehearsal);

/// check_password holds AMT's rules for the password of an administrator: 8 to 32 printable ASCII characters with
/// lower case, upper case, a digit and one of the marks that AMT counts; not ':', ',' and '"'. Fails with Errc::usage.
Status check_password(const Secret& password);

/// deactivate_ccm takes a device out of client control mode, by HECI; it needs no password and opens no session.
Outcome deactivate_ccm(Environment& environment, Rehearsal rehearsal);

}  // namespace odca::amt
