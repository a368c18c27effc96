// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// limbo: runs a suite in x509-limbo's form through libtrust, and through other validators beside it.
// Exit status: 0 finished, 1 a fault of this program or of its input, 2 the bar of --expect is not met.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "base/text.h"
#include "odca/policy.h"
#include "report.h"

namespace odca::limbo {
namespace {

namespace fs = std::filesystem;

constexpr int kFault = 1;
constexpr int kBarNotMet = 2;

struct Options {
  std::string suite{};
  std::string overlay{};
  std::string exceptions{};
  std::string codes{};
  std::string now{"2026-11-22T00:00:00Z"};  // the suites at hand were made before this day and are valid on it
  std::string only{};
  unsigned limit = 10;
  std::vector<std::string> peers{"botan", "openssl", "gnutls"};
  std::string remix{};
  bool strict = false;
  bool json = false;
  bool expect = false;
};

fs::path shared_suite() {
  if (const char* named = std::getenv("ODCA_LIMBO_JSON")) return named;
  const char* data = std::getenv("ODCA_SHARED_DATA");
  const fs::path folder = data != nullptr ? fs::path(data) : fs::path(ODCA_SOURCE_DIR) / "../shared/data";
  return folder / "limbo/limbo.json";
}

fs::path beside_sources(const std::string& chosen, std::string_view name) {
  return chosen.empty() ? fs::path(ODCA_SOURCE_DIR) / "tests/differential" / name : fs::path(chosen);
}

std::vector<Form> forms_of(const std::string& remix) {
  if (remix.empty()) return {Form::plain};
  std::vector<Form> forms{Form::plain};
  for (const Form form : {Form::reversed, Form::doubled, Form::namesakes})
    if (remix == "all" || remix == to_string(form)) forms.push_back(form);
  return forms;
}

void add_peers(const std::vector<std::string>& wanted, Comparison& run) {
  for (const std::string& name : wanted) {
    if (name == "none") continue;
    std::optional<Judge> peer = name == "botan" ? botan_judge() : name == "openssl" ? openssl_judge() : gnutls_judge();
    if (peer) {
      run.judges.push_back(*std::move(peer));
    } else {
      run.not_run.push_back(name);
    }
  }
}

Status read_cases(const Options& options, Comparison& run) {
  const fs::path suite = options.suite.empty() ? shared_suite() : fs::path(options.suite);
  if (!fs::exists(suite))
    return Error{.code = Errc::io,
                 .message = cat("not run: no suite at ", quote(suite.string())),
                 .hint = "name a suite, or set ODCA_LIMBO_JSON to one"};
  ODCA_TRY_ASSIGN(const Time now, parse_time(options.now));
  ODCA_TRY_ASSIGN(run.cases, read_suite(suite, now));
  const fs::path overlay = options.overlay.empty() ? suite.parent_path() / "overlay.json" : fs::path(options.overlay);
  if (!options.overlay.empty() || fs::exists(overlay)) ODCA_TRY(apply_overlay(overlay, run.cases));
  return {};
}

Result<Comparison> prepare(const Options& options) {
  Comparison run{.forms = forms_of(options.remix), .strict = options.strict};
  ODCA_TRY(read_cases(options, run));
  ODCA_TRY_ASSIGN(run.codes, CodeTable::read(beside_sources(options.codes, "limbo-codes.yaml")));
  ODCA_TRY_ASSIGN(run.exceptions, read_exceptions(beside_sources(options.exceptions, "limbo-exceptions.yaml")));
  run.most_checks = default_policy().limits.signature_checks;
  run.judges.push_back(odca_judge(options.strict));
  add_peers(options.peers, run);
  return run;
}

int execute(const Options& options) {
  Result<Comparison> run = prepare(options);
  if (!run) {
    std::cerr << "limbo: " << describe(run.error()) << '\n';
    if (!run.error().hint.empty()) std::cerr << "  hint: " << run.error().hint << '\n';
    return kFault;
  }
  ask_all(*run, std::chrono::seconds(options.limit),
          [&](const Case& asked) { return asked.id.starts_with(options.only); });
  if (run->records.empty()) {
    std::cerr << "limbo: no case of the suite begins with " << quote(options.only) << '\n';
    return kFault;
  }
  std::cout << (options.json ? to_json(*run) + '\n' : to_text(*run));
  if (!options.expect) return 0;
  const std::vector<std::string> found = violations(*run);
  for (const std::string& one : found) std::cerr << "limbo: bar not met: " << one << '\n';
  return found.empty() ? 0 : kBarNotMet;
}

int run_program(int argc, char** argv) {
  Options options;
  CLI::App app("runs a suite of path validation cases through libtrust and through other validators", "limbo");
  app.add_option("SUITE", options.suite, "JSON file in the form of x509-limbo (default: the shared suite)");
  app.add_option("--overlay", options.overlay, "class table (default: overlay.json beside the suite, if it is there)");
  app.add_option("--exceptions", options.exceptions, "known divergences (default: limbo-exceptions.yaml)");
  app.add_option("--codes", options.codes, "right reasons (default: limbo-codes.yaml)");
  app.add_option("--now", options.now, "time of cases that name none")->capture_default_str();
  app.add_option("--only", options.only, "ask only cases whose id begins so");
  app.add_option("--limit", options.limit, "seconds until a case counts as HANG")
      ->check(CLI::Range(1U, 3600U))
      ->capture_default_str();
  app.add_option("--peers", options.peers, "botan, openssl, gnutls or none")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"botan", "openssl", "gnutls", "none"}))
      ->capture_default_str();
  app.add_option("--remix", options.remix, "ask again with another bag: reversed, doubled, namesakes or all")
      ->check(CLI::IsMember({"reversed", "doubled", "namesakes", "all"}));
  app.add_flag("--strict", options.strict, "every warning is a refusal");
  app.add_flag("--json", options.json, "print one JSON document");
  app.add_flag("--expect", options.expect, "exit with 2 unless the bar is met");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kFault;
  }
  return execute(options);
}

}  // namespace
}  // namespace odca::limbo

int main(int argc, char** argv) {
  try {
    return odca::limbo::run_program(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "limbo: " << error.what() << '\n';
    return 1;
  }
}
