// odca-verify: answers whether a certificate chain proves a genuine Intel AMT device.
// Exit status: 0 trusted or done, 1 rejected, 2 no verdict.
#include <new>

#include "commands.h"
#include "complaint.h"
#include "options.h"
#include "terminal.h"

namespace odca::cli {
namespace {

Result<Answer> answer(const Options& options) {
  switch (options.command) {
    case Command::verify:
      return run_verify(options);
    case Command::batch:
      return run_batch(options);
    case Command::inspect:
      return run_inspect(options);
    case Command::rules:
      return run_rules(options);
    case Command::anchors:
      return run_anchors(options);
    case Command::policy_show:
      return run_policy_show(options);
    case Command::help:
      return show_help();
    case Command::version:
      return show_version();
  }
  return Error{.code = Errc::usage, .message = "no such command", .hint = "see odca-verify --help"};
}

Result<Answer> parse_and_answer(int argc, const char* const* argv) {
  ODCA_TRY_ASSIGN(const Options options, parse_options(argc, argv));
  return answer(options);
}

int run(int argc, const char* const* argv) {
  prepare_memory();
  prepare_streams();
  const Result<Answer> result = parse_and_answer(argc, argv);
  if (!result) {
    write_error(complaint("odca-verify", result.error()));
    // The status says all there is to say already, so an output that fails here changes nothing.
    if (asks_for_json(argc, argv)) static_cast<void>(write_out(complaint_json(result.error())));
    return kNoVerdict;
  }
  if (const Status written = write_out(result->text); !written) {
    write_error(complaint("odca-verify", written.error()));
    return kNoVerdict;
  }
  return result->status;
}

}  // namespace
}  // namespace odca::cli

int main(int argc, char** argv) {
  try {
    return odca::cli::run(argc, argv);
  } catch (const std::bad_alloc&) {
    odca::cli::write_error("odca-verify: memory ran out\n  hint: run it again with more memory\n");
    return odca::cli::kNoVerdict;
  }
}
