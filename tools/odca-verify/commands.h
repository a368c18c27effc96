// The commands: options in, what to print and the exit status out. They print nothing themselves, except that a fleet's
// verdicts are written as they come.
#pragma once

#include <string>

#include "odca/result.h"
#include "options.h"

namespace odca::cli {

/// Exit statuses; stable. kAccepted is returned for a verified path, and by commands that give no verdict.
inline constexpr int kAccepted = 0;
inline constexpr int kRejected = 1;
inline constexpr int kNoVerdict = 2;

/// Answer is what a command has to say. The status is the refusing one until a command decides otherwise.
struct Answer {
  std::string text{};
  int status = kNoVerdict;
};

Result<Answer> run_verify(const Options& options);
Result<Answer> run_batch(const Options& options);
Result<Answer> run_inspect(const Options& options);
Result<Answer> run_rules(const Options& options);
Result<Answer> run_anchors(const Options& options);
Result<Answer> run_policy_show(const Options& options);
/// program_name is "odca-verify" and its version.
std::string program_name();
Answer show_help();
Answer show_version();

}  // namespace odca::cli
