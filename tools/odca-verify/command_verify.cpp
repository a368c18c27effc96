// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// odca-verify --chain FILE…: the verdict.
#include <algorithm>
#include <optional>

#include "base/text.h"
#include "batch/strangers.h"
#include "commands.h"
#include "input.h"
#include "odca/report.h"
#include "odca/verifier.h"
#include "pin.h"
#include "question.h"
#include "report/facts.h"
#include "setting.h"
#include "values.h"

namespace odca::cli {
namespace {

struct VerifyOptions {
  std::vector<std::string> chains{};
  std::vector<std::string> crls{};
  QuestionOptions question{};
  TrustOptions trust{};
  bool strict = false;
  bool explain = false;
  Output output{};
};

void take_verify(CommandLine& line, VerifyOptions& options) {
  line.describe({.summary = "give a verdict; the command when none is named",
                 .about = "Looks for a path from the certificate asked about to an anchor, judges it by the rules of "
                          "the policy, and prints a verdict with its reasons. Nothing is fetched from a network.",
                 .examples = {"odca-verify --chain dump.pem --at 2026-03-01T00:00:00Z --explain",
                              "odca-verify --chain dump.pem --json | jq -r .verdict"},
                 .statuses = {{"0", "trusted, perhaps with warnings"},
                              {"1", "rejected"},
                              {"2", "no verdict: usage, unreadable input, bad policy, bad trust source"}}});
  line.no_arguments("name files to verify with --chain; a command comes before its options");
  line.heading("the evidence");
  line.add({.name = "--chain",
            .value = "FILE...",
            .help = "PEM in any text, DER, a TLS Certificate message or record stream, or an AMT response; repeatable; "
                    "'-' is standard input",
            .required = true},
           options.chains);
  line.add({"--crl", "FILE...", "revocation lists besides those in the dump; repeatable"}, options.crls);
  take_device(line, options.question);
  take_amt_version(line, options.question);
  take_question(line, options.question);
  take_target(line, options.question);
  take_trust(line, options.trust);
  line.add({"--strict", {}, "every warning refuses"}, options.strict);
  line.heading("the answer");
  line.output({Format::text, Format::json}, options.output);
  line.add({"--explain", {}, "also every rule's answer, every path tried, and the work done"}, options.explain);
}

/// check_inputs refuses standard input named twice: the second reading would be empty.
Status check_inputs(const VerifyOptions& options) {
  const auto named = [](const std::vector<std::string>& names) { return std::count(names.begin(), names.end(), "-"); };
  if (named(options.chains) + named(options.crls) > 1)
    return usage_error("standard input ('-') is named more than once", "put everything into one stream, or name files");
  return {};
}

Result<Evidence> read_evidence(const VerifyOptions& options, const Limits& limits) {
  Evidence evidence;
  Result<DeviceFacts> device = read_device_facts(options.question);
  const bool is_sha1 = !device && device.error().reason == "pin-sha1";  // what it is of, the chain will show
  if (!device && !is_sha1) return std::move(device).error();
  if (device) evidence.device = *std::move(device);
  for (const std::string& name : options.chains) {
    ODCA_TRY_ASSIGN(Dump dump, read_chain(name, limits_left(limits, evidence)));
    evidence.add(std::move(dump));
  }
  if (is_sha1) return explain_sha1(std::move(device).error(), *options.question.pin, evidence);
  for (const std::string& name : options.crls) {
    ODCA_TRY_ASSIGN(Dump dump, read_crl_file(name, limits_left(limits, evidence)));
    evidence.add(std::move(dump));
  }
  return evidence;
}

Result<Answer> run_verify(const VerifyOptions& options) {
  ODCA_TRY(check_inputs(options));
  ODCA_TRY_ASSIGN(const Question question, read_question(options.question));
  ODCA_TRY_ASSIGN(Setting setting, load_setting(options.trust, question.at));
  ODCA_TRY_ASSIGN(const Evidence evidence, read_evidence(options, setting.policy.limits));

  const Verifier verifier(std::move(setting.policy), std::move(setting.store),
                          options.strict ? Strictness::strict : Strictness::default_);
  const Verdict verdict = verifier.verify(evidence, question);
  const bool yes = accepted(verdict);
  ODCA_TRY(check_halves(verdict, options.question.upid.value_or(Upid{}).oem));
  // One yes is about one device: that of the second one in the same files would be taken for it.
  if (yes && !question.target && question.purpose != Purpose::rfc5280)
    if (std::optional<Error> second = batch::second_device(verdict, evidence, verifier.store()))
      return *std::move(second);

  const Detail detail = options.explain ? Detail::explain : Detail::normal;
  Answer answer{.text = {}, .status = yes ? kAccepted : kRejected};
  answer.text =
      options.output.json() ? to_json(verdict, detail) + '\n' : to_text(verdict, detail, options.output.colour);
  return answer;
}

}  // namespace

Work verify(CommandLine& line) { return work(line, take_verify, run_verify); }

}  // namespace odca::cli
