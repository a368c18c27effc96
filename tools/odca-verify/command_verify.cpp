// odca-verify --chain FILE…: the verdict.
#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "batch/strangers.h"
#include "choice.h"
#include "commands.h"
#include "input.h"
#include "odca/report.h"
#include "odca/verifier.h"
#include "pin.h"
#include "question.h"
#include "report/facts.h"
#include "setting.h"
#include "terminal.h"

namespace odca::cli {
namespace {

using namespace std::string_view_literals;

constexpr std::array kFormats{"text"sv, "json"sv};
constexpr std::array kColours{"auto"sv, "always"sv, "never"sv};

Result<Colour> read_colour(const Options& options) {
  ODCA_TRY_ASSIGN(const std::size_t index, read_choice("--color", options.colour, kColours));
  if (kColours[index] == "always") return Colour::always;
  if (kColours[index] == "never") return Colour::never;
  return wants_colour(Stream::output) ? Colour::always : Colour::never;
}

/// check_inputs refuses a bag without chains, and standard input named twice: the second reading would be empty.
Status check_inputs(const Options& options) {
  if (options.chains.empty())
    return usage_error("no chain was named", "write: odca-verify --chain FILE; see odca-verify --help");
  const auto named = [](const std::vector<std::string>& names) { return std::count(names.begin(), names.end(), "-"); };
  if (named(options.chains) + named(options.crls) > 1)
    return usage_error("standard input ('-') is named more than once", "put everything into one stream, or name files");
  return {};
}

Result<Evidence> read_evidence(const Options& options, const Limits& limits) {
  Evidence evidence;
  Result<DeviceFacts> device = read_device_facts(options);
  const bool is_sha1 = !device && device.error().reason == "pin-sha1";  // what it is of, the chain will show
  if (!device && !is_sha1) return std::move(device).error();
  if (device) evidence.device = *std::move(device);
  for (const std::string& name : options.chains) {
    ODCA_TRY_ASSIGN(Dump dump, read_chain(name, limits_left(limits, evidence)));
    evidence.add(std::move(dump));
  }
  if (is_sha1) return explain_sha1(std::move(device).error(), *options.pin, evidence);
  for (const std::string& name : options.crls) {
    ODCA_TRY_ASSIGN(Dump dump, read_crl_file(name, limits_left(limits, evidence)));
    evidence.add(std::move(dump));
  }
  return evidence;
}

}  // namespace

Result<Answer> run_verify(const Options& options) {
  ODCA_TRY(check_inputs(options));
  ODCA_TRY_ASSIGN(const std::size_t format, read_choice("--format", options.format, kFormats));
  ODCA_TRY_ASSIGN(const Colour colour, read_colour(options));
  ODCA_TRY_ASSIGN(const Question question, read_question(options));
  ODCA_TRY_ASSIGN(Setting setting, load_setting(options));
  ODCA_TRY_ASSIGN(const Evidence evidence, read_evidence(options, setting.policy.limits));

  const Verifier verifier(std::move(setting.policy), std::move(setting.store),
                          options.strict ? Strictness::strict : Strictness::default_);
  const Verdict verdict = verifier.verify(evidence, question);
  const bool yes = accepted(verdict);
  Upid upid;
  if (options.upid) {
    ODCA_TRY_ASSIGN(upid, read_upid("--upid", *options.upid));
  }
  ODCA_TRY(check_heard(verdict, question, evidence.device, upid.oem));
  // One yes is about one device: that of the second one in the same files would be taken for it.
  if (yes && !question.target && question.purpose != Purpose::rfc5280)
    if (std::optional<Error> second = batch::second_device(verdict, evidence, verifier.store()))
      return *std::move(second);

  const Detail detail = options.explain ? Detail::explain : Detail::normal;
  Answer answer{.text = {}, .status = yes ? kAccepted : kRejected};
  answer.text = kFormats[format] == "json" ? to_json(verdict, detail) + '\n' : to_text(verdict, detail, colour);
  return answer;
}

}  // namespace odca::cli
