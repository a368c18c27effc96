// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "describe_outcome.h"

#include <algorithm>

#include "base/text.h"
#include "firmware_words.h"
#include "report/facts.h"

namespace odca::amtctl {
namespace {

using amt::Outcome;
using amt::Rehearsal;

/// with_verdict puts a member at the end of an object, since a verdict comes as JSON already.
std::string with_verdict(std::string object, std::string_view verdict) {
  object.pop_back();
  return cat(object, ",\"verdict\":", verdict, "}");
}

void write_firmware_status(JsonWriter& json, const std::optional<std::uint32_t>& status) {
  if (!status) return;
  json.key("firmware_status").number(*status);
  json.key("firmware_status_name").string(firmware_status_name(*status));
}

void write_work(JsonWriter& json, const amt::WorkCount& work) {
  json.begin_object().key("handshakes").number(work.handshakes).key("requests").number(work.requests);
  json.key("requests_with_effects").number(work.requests_with_effects).end_object();
}

std::string headline(const Outcome& outcome, const Change& change, Rehearsal rehearsal) {
  if (!outcome.failure && rehearsal == Rehearsal::yes)
    return cat("rehearsed: nothing stands in the way of '", change.command, "', and nothing was changed\n");
  if (!outcome.failure) return cat(change.done, '\n');
  const amt::Failure& failure = *outcome.failure;
  const bool partly = failure.kind == amt::FailureKind::partly_done;
  std::string text = cat(partly ? "partly done" : change.not_done, " (", to_string(failure.kind),
                         "): ", escape_text(describe(failure.error)), '\n');
  if (failure.firmware_status)
    text +=
        cat("  firmware status ", *failure.firmware_status, ", ", firmware_status_name(*failure.firmware_status), '\n');
  if (!failure.error.hint.empty()) text += cat("  hint: ", escape_text(failure.error.hint), '\n');
  return text;
}

std::string device_line(const Outcome& outcome) {
  std::string text;
  if (outcome.device)
    text = cat("  device ", amt::uuid_text(outcome.device->uuid), ", AMT ",
               escape_text(amt::version_of(*outcome.device, "AMT")), '\n');
  if (outcome.state)
    text += cat("  control mode ", to_string(outcome.state->mode), ", provisioning state ",
                to_string(outcome.state->state), '\n');
  else if (outcome.device)
    text += "  control mode and provisioning state could not be read again: see 'amtctl info'\n";
  return text;
}

std::string verdict_line(const Outcome& outcome) {
  if (!outcome.peer.verdict || !accepted(*outcome.peer.verdict)) return {};
  const Verdict& verdict = *outcome.peer.verdict;
  const TrustAnchor* const anchor = proved_anchor(verdict);
  return cat("  trusted by policy ", escape_text(verdict.policy), ", trust ", escape_text(verdict.trust_source),
             anchor == nullptr ? "" : cat(", anchor '", escape_text(anchor->label), "'"), '\n');
}

std::string steps_text(const std::vector<amt::Step>& steps) {
  std::string text = steps.empty() ? "" : "\nsteps\n";
  std::size_t width = 0;
  for (const amt::Step& step : steps) width = std::max(width, step.name.size());
  for (const amt::Step& step : steps)
    text += cat("  ", step.name, std::string(width - step.name.size(), ' '), "  ", to_string(step.state),
                step.detail.empty() ? "" : cat(": ", escape_text(step.detail)), '\n');
  return text;
}

}  // namespace

void write_steps(JsonWriter& json, const std::vector<amt::Step>& steps) {
  json.begin_array();
  for (const amt::Step& step : steps) {
    json.begin_object().key("name").string(step.name).key("state").string(to_string(step.state));
    json.key("detail").string(step.detail);
    write_firmware_status(json, step.firmware_status);
    json.end_object();
  }
  json.end_array();
}

void write_failure(JsonWriter& json, const amt::Failure& failure) {
  json.begin_object().key("kind").string(to_string(failure.kind)).key("reason").string(failure.error.reason);
  json.key("message").string(describe(failure.error)).key("hint").string(failure.error.hint);
  write_firmware_status(json, failure.firmware_status);
  json.end_object();
}

std::string outcome_json(const Outcome& outcome, const Change& change, Rehearsal rehearsal) {
  JsonWriter json;
  json.begin_object().key("schema").string("odca-activation/1").key("command").string(change.command);
  json.key("dry_run").boolean(rehearsal == Rehearsal::yes);
  json.key("done").boolean(!outcome.failure && rehearsal == Rehearsal::no);
  if (outcome.device) json.key("uuid").string(amt::uuid_text(outcome.device->uuid));
  if (outcome.device) json.key("amt_version").string(amt::version_of(*outcome.device, "AMT"));
  if (outcome.state) {
    json.key("control_mode").string(to_string(outcome.state->mode));
    json.key("provisioning_state").string(to_string(outcome.state->state));
  }
  json.key("steps");
  write_steps(json, outcome.steps);
  if (outcome.failure) {
    json.key("failure");
    write_failure(json, *outcome.failure);
  }
  json.key("work");
  write_work(json, outcome.work);
  if (!outcome.peer.tls_version.empty())
    json.key("tls_version").string(outcome.peer.tls_version).key("cipher").string(outcome.peer.cipher);
  std::string text = json.end_object().take();
  return cat(outcome.peer.verdict ? with_verdict(std::move(text), to_json(*outcome.peer.verdict)) : text, '\n');
}

std::string outcome_text(const Outcome& outcome, const Change& change, Rehearsal rehearsal, Colour colour) {
  std::string text = headline(outcome, change, rehearsal) + device_line(outcome) + verdict_line(outcome);
  text += steps_text(outcome.steps);
  if (outcome.peer.verdict && !accepted(*outcome.peer.verdict))
    text += cat('\n', to_text(*outcome.peer.verdict, Detail::normal, colour));
  return text;
}

}  // namespace odca::amtctl
