// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// failure_of and the names of kinds and states: tables.
#include <utility>

#include "flow/failure_kinds.h"

namespace odca::amt {
namespace {

struct ReasonRow {
  ReasonId reason;
  FailureKind kind;
};
constexpr ReasonRow kReasons[] = {
    {"weak-password", FailureKind::usage},
    {"identity-unusable", FailureKind::usage},
    {"mei-permission", FailureKind::permission},
    {"mei-absent", FailureKind::no_device},
    {"mei-not-mounted", FailureKind::no_device},
    {"heci-no-client", FailureKind::no_device},
    {"heci-gone", FailureKind::transport},
    {"heci-busy", FailureKind::transport},
    {"device-locked", FailureKind::transport},  // as busy: another process works with it, and will end
    {"timed-out", FailureKind::transport},
    {"connect-refused", FailureKind::transport},
    {"connection-reset", FailureKind::transport},
    {"port-taken", FailureKind::transport},
    {"tls-failed", FailureKind::transport},
    {"http-syntax", FailureKind::transport},
    {"http-too-big", FailureKind::transport},
    {"http-truncated", FailureKind::transport},
    {"http-status", FailureKind::transport},
    {"digest-challenge", FailureKind::transport},
    {"wsman-syntax", FailureKind::transport},
    {"wsman-unrelated", FailureKind::transport},
    {"pthi-syntax", FailureKind::transport},
    {"apf-syntax", FailureKind::transport},
    {"too-big", FailureKind::transport},  // a message that the firmware, or the driver, has no room for
    {"reply-lost", FailureKind::transport},
    {"peer-not-trusted", FailureKind::not_trusted},
    {"realm-changed", FailureKind::not_trusted},  // whoever answers is not the one who was asked before
    {"audit-not-written", FailureKind::policy},
    {"firmware-refused", FailureKind::firmware_refused},
    {"wsman-fault", FailureKind::firmware_refused},
    {"credentials-refused", FailureKind::firmware_refused},
    {"stale", FailureKind::firmware_refused},
    {"wrong-state", FailureKind::wrong_state},
    {"half-provisioned", FailureKind::wrong_state},
    {"upid-not-set", FailureKind::wrong_state},
    {"state-not-reached", FailureKind::partly_done},
    {"interrupted", FailureKind::interrupted},
};

/// kind_by_class is for errors of other libraries: libtrust's are about policies and sources of trust.
FailureKind kind_by_class(Errc code) {
  switch (code) {
    case Errc::device:
      return FailureKind::no_device;
    case Errc::io:
    case Errc::protocol:
    case Errc::timeout:
      return FailureKind::transport;
    case Errc::permission:
      return FailureKind::permission;
    case Errc::signature:
      return FailureKind::not_trusted;
    case Errc::usage:
    case Errc::unsupported:
      return FailureKind::usage;
    case Errc::syntax:
    case Errc::limit:
    case Errc::rollback:
    case Errc::expired:
      return FailureKind::policy;
  }
  return FailureKind::usage;
}

}  // namespace

std::optional<FailureKind> kind_of(ReasonId reason) {
  for (const ReasonRow& row : kReasons)
    if (row.reason == reason) return row.kind;
  return std::nullopt;
}

Failure failure_of(Error error) {
  const FailureKind kind = kind_of(error.reason).value_or(kind_by_class(error.code));
  return {.kind = kind, .error = std::move(error)};
}

std::string_view to_string(FailureKind kind) {
  switch (kind) {
    case FailureKind::usage:
      return "usage";
    case FailureKind::permission:
      return "permission";
    case FailureKind::no_device:
      return "no-device";
    case FailureKind::transport:
      return "transport";
    case FailureKind::not_trusted:
      return "not-trusted";
    case FailureKind::policy:
      return "policy";
    case FailureKind::firmware_refused:
      return "firmware-refused";
    case FailureKind::wrong_state:
      return "wrong-state";
    case FailureKind::provisioning_certificate:
      return "provisioning-certificate";
    case FailureKind::partly_done:
      return "partly-done";
    case FailureKind::interrupted:
      return "interrupted";
  }
  return "usage";
}

std::string_view to_string(StepState state) {
  switch (state) {
    case StepState::done:
      return "done";
    case StepState::skipped:
      return "skipped";
    case StepState::failed:
      return "failed";
    case StepState::unclear:
      return "unclear";
  }
  return "unclear";
}

}  // namespace odca::amt
