// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// odca-verify batch INPUT…: the verdicts of a fleet, in the order of the input, with bounded memory.
#include <algorithm>
#include <atomic>
#include <string_view>
#include <thread>

#include "base/text.h"
#include "batch/container.h"
#include "batch/html.h"
#include "batch/inputs.h"
#include "batch/json_lines.h"
#include "batch/own_files.h"
#include "batch/pipeline.h"
#include "batch/progress.h"
#include "batch/record.h"
#include "batch/resume.h"
#include "batch/run_header.h"
#include "batch/sink.h"
#include "batch/strangers.h"
#include "batch/summary.h"
#include "clock.h"
#include "commands.h"
#include "complaint.h"
#include "input.h"
#include "odca/link_cache_file.h"
#include "odca/verifier.h"
#include "question.h"
#include "report/facts.h"
#include "setting.h"
#include "terminal.h"
#include "values.h"

namespace odca::cli {
namespace {

using batch::Record;

/// BatchOptions are those of verify that do not name one device, which is what is known of it in its JSON line, and
/// these.
struct BatchOptions {
  std::vector<std::string> inputs{};
  std::vector<std::string> crls{};
  QuestionOptions question{};
  TrustOptions trust{};
  bool strict = false;
  Output output{};
  std::optional<unsigned> jobs{};
  std::optional<std::string> file{};  ///< --output
  bool resume = false;
  std::optional<std::string> link_cache{};
};

void take_batch(CommandLine& line, BatchOptions& options) {
  line.describe({.summary = "give a verdict on each device of a fleet",
                 .about = "Judges every device of a fleet, in the order of the input and with bounded memory. What is "
                          "known of one device, as its UPID, stands in its JSON line.",
                 .examples = {"odca-verify batch dumps/ --output verdicts.jsonl",
                              "odca-verify batch dumps/ --format html --output report.html"},
                 .statuses = {{"0", "every device is trusted, perhaps with warnings"},
                              {"1", "a device was rejected"},
                              {"2",
                               "none was rejected, and an input was unreadable or held no device; or usage, bad "
                               "policy, bad trust source"}}});
  line.arguments(
      {.name = "INPUT...", .help = "folders, files, patterns, tar archives, JSON Lines; '-' is standard input"}, 1,
      options.inputs);
  line.heading("the evidence");
  line.add({"--crl", "FILE", "revocation list besides those in the dumps; repeatable"}, options.crls);
  take_amt_version(line, options.question);
  take_question(line, options.question);
  take_trust(line, options.trust);
  line.add({"--strict", {}, "every warning refuses"}, options.strict);
  line.heading("the answer");
  line.output({Format::jsonl, Format::summary, Format::json, Format::html}, options.output);
  line.add({"--output", "FILE", "write there instead of standard output"}, options.file);
  line.add({"--resume", {}, "continue FILE where an earlier run of the same inputs stopped"}, options.resume);
  line.heading("the run");
  line.add({"--jobs", "N", "judge N devices at a time; default: every core"}, 1, 1024, options.jobs);
  line.add({"--link-cache", "FILE", "remember proved signatures of CA certificates between runs"}, options.link_cache);
}

// 4 entries of 16 bytes for each of a million devices: 64 MiB, so that a whole run stays below 128 MiB.
constexpr std::size_t kLinkCacheEntries = std::size_t{1} << 22U;

std::atomic<bool> interrupted{false};

/// Plan is the command line with its meaning.
struct Plan {
  Format format = Format::jsonl;
  std::uint64_t skip = 0;
  Question question{.at = {}};
  DeviceFacts device{};  ///< of every device that says nothing else
  std::vector<PresentedCrl> crls{};
};

/// to_a_file: "-" is standard output here as it is standard input there.
bool to_a_file(const BatchOptions& options) { return options.file && *options.file != "-"; }

Status check_resume(const BatchOptions& options) {
  const Format format = options.output.format;
  if (!options.resume) return {};
  if (format != Format::jsonl)
    return usage_error(
        cat("--resume continues JSON lines, and a report of --format ", to_string(format), " is made in one run"),
        "leave --resume out; or write lines: --format jsonl --output LINES.jsonl --resume");
  if (!to_a_file(options))
    return usage_error("--resume needs a file of JSON lines to continue", "name it: --output FILE --resume");
  return {};
}

Result<Plan> read_plan(const BatchOptions& options, const Limits& limits) {
  ODCA_TRY(check_resume(options));
  Plan plan{.format = options.output.format};
  ODCA_TRY_ASSIGN(plan.question, read_question(options.question));
  ODCA_TRY_ASSIGN(plan.device, read_device_facts(options.question));
  Evidence bag;
  for (const std::string& name : options.crls) {
    ODCA_TRY_ASSIGN(Dump dump, read_crl_file(name, limits_left(limits, bag)));
    bag.add(std::move(dump));
  }
  plan.crls = std::move(bag.crls);
  return plan;
}

/// LinkFile is the link cache of the run, and where it comes from and goes to.
struct LinkFile {
  LinkCache cache;
  std::optional<std::string> path{};
};

/// open_links never fails the run for a cache or a key that cannot be trusted: it is discarded, and said to be. A file
/// that is no link cache at all was named by mistake, and must not be replaced by one.
Result<LinkFile> open_links(const BatchOptions& options) {
  if (!options.link_cache) return LinkFile{LinkCache(LinkCache::kForOneRun, LinkCache::new_key())};
  ODCA_TRY(check_link_cache_place(*options.link_cache));
  const Result<LinkCacheKey> key = link_cache_key(*options.link_cache + ".key");
  if (!key) {
    write_error(complaint("odca-verify", key.error()));
    return LinkFile{LinkCache(LinkCache::kForOneRun, LinkCache::new_key())};
  }
  LinkFile links{LinkCache(kLinkCacheEntries, *key), options.link_cache};
  if (const Status loaded = load_link_cache(links.cache, *options.link_cache); !loaded)
    write_error(complaint("odca-verify", loaded.error()));
  return links;
}

Record judge_item(batch::BatchItem read, const Verifier& verifier, const Plan& plan, LinkCache& links) {
  batch::BatchItem item = batch::opened(std::move(read));
  if (item.error) return batch::record_of_error(*item.error, item);
  if (auto several = batch::container(item.content))
    return batch::record_of_error(std::move(*several).in(item.id), item);
  Evidence evidence;
  evidence.crls = plan.crls;
  Result<Dump> dump = read_dump(item.content, item.id, limits_left(verifier.policy().limits, evidence));
  if (!dump) return batch::record_of_error(dump.error(), item);
  evidence.device = item.device;
  if (!evidence.device.amt_version) evidence.device.amt_version = plan.device.amt_version;
  evidence.add(*std::move(dump));
  Question question = plan.question;
  if (item.host) question.host = item.host;
  const Verdict verdict = verifier.verify(evidence, question, &links);
  if (const Status halves = check_halves(verdict, item.upid_oem); !halves)
    return batch::record_of_error(halves.error(), item);
  const auto several =
      accepted(verdict) ? batch::strangers(verdict, evidence, verifier.store()) : batch::another_device(verdict);
  return several ? batch::record_of_error(*several, item) : batch::record_of(verdict, item);
}

/// Meter shows the progress line on a terminal, at most four times a second.
class Meter {
 public:
  Meter(bool shown, std::uint64_t skipped, std::optional<std::uint64_t> total)
      : shown_(shown), skipped_(skipped), total_(total), start_(monotonic_clock()) {}

