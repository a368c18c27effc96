// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "change.h"

#include <memory>

#include "audit.h"
#include "base/text.h"
#include "clock.h"
#include "commands.h"
#include "exit_status.h"
#include "odca/amt/stream.h"
#include "progress_lines.h"
#include "signals.h"

namespace odca::amtctl {

using amt::Rehearsal;

namespace {

cli::Answer answer_of(const amt::Outcome& outcome, const ChangeOptions& options, const Change& change) {
  const Rehearsal rehearsal = options.dry_run ? Rehearsal::yes : Rehearsal::no;
  return {.text = options.output.json() ? outcome_json(outcome, change, rehearsal)
                                        : outcome_text(outcome, change, rehearsal, options.output.colour),
          .status = outcome.failure ? status_of(outcome.failure->kind) : 0};
}

}  // namespace

void take_change(cli::CommandLine& line, ChangeOptions& options) {
  take_device(line, options.device);
  line.heading("the change");
  line.add({"--dry-run", {}, "do all but the change: nothing is written, the audit included"}, options.dry_run);
  line.add({"--audit", "FILE", "gets a line of JSON before and after the change; default /var/log/amtctl.jsonl"},
           options.audit);
  line.heading("the answer");
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

cli::Answer change_device(Device& device, const ChangeOptions& options, const Change& change, const Flow& flow) {
  cli::hear_requests_to_end();
  const std::unique_ptr<amt::Connector> port = amt::device_port(
      *device.heci, amt::steady_clock(),
      static_cast<std::uint16_t>(options.device.port.value_or(kTlsPort)));  // at most 65535, as the option says
  ProgressLines progress(progress_for(options.output.json()));
  const std::string audit = options.audit.value_or(std::string(kAuditPlace));
  amt::Environment environment{
      .heci = *device.heci,
      .local_port = *port,
      .clock = amt::steady_clock(),
      .random = amt::system_random(),
      .progress = progress,
      .audit =
          [&audit](const amt::AuditRecord& record) {
            return append_audit(audit, audit_line(record, cli::host_clock(), cat("amtctl ", program_version())));
          },
      .asked_to_end = cli::asked_to_end};
  return answer_of(flow(environment, options.dry_run ? Rehearsal::yes : Rehearsal::no), options, change);
}

cli::Answer not_begun(const ChangeOptions& options, const Change& change, Error error) {
  return answer_of({.failure = classified(std::move(error))}, options, change);
}

}  // namespace odca::amtctl
