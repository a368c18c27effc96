// trust-bundle root init and root rotate: an unsigned root document. It becomes a root of trust when enough of the keys
// that it names have signed it (trust-bundle sign).
#include <algorithm>
#include <chrono>
#include <utility>

#include "base/text.h"
#include "bundle/bundle_file.h"
#include "bundle/reason.h"
#include "bundle/verify.h"
#include "choice.h"
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

/// in_years is the same day of a later year, 28 February for a 29th that the year does not have.
Time in_years(Time from, int years) {
  const auto day = std::chrono::floor<std::chrono::days>(from);
  std::chrono::year_month_day date(day);
  date += std::chrono::years(years);
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return std::chrono::sys_days(date) + (from - day);
}

Result<Time> read_expiry(const Options& options) {
  ODCA_TRY_ASSIGN(const Time now, publishing_time());
  if (!options.expires) return in_years(now, kDefaultYears);
  auto expires = parse_time(*options.expires);
  if (!expires)
    return failure("E_USAGE", cat("--expires: ", expires.error().message), "write it as 2029-01-31T00:00:00Z");
  if (*expires <= now)
    return failure("E_USAGE", cat("--expires: ", quote(*options.expires), " is in the past"), "choose a later time");
  return *expires;
}

/// Threshold is one of the two to decide on.
struct Threshold {
  std::string_view option;
  const std::optional<std::string>& given;
  std::uint64_t by_default;
  std::size_t keys;
};

/// majority of n keys: two disjoint groups of signers cannot both have it.
std::uint64_t majority(std::size_t keys) { return std::min<std::uint64_t>(keys / 2 + 1, bundle::kMaxThreshold); }

Result<std::uint64_t> decide(const Threshold& threshold, bool forced) {
  std::uint64_t count = threshold.by_default;
  if (threshold.given) {
    ODCA_TRY_ASSIGN(const unsigned number,
                    cli::read_number(threshold.option, *threshold.given, static_cast<unsigned>(bundle::kMaxThreshold)));
    count = number;
    if (count == 0) return failure("E_USAGE", cat(threshold.option, ": expected at least 1, found 0"));
  }
  if (count < 1 || count > threshold.keys)
    return failure("E_KEY", cat(threshold.option, ": expected 1 to ", threshold.keys, ", found ", count));
  if (count == threshold.keys && threshold.keys > 1 && !forced)
    return failure("E_KEY", cat(threshold.option, ": all ", threshold.keys, " keys would have to sign"),
                   "one lost key would be the end: name more keys, or a lower threshold, or give --force-threshold");
  return count;
}

/// dangers are what a plan allows and whoever makes it should know.
std::vector<std::string> dangers(const RootPlan& plan) {
  std::vector<std::string> list;
  if (plan.root_keys.size() == 1)
    list.push_back(
        "there is one root key: when it is lost, nobody can ever replace a key, and whoever has it decides "
        "alone what is trusted");
  else if (plan.root_threshold == 1)
    list.push_back(cat("each of the ", plan.root_keys.size(), " root keys alone decides what is trusted"));
  if (plan.release_threshold == 1) list.push_back("one release key alone makes a bundle that every installation takes");
  for (const RoleKey& key : plan.release_keys)
    if (std::any_of(plan.root_keys.begin(), plan.root_keys.end(),
                    [&](const RoleKey& root) { return root.id == key.id; }))
      list.push_back(cat("key ", key.id, " is for releases and for the root: keep root keys for rotations alone"));
  return list;
}

/// finish makes the document and writes it where nothing stands yet.
Result<Answer> finish(const Options& options, const RootPlan& plan, std::optional<std::string_view> previous,
                      std::string_view schema) {
  ODCA_TRY_ASSIGN(const std::string out, needed_output(options));
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
    if (key == nullptr) return failure("E_KEY", cat("the root document does not have the key ", quote(id)));
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
      return failure("E_KEY", cat("--drop: the root document has no key ", quote(id)),
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

Status decide_thresholds(const Options& options, RootPlan& plan) {
  ODCA_TRY_ASSIGN(plan.root_threshold,
                  decide({"--root-threshold", options.root_threshold, plan.root_threshold, plan.root_keys.size()},
                         options.force_threshold));
  ODCA_TRY_ASSIGN(plan.release_threshold, decide({"--release-threshold", options.release_threshold,
                                                  plan.release_threshold, plan.release_keys.size()},
                                                 options.force_threshold));
  return {};
}

}  // namespace

Result<Answer> run_root_init(const Options& options) {
  if (options.root_keys.empty() || options.release_keys.empty())
    return failure("E_USAGE", cat("no ", options.root_keys.empty() ? "root" : "release", " key was named"),
                   "give --root-key and --release-key, each with a key file or a public key");
  RootPlan plan;
  ODCA_TRY_ASSIGN(plan.expires, read_expiry(options));
  ODCA_TRY_ASSIGN(plan.root_keys, read_public_keys(options.root_keys, KeyUse::root));
  ODCA_TRY_ASSIGN(plan.release_keys, read_public_keys(options.release_keys, KeyUse::release));
  plan.root_threshold = majority(plan.root_keys.size());
  plan.release_threshold = majority(plan.release_keys.size());
  ODCA_TRY(decide_thresholds(options, plan));
  return finish(options, plan, {}, "trust-bundle-root-init/1");
}

Result<Answer> run_root_rotate(const Options& options) {
  const std::string& path = options.arguments.front();
  ODCA_TRY_ASSIGN(std::string previous, read_text(path, bundle::kMaxRootBytes));
  bundle::as_root_document(previous);
  const auto file = bundle::RootFile::read(previous, "root");
  if (!file) return Error(file.error()).in(path);
  const bundle::RootDocument& root = **file;
  std::vector<bundle::SignatureVerdict> verdicts;
  if (Status status = bundle::check_role(root.envelope, root, DocumentType::root, path, verdicts); !status) {
    Error error = std::move(status).error();
    error.hint = "sign it first, or make it anew: what nobody trusts yet needs no rotation";
    return error;
  }
  ODCA_TRY_ASSIGN(RootPlan plan, plan_of(root));
  ODCA_TRY_ASSIGN(plan.expires, read_expiry(options));
  ODCA_TRY(drop_keys(options.drop, plan));
  ODCA_TRY(add_keys(options.root_keys, KeyUse::root, plan.root_keys));
  ODCA_TRY(add_keys(options.release_keys, KeyUse::release, plan.release_keys));
  ODCA_TRY(check_keys_left(plan));  // now: the only key may have been dropped for another
  ODCA_TRY(decide_thresholds(options, plan));
  return finish(options, plan, previous, "trust-bundle-root-rotate/1");
}

}  // namespace odca::bundle_tool
