// trust-bundle: makes, signs, inspects and installs signed bundles of trust material for Intel AMT devices.
// Exit status: 0 done, 1 declined at the terminal (install, sign), else that of the class of failure (docs/bundles.md
// 8).
#include <algorithm>
#include <iterator>
#include <new>
#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "commands.h"
#include "complaint.h"
#include "odca/report.h"
#include "options.h"
#include "terminal.h"

namespace odca::bundle_tool {
namespace {

constexpr std::string_view kProgram = "trust-bundle";

/// Reader is who reads the remedy of a failure: a publisher is told what to do about the manifest, an operator whom to
/// ask.
enum class Reader { operator_of_machines, publisher };
struct Row {
  Command command;
  Result<Answer> (*run)(const Options&);
  Reader reader = Reader::operator_of_machines;
};
constexpr Row kRows[] = {{Command::install, run_install},
                         {Command::status, run_status},
                         {Command::rollback, run_rollback},
                         {Command::recover, run_recover},
                         {Command::log_verify, run_log_verify},
                         {Command::verify, run_verify},
                         {Command::inspect, run_inspect},
                         {Command::diff, run_diff},
                         {Command::key_new, run_key_new, Reader::publisher},
                         {Command::key_show, run_key_show, Reader::publisher},
                         {Command::key_passwd, run_key_passwd, Reader::publisher},
                         {Command::root_init, run_root_init, Reader::publisher},
                         {Command::root_rotate, run_root_rotate, Reader::publisher},
                         {Command::build, run_build, Reader::publisher},
                         {Command::payload, run_payload, Reader::publisher},
                         {Command::sign, run_sign, Reader::publisher},
                         {Command::add_signature, run_add_signature, Reader::publisher},
                         {Command::merge, run_merge, Reader::publisher},
                         {Command::export_, run_export},
                         {Command::minisign_key, run_minisign_key, Reader::publisher},
                         {Command::minisign_sign, run_minisign_sign, Reader::publisher},
                         {Command::minisign_verify, run_minisign_verify}};

Result<Answer> answer(const Options& options) {
  if (options.command == Command::help) return show_help();
  if (options.command == Command::version) return show_version();
  const auto* const row = std::find_if(std::begin(kRows), std::end(kRows),
                                       [&options](const Row& each) { return each.command == options.command; });
  if (row == std::end(kRows)) return bundle::failure("E_INTERNAL", "no such command");
  Result<Answer> answer = row->run(options);
  if (!answer && row->reader == Reader::publisher) return bundle::for_publisher(std::move(answer).error());
  return answer;
}

/// class_name is the class of an error that comes from below the bundles, where errors have other reasons.
std::string_view class_name(Errc code) {
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

int refuse(Error error, bool json) {
  const Error said = classified(std::move(error));
  cli::write_error(cli::complaint(kProgram, said));
  // The status says all there is to say already, so an output that fails here changes nothing.
  if (json) static_cast<void>(cli::write_out(cli::complaint_json(said)));
  return bundle::find_failure_class(said.reason)->exit;
}

Result<Answer> parse_and_answer(int argc, const char* const* argv, bool& json) {
  ODCA_TRY_ASSIGN(const Options options, parse_options(argc, argv));
  json = options.json && options.command != Command::help;  // the help is for people, however it is asked for
  return answer(options);
}

int run(int argc, const char* const* argv) {
  bool json = asks_for_json(argc, argv);
  if (const Status hidden = cli::keep_memory_private(); !hidden) return refuse(hidden.error(), json);
  cli::prepare_memory();
  cli::prepare_streams();
  const Result<Answer> result = parse_and_answer(argc, argv, json);
  if (!result) return refuse(result.error(), json);
  for (const std::string& warning : result->warnings)
    cli::write_error(cat(kProgram, ": warning: ", escape_text(warning), '\n'));
  if (const Status written = cli::write_out(json ? result->document.to_json() + '\n' : result->text); !written)
    return refuse(written.error(), false);
  return result->problem ? refuse(*result->problem, false) : result->status;
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
