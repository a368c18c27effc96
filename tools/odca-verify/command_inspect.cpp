// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// odca-verify inspect FILE: what is in a file, field by field. Never a verdict: nothing here is checked against trust.
#include "base/text.h"
#include "commands.h"
#include "describe.h"
#include "input.h"
#include "setting.h"

namespace odca::cli {
namespace {

struct InspectOptions {
  std::string file{};
  std::optional<std::string> policy{};
  Output output{};
};

void take_inspect(CommandLine& line, InspectOptions& options) {
  line.describe({.summary = "show certificates and CRLs, no verdict",
                 .about = "Shows what is in a file, field by field, with the meaning of the names that ODCA gives. "
                          "Nothing is checked against trust, so this is never a verdict.",
                 .examples = {"odca-verify inspect dump.pem", "odca-verify inspect dump.pem --json"},
                 .statuses = {kShown, kNotShown}});
  line.argument(
      {.name = "FILE", .help = "certificates or CRLs in any form that a verdict takes; '-' is standard input"},
      options.file);
  take_policy(line, options.policy);
  line.output({Format::text, Format::json}, options.output);
}

Document located(const std::string& where, Document what) {
  Document document = Document::members();
  document.add("where", where);
  return document.add("fields", std::move(what));
}

Document describe_dump(const Dump& dump) {
  Document certificates = Document::list();
  for (const Presented& entry : dump.certificates)
    certificates.add(located(entry.where, describe_certificate(entry.certificate)));
  Document crls = Document::list();
  for (const PresentedCrl& entry : dump.crls) crls.add(located(entry.where, describe_crl(entry.crl)));
  Document unreadable = Document::list();
  for (const Unreadable& entry : dump.unreadable)
    unreadable.add(Document::members().add("where", entry.where).add("error", describe(entry.error)));
  std::vector<std::string> limits;
  for (const LimitHit& hit : dump.limits) limits.push_back(cat(hit.limit, ": ", hit.message));

  Document document = Document::members();
  document.add("schema", "odca-inspect/1").add("kind", std::string(to_string(dump.kind)));
  document.add("certificates", std::move(certificates)).add("crls", std::move(crls));
  document.add("unreadable", std::move(unreadable)).add("limits_reached", Document::list_of(limits));
  return document.add("notes", Document::list_of(dump.notes));
}

Result<Answer> run_inspect(const InspectOptions& options) {
  ODCA_TRY_ASSIGN(const Policy policy, load_policy_option(options.policy));
  ODCA_TRY_ASSIGN(const Dump dump, read_named(options.file, policy.limits));
  return Answer{.document = describe_dump(dump), .status = kAccepted};
}

}  // namespace

Work inspect(CommandLine& line) { return work(line, take_inspect, run_inspect); }

}  // namespace odca::cli
