// The commands: options in, what to print and the exit status out. They print nothing themselves, save questions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "document.h"
#include "odca/result.h"
#include "options.h"

namespace odca::bundle_tool {

/// Answer is what a command has to say, for people and for programs. The exit status is that of an internal error until
/// a command decides otherwise. `document` has a member "schema" first: "trust-bundle-install/1" and the like.
struct Answer {
  std::string text{};
  cli::Document document = cli::Document::members();
  std::vector<std::string> warnings{};  ///< for standard error, one a line, whatever form the answer has
  int status = 70;
  /// problem is why the answer is not good news, when there is an answer nevertheless: the checks up to one that
  /// failed, the state of an installation that is damaged. It is said on standard error as well, and its class is the
  /// exit status, whatever `status` says.
  std::optional<Error> problem{};
};

Result<Answer> run_install(const Options& options);
Result<Answer> run_status(const Options& options);
Result<Answer> run_rollback(const Options& options);
Result<Answer> run_recover(const Options& options);
Result<Answer> run_log_verify(const Options& options);
Result<Answer> run_verify(const Options& options);
Result<Answer> run_inspect(const Options& options);
Result<Answer> run_diff(const Options& options);
Result<Answer> run_key_new(const Options& options);
Result<Answer> run_key_show(const Options& options);
Result<Answer> run_key_passwd(const Options& options);
Result<Answer> run_root_init(const Options& options);
Result<Answer> run_root_rotate(const Options& options);
Result<Answer> run_build(const Options& options);
Result<Answer> run_payload(const Options& options);
Result<Answer> run_sign(const Options& options);
Result<Answer> run_add_signature(const Options& options);
Result<Answer> run_merge(const Options& options);
Result<Answer> run_export(const Options& options);
Result<Answer> run_minisign_key(const Options& options);
Result<Answer> run_minisign_sign(const Options& options);
Result<Answer> run_minisign_verify(const Options& options);
Answer show_help();
Answer show_version();

}  // namespace odca::bundle_tool