  void show(const batch::Summary& summary, std::uint64_t consumed, bool last = false) {
    const std::chrono::milliseconds elapsed = monotonic_clock() - start_;
    if (!shown_ || (!last && elapsed - shown_at_ < std::chrono::milliseconds{250})) return;
    shown_at_ = elapsed;
    batch::Pace pace{.done = summary.total + skipped_,
                     .skipped = skipped_,
                     .rejected = summary.rejected,
                     .unreadable = summary.unreadable,
                     .elapsed = elapsed};
    // The share of bytes read stands for the share of devices judged.
    if (total_ && consumed > 0) pace.total = pace.done * std::max(*total_, consumed) / consumed;
    write_error(cat('\r', batch::progress_line(pace, terminal_width() - 1), "\x1b[K", last ? "\n" : ""));
  }

 private:
  bool shown_;
  std::uint64_t skipped_;
  std::optional<std::uint64_t> total_;
  std::chrono::milliseconds start_;
  std::chrono::milliseconds shown_at_{-1000};
};

batch::Asked asked_of(const BatchOptions& options, const Question& question, const Verifier& verifier) {
  batch::Asked asked{.purpose = std::string(to_string(question.purpose)),
                     .policy = verifier.policy().name,
                     .policy_file = options.trust.policy.value_or("")};
  if (question.purpose != Purpose::rfc5280) asked.phase = to_string(question.phase);
  return asked;
}

/// add_own adds what this run writes, as far as it is there yet. A link cache is written at the end; what stands at its
/// place until then is one of an earlier run.
void add_own(const BatchOptions& options, batch::OwnFiles& own) {
  own.add_standard_streams();
  if (to_a_file(options)) own.add(*options.file);
  if (!options.link_cache) return;
  own.add(*options.link_cache);
  own.add(*options.link_cache + ".key");
}

/// open_sink: a file of lines begins with what was asked; reports say it themselves.
Result<batch::Sink> open_sink(const BatchOptions& options, const Plan& plan, const Verifier& verifier,
                              const batch::Asked& asked) {
  if (!to_a_file(options)) return batch::Sink::to_stdout(&interrupted);
  if (plan.format != Format::jsonl) return batch::Sink::create(*options.file, {});
  const std::string first =
      batch::header_line({.program = program_name(),
                          .asked = asked,
                          .question = &plan.question,
                          .policy = &verifier.policy(),
                          .store = &verifier.store(),
                          .crls = &plan.crls,
                          .device = &plan.device,
                          .strictness = options.strict ? Strictness::strict : Strictness::default_});
  return options.resume ? batch::Sink::resume(*options.file, first) : batch::Sink::create(*options.file, first);
}

int status_of(const batch::Summary& summary, const batch::Kept& kept) {
  if (summary.rejected + kept.not_trusted > 0) return kRejected;
  if (summary.unreadable + kept.unreadable > 0 || summary.total + kept.lines == 0) return kNoVerdict;
  return kAccepted;
}

std::string report(const Plan& plan, const batch::Summary& summary, const Verifier& verifier,
                   const batch::Asked& asked) {
  const batch::ReportFrame frame{.judged_at = plan.question.at,
                                 .asked = asked,
                                 .trust = verifier.store().source(),
                                 .state = verifier.store().state(),
                                 .program = program_name()};
  if (plan.format == Format::summary) return batch::summary_text(summary, frame);
  if (plan.format == Format::json) return batch::summary_json(summary, frame);
  return batch::summary_html(summary, frame);
}

/// stopped says what was done until the signal came, and how the rest is done.
Error stopped(const BatchOptions& options, const Plan& plan, std::uint64_t devices) {
  std::string hint = "run it again with --output FILE; then a run that was stopped can be continued by --resume";
  if (plan.format != Format::jsonl)
    hint = cat("a report is made in one run: run it again", to_a_file(options) ? ", with another file" : "",
               "; lines (--format jsonl --output FILE) can be continued by --resume");
  else if (to_a_file(options))
    hint = options.resume ? "continue with the same command" : "continue with the same command and --resume";
  return {.code = Errc::usage,
          .message = cat("stopped by a signal after ", devices, " devices; what was written is whole"),
          .hint = std::move(hint)};
}

std::string words_of(const std::vector<std::string>& barren) {
  constexpr std::size_t kNamed = 3;
  std::string what;
  for (std::size_t i = 0; i < std::min(barren.size(), kNamed); ++i) what += cat(i == 0 ? "" : "; ", barren[i]);
  if (barren.size() > kNamed) what += cat("; and ", barren.size() - kNamed, " more like these");
  return what;
}

/// no_devices says what the inputs were instead. Lines, or a report, are written all the same.
Error no_devices(const std::vector<std::string>& barren) {
  std::string what = words_of(barren);
  if (what.empty()) what = "what was named is written by this run itself";
  return {.code = Errc::usage,
          .message = cat("there was no device to judge: ", what),
          .hint = "name a folder with dumps, dumps, or JSON Lines with one device on each line"};
}

/// some_without_devices: an export that failed for one site must not look like a site without faults.
Error some_without_devices(const std::vector<std::string>& barren) {
  return {.code = Errc::usage,
          .message = cat("not every input held a device: ", words_of(barren)),
          .hint = "export it again, or leave it out; the other inputs were judged"};
}

Result<Answer> run_batch(const BatchOptions& options) {
  ODCA_TRY_ASSIGN(Setting setting, load_setting(options.trust, options.question.now()));
  ODCA_TRY_ASSIGN(Plan plan, read_plan(options, setting.policy.limits));
  const bool metered = error_is_terminal();
  stop_at_signals(interrupted);
  batch::OwnFiles own;
  add_own(options, own);
  ODCA_TRY_ASSIGN(batch::Inputs inputs,
                  batch::open_inputs(options.inputs, {.limits = setting.policy.limits,
                                                      .sizing = metered ? batch::Sizing::measured : batch::Sizing::none,
                                                      .stop = &interrupted,
                                                      .own = &own}));
  ODCA_TRY_ASSIGN(LinkFile links, open_links(options));
  const Verifier verifier(std::move(setting.policy), std::move(setting.store),
                          options.strict ? Strictness::strict : Strictness::default_);
  const batch::Asked asked = asked_of(options, plan.question, verifier);
  ODCA_TRY_ASSIGN(batch::Sink sink, open_sink(options, plan, verifier, asked));
  add_own(options, own);  // those that were made since
  plan.skip = sink.kept().lines;
  inputs.stream = batch::checked_for_resume(std::move(inputs.stream), sink.kept());

  struct Judged {
    Record record{};
    std::string line{};  // of the record, when lines are asked for
    std::uint64_t consumed = 0;
  };
  batch::Summary summary;
  summary.watch_roms = plan.format != Format::jsonl;  // lines alone show no outliers
  Meter meter(metered, plan.skip, inputs.total);
  std::uint64_t consumed = 0;
  const auto judged_as = [&](Record record, std::uint64_t read) {
    Judged judged{.record = std::move(record), .consumed = read};
    judged.record.state = verifier.store().state();
    if (plan.format == Format::jsonl) judged.line = batch::json_line(judged.record, asked);
    return judged;
  };
  const batch::Judge<Judged> judge = [&](batch::BatchItem item) {
    const std::uint64_t read = item.consumed;
    return judged_as(judge_item(std::move(item), verifier, plan, links.cache), read);
  };
  const batch::WithoutMemory<Judged> without_memory = [&](const batch::BatchItem& item) {
    return judged_as(batch::record_of_error(batch::memory_ran_out("this input was judged"), item), item.consumed);
  };
  const batch::Writer<Judged> write = [&](std::uint64_t, Judged judged) -> Status {
    summary.add(judged.record);
    consumed = judged.consumed;
    meter.show(summary, consumed);
    if (plan.format != Format::jsonl) return {};
    Status written = sink.write(judged.line);
    if (!written) interrupted.store(true);  // so that the reader does not wait for a pipe in vain
    return written;
  };
  const unsigned jobs = options.jobs.value_or(std::max(1U, std::thread::hardware_concurrency()));
  ODCA_TRY_ASSIGN(const batch::PipelineOutcome outcome,
                  batch::run_pipeline(*inputs.stream, {jobs, plan.skip, &interrupted}, judge, without_memory, write));
  meter.show(summary, consumed, true);
  summary.partial = outcome.stopped;

  if (plan.format != Format::jsonl) ODCA_TRY(sink.write(report(plan, summary, verifier, asked)));
  ODCA_TRY(sink.close());
  if (links.path) {  // the verdicts are out; a cache that cannot be kept costs time, not truth
    if (const Status saved = save_link_cache(links.cache, *links.path); !saved)
      write_error(complaint("odca-verify", saved.error()));
  }
  if (outcome.stopped) return stopped(options, plan, plan.skip + outcome.written);
  if (summary.total + sink.kept().lines == 0) return no_devices(*inputs.barren);
  const int status = status_of(summary, sink.kept());
  if (inputs.barren->empty()) return Answer{.text = {}, .status = status};
  if (status != kRejected) return some_without_devices(*inputs.barren);
  write_error(complaint("odca-verify", some_without_devices(*inputs.barren)));
  return Answer{.text = {}, .status = status};
}

}  // namespace

Work batch_command(CommandLine& line) { return work(line, take_batch, run_batch); }

}  // namespace odca::cli
