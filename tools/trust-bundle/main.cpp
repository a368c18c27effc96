// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle: makes, signs, inspects and installs signed bundles of trust material for Intel AMT devices.
// Exit status: 0 done, 1 declined at the terminal (install, sign), else that of the class of failure (docs/bundles.md
// 8).
#include <new>
#include <utility>

#include "bundle/reason.h"
#include "commands.h"
#include "odca/verifier.h"
#include "terminal.h"

namespace odca::bundle_tool {
namespace {

/// publishing is a command for publishers: they are told what to do about the manifest, and not whom to ask.
template <Work (*prepare)(cli::CommandLine&)>
Work publishing(cli::CommandLine& line) {
  return [work = prepare(line)]() -> Result<Answer> {
    Result<Answer> answer = work();
    if (!answer) return bundle::for_publisher(std::move(answer).error());
    return answer;
  };
}

constexpr std::string_view kOperators = "for operators";
constexpr std::string_view kPublishers = "for publishers";
constexpr std::string_view kOthers = "for other software";
constexpr cli::Command kCommands[] = {
    {"install", install, kOperators},
    {"status", status, kOperators},
    {"rollback", rollback, kOperators},
    {"recover", recover, kOperators},
    {"log verify", log_verify, kOperators},
    {"verify", verify, kOperators},
    {"inspect", inspect, kOperators},
    {"diff", diff, kOperators},
    {"key new", publishing<key_new>, kPublishers},
    {"key show", publishing<key_show>, kPublishers},
    {"key passwd", publishing<key_passwd>, kPublishers},
    {"root init", publishing<root_init>, kPublishers},
    {"root rotate", publishing<root_rotate>, kPublishers},
    {"build", publishing<build_command>, kPublishers},
    {"sign", publishing<sign>, kPublishers},
    {"payload", publishing<payload>, kPublishers},
    {"add-signature", publishing<add_signature>, kPublishers},
    {"merge", publishing<merge_command>, kPublishers},
    {"export", export_command, kOthers},
    {"minisign key", publishing<minisign_key>, kOthers},
    {"minisign sign", publishing<minisign_sign>, kOthers},
    {"minisign verify", minisign_verify, kOthers},
};

/// class_name is the class of an error that comes from below the bundles, where errors have other reasons.
ReasonId class_name(Errc code) {
  switch (code) {
    case Errc::usage:
      return "E_USAGE";
    case Errc::limit:
      return "E_LIMIT";
    case Errc::syntax:
      return "E_SCHEMA";
    case Errc::unsupported:
      return "E_FORMAT";
    case Errc::io:
    case Errc::permission:
      return "E_IO";
    default:
      return "E_INTERNAL";
  }
}

/// classified gives every error a class.
Error classified(Error error) {
  if (bundle::find_failure_class(error.reason) == nullptr) error.reason = class_name(error.code);
  return error;
}

int refuse(Error& error) {
  error = classified(std::move(error));
  return bundle::find_failure_class(error.reason)->exit;
}

int run(int argc, const char* const* argv) {
  const Status hidden = cli::keep_memory_private();
  return cli::run_program({.name = "trust-bundle",
                           .about = "trust-bundle carries trust material for Intel AMT devices in signed bundles.",
                           .version = ODCA_VERSION,
                           .trust_facts = format_time(build_date()).substr(0, 10),
                           .commands = kCommands,
                           .description = {.examples = {"trust-bundle install signed.atb --dry-run",
                                                        "trust-bundle status --json | jq -r .use"},
                                           .statuses = {{"0", "done"}, kOtherStatuses}},
                           .refuse = refuse},
                          argc, argv, hidden);
}

}  // namespace
}  // namespace odca::bundle_tool

int main(int argc, char** argv) {
  try {
    return odca::bundle_tool::run(argc, argv);
  } catch (const std::bad_alloc&) {
    odca::cli::write_error("trust-bundle: E_INTERNAL: memory ran out\n  hint: run it again with more memory\n");
    return 70;
  }
}
