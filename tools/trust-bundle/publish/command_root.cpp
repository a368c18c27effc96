// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle root init and root rotate: an unsigned root document. It becomes a root of trust when enough of the keys
// that it names have signed it (trust-bundle sign).
#include <algorithm>
#include <chrono>
#include <utility>

#include "base/text.h"
#include "bundle/bundle_file.h"
#include "bundle/reason.h"
#include "bundle/verify.h"
#include "commands.h"
#include "files/file_io.h"
#include "odca/report.h"
#include "publish/key_argument.h"
#include "publish/moment.h"
#include "publish/needs.h"
#include "publish/output.h"
#include "publish/preview.h"
#include "signing/publication.h"

namespace odca::bundle_tool {
namespace {

using bundle::DocumentType;
using bundle::failure;
using bundle::Publication;
using bundle::RoleKey;
using bundle::RootDocument;
using bundle::RootPlan;

constexpr int kDefaultYears = 3;
constexpr auto kMaxThreshold = static_cast<unsigned>(bundle::kMaxThreshold);  // a small number

/// PlanOptions are what both commands take.
struct PlanOptions {
  std::vector<std::string> root_keys{};
  std::vector<std::string> release_keys{};
  std::optional<unsigned> root_threshold{};
  std::optional<unsigned> release_threshold{};
  bool force_threshold = false;
  std::optional<Time> expires{};
  std::string out{};
  cli::Output output{};
};
struct RotateOptions {
  std::string file{};
  std::vector<std::string> drop{};
  PlanOptions plan{};
};

enum class Keys { required, optional };
void take_plan(cli::CommandLine& line, Keys keys, PlanOptions& options) {
  const bool required = keys == Keys::required;
  line.add({.name = "--root-key",
            .value = "KEY",
            .help = "a key that may sign root documents, a key file or a public key of 64 hexadecimal digits; once for "
                    "each",
            .required = required},
           options.root_keys);
  line.add({.name = "--release-key", .value = "KEY", .help = "the same for bundles", .required = required},
           options.release_keys);
  line.add({"--root-threshold", "N", "how many root keys must sign"}, 1, kMaxThreshold, options.root_threshold);
  line.add({"--release-threshold", "N", "how many release keys must sign"}, 1, kMaxThreshold,
           options.release_threshold);
  line.add({"--force-threshold", {}, "allow a threshold of all keys; one that is lost is then the end"},
           options.force_threshold);
  line.add({"--expires", "TIME", "when the document expires; default: in 3 years"}, options.expires);
  line.add({"--out", "FILE", "where to write"}, options.out);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

void take_init(cli::CommandLine& line, PlanOptions& options) {
  line.describe({.summary = "make the first root document",
                 .about = "Makes an unsigned root document, which names the keys and how many of them must sign. It "
                          "becomes a root of trust when enough of its root keys have signed it.",
                 .examples = {"trust-bundle root init --root-key a.key --root-key b.key --release-key c.key --out "
                              "root-1.json"}});
  take_plan(line, Keys::required, options);
}

void take_rotate(cli::CommandLine& line, RotateOptions& options) {
  line.describe({.summary = "make the next root document",
                 .about =
                     "Makes the root document after a signed one, with keys added and dropped. Keys of both have to "
                     "sign it, so that machines can walk from the old one to the new.",
                 .examples = {"trust-bundle root rotate root-1.json --release-key d.key --out root-2.json"}});
  line.argument({.name = "FILE", .help = "the signed root document before"}, options.file);
  line.add({"--drop", "KEYID", "this key no longer signs; once for each"}, options.drop);
  take_plan(line, Keys::optional, options.plan);
}

/// in_years is the same day of a later year, 28 February for a 29th that the year does not have.
Time in_years(Time from, int years) {
  const auto day = std::chrono::floor<std::chrono::days>(from);
  std::chrono::year_month_day date(day);
  date += std::chrono::years(years);
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return std::chrono::sys_days(date) + (from - day);
}

Result<Time> read_expiry(const PlanOptions& options) {
  ODCA_TRY_ASSIGN(const Time now, publishing_time());
  if (!options.expires) return in_years(now, kDefaultYears);
  if (*options.expires <= now)
    return failure("E_USAGE", cat("--expires: ", quote(format_time(*options.expires)), " is in the past"),
                   "choose a later time");
  return *options.expires;
}

/// Threshold is one of the two to decide on.
struct Threshold {
  std::string_view option;
  std::optional<unsigned> given;
  std::uint64_t by_default;
  std::size_t keys;
};

/// majority of n keys: two disjoint groups of signers cannot both have it.
std::uint64_t majority(std::size_t keys) { return std::min<std::uint64_t>(keys / 2 + 1, bundle::kMaxThreshold); }

Result<std::uint64_t> decide(const Threshold& threshold, bool forced) {
  const std::uint64_t count = threshold.given ? *threshold.given : threshold.by_default;
  if (count < 1 || count > threshold.keys)
    return failure("E_KEY", cat(threshold.option, ": expected 1 to ", threshold.keys, ", found ", count));
  if (count == threshold.keys && threshold.keys > 1 && !forced)
    return failure("E_KEY", cat(threshold.option, ": all ", threshold.keys, " keys would have to sign"),
                   "one lost key would be the end: name more keys, or a lower threshold, or give --force-threshold");
  return count;
}

/// dangers are what a plan allows and its maker should know.
std::vector<std::string> dangers(const RootPlan& plan) {
  std::vector<std::string> list;
  if (plan.root_keys.size() == 1)
    list.push_back(
        "one root key only: once lost, no key can ever be replaced; once stolen, the thief decides alone what "
        "is trusted");
  else if (plan.root_threshold == 1)
    list.push_back(cat("each of the ", plan.root_keys.size(), " root keys alone decides what is trusted"));
  if (plan.release_threshold == 1) list.push_back("one release key alone makes a bundle that every installation takes");
  for (const RoleKey& key : plan.release_keys)
    if (std::any_of(plan.root_keys.begin(), plan.root_keys.end(),
                    [&](const RoleKey& root) { return root.id == key.id; }))
      list.push_back(cat("key ", key.id, " is for releases and for the root: keep root keys for rotations alone"));
  return list;
}

/// finish makes the document and writes it to a new file.
Result<Answer> finish(const std::string& out, const RootPlan& plan, std::optional<std::string_view> previous,
                      std::string_view schema) {
  ODCA_TRY_ASSIGN(const Publication publication, Publication::of_root(plan, previous));
  const std::string text = publication.text();
  ODCA_TRY_ASSIGN(Preview preview, preview_root(text, previous));
  ODCA_TRY_ASSIGN(const std::vector<Need> needs, needs_of(text, previous));
  const std::vector<std::string> warnings = dangers(plan);
  ODCA_TRY(write_text(out, text, Replace::refused));
  Answer answer{.text = std::move(preview.text), .status = 0};
  answer.text += cat("\nsignatures that ", escape_text(quote(out)), " needs:\n", to_text(needs));
  for (const std::string& warning : warnings) answer.text += cat("warning: ", warning, '\n');
  answer.document.add("schema", std::string(schema)).add("file", out);
  answer.document.add("root", std::move(preview.document));
  answer.document.add("warnings", cli::Document::list_of(warnings));
  return answer;
}

// Rotation: the plan of the document before, changed.

Result<std::vector<RoleKey>> keys_of(const RootDocument& root, DocumentType type) {
  std::vector<RoleKey> keys;
  for (const bundle::KeyId& id : root.role(type).key_ids) {
    const RoleKey* const key = root.key(id);
    if (key == nullptr) return failure("E_KEY", cat("unknown key ", quote(id), " of the root document"));
    keys.push_back(*key);
  }
  return keys;
}

/// check_one_release: this program makes root documents in which the release roles are one, and rotates only these.
Status check_one_release(const RootDocument& root) {
  for (const DocumentType type : {DocumentType::snapshot, DocumentType::timestamp})
    if (root.role(type).key_ids != root.role(DocumentType::targets).key_ids ||
        root.role(type).threshold != root.role(DocumentType::targets).threshold)
      return failure("E_KEY", cat("the roles targets and ", to_string(type), " have different keys or thresholds"),
                     "such a root document was not made here; rotate it with the program that made it");
  return {};
}

Result<RootPlan> plan_of(const RootDocument& root) {
  ODCA_TRY(check_one_release(root));
  RootPlan plan{.version = root.header.version + 1,
                .root_threshold = root.role(DocumentType::root).threshold,
                .release_threshold = root.role(DocumentType::targets).threshold};
  ODCA_TRY_ASSIGN(plan.root_keys, keys_of(root, DocumentType::root));
  ODCA_TRY_ASSIGN(plan.release_keys, keys_of(root, DocumentType::targets));
  return plan;
}

Status add_keys(const std::vector<std::string>& arguments, KeyUse use, std::vector<RoleKey>& keys) {
  ODCA_TRY_ASSIGN(std::vector<RoleKey> added, read_public_keys(arguments, use));
  for (RoleKey& key : added) keys.push_back(std::move(key));
  return {};
}

Status drop_keys(const std::vector<std::string>& ids, RootPlan& plan) {
  for (const std::string& id : ids) {
    const auto is_meant = [&id](const RoleKey& key) { return key.id == id; };
    const auto dropped = std::erase_if(plan.root_keys, is_meant) + std::erase_if(plan.release_keys, is_meant);
    if (dropped == 0)
      return failure("E_KEY", cat("--drop: unknown key ", quote(id), " of the root document"),
                     "write the whole key id, as trust-bundle key show prints it");
  }
  return {};
}

Status check_keys_left(const RootPlan& plan) {
  if (plan.root_keys.empty() || plan.release_keys.empty())
    return failure("E_KEY", cat("no ", plan.root_keys.empty() ? "root" : "release", " key would be left"),
                   "name new keys with --root-key and --release-key");
  return {};
}

Status decide_thresholds(const PlanOptions& options, RootPlan& plan) {
  ODCA_TRY_ASSIGN(plan.root_threshold,
                  decide({"--root-threshold", options.root_threshold, plan.root_threshold, plan.root_keys.size()},
                         options.force_threshold));
  ODCA_TRY_ASSIGN(plan.release_threshold, decide({"--release-threshold", options.release_threshold,
                                                  plan.release_threshold, plan.release_keys.size()},
                                                 options.force_threshold));
  return {};
}

Result<Answer> run_init(const PlanOptions& options) {
  RootPlan plan;
  ODCA_TRY_ASSIGN(plan.expires, read_expiry(options));
  ODCA_TRY_ASSIGN(plan.root_keys, read_public_keys(options.root_keys, KeyUse::root));
  ODCA_TRY_ASSIGN(plan.release_keys, read_public_keys(options.release_keys, KeyUse::release));
  plan.root_threshold = majority(plan.root_keys.size());
  plan.release_threshold = majority(plan.release_keys.size());
  ODCA_TRY(decide_thresholds(options, plan));
  return finish(options.out, plan, {}, "trust-bundle-root-init/1");
}

Result<Answer> run_rotate(const RotateOptions& options) {
  const std::string& path = options.file;
  ODCA_TRY_ASSIGN(std::string previous, read_text(path, bundle::kMaxRootBytes));
  bundle::as_root_document(previous);
  const auto file = bundle::RootFile::read(previous, "root");
  if (!file) return Error(file.error()).in(path);
  const bundle::RootDocument& root = **file;
  std::vector<bundle::SignatureVerdict> verdicts;
  if (Status status = bundle::check_role(root.envelope, root, DocumentType::root, path, verdicts); !status) {
    Error error = std::move(status).error();
    error.hint = "sign it first, or make it anew: one that nobody trusts yet needs no rotation";
    return error;
  }
  ODCA_TRY_ASSIGN(RootPlan plan, plan_of(root));
  ODCA_TRY_ASSIGN(plan.expires, read_expiry(options.plan));
  ODCA_TRY(drop_keys(options.drop, plan));
  ODCA_TRY(add_keys(options.plan.root_keys, KeyUse::root, plan.root_keys));
  ODCA_TRY(add_keys(options.plan.release_keys, KeyUse::release, plan.release_keys));
  ODCA_TRY(check_keys_left(plan));  // now: the only key may have been dropped for another
  ODCA_TRY(decide_thresholds(options.plan, plan));
  return finish(options.plan.out, plan, previous, "trust-bundle-root-rotate/1");
}

}  // namespace

Work root_init(cli::CommandLine& line) { return cli::work(line, take_init, run_init); }
Work root_rotate(cli::CommandLine& line) { return cli::work(line, take_rotate, run_rotate); }

}  // namespace odca::bundle_tool
