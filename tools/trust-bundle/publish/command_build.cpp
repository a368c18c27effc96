// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle build: an unsigned bundle of a manifest and the files that it names. The output depends on these, on the
// bundle before and on SOURCE_DATE_EPOCH, and on nothing else.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/text.h"
#include "bundle/bundle_file.h"
#include "bundle/ledger.h"
#include "bundle/reason.h"
#include "bundle/verify.h"
#include "commands.h"
#include "files/file_io.h"
#include "installed/binding.h"
#include "odca/report.h"
#include "odca/verifier.h"
#include "os/file.h"
#include "publish/assemble.h"
#include "publish/differences.h"
#include "publish/draft.h"
#include "publish/lint_release.h"
#include "publish/manifest.h"
#include "publish/moment.h"
#include "publish/output.h"
#include "publish/preview.h"
#include "publish/sound.h"
#include "signing/publication.h"
#include "source/embedded_store.h"
#include "source/material.h"
#include "terminal.h"
#include "yaml/yaml.h"

namespace odca::bundle_tool {
namespace {

namespace fs = std::filesystem;
using bundle::BundleFile;
using bundle::failure;
using bundle::Publication;
using bundle::StoreDocument;

constexpr std::size_t kMaxBundle = bundle::CanonicalLimits{}.bytes;
constexpr std::string_view kEmbedded = "embedded";

struct BuildOptions {
  std::string manifest{};
  DraftOptions draft{};
  bool check = false;
  std::string out{};
  cli::Output output{};
};

void take_build(cli::CommandLine& line, BuildOptions& options) {
  line.describe({.summary = "make an unsigned bundle of a manifest",
                 .about = "Makes an unsigned bundle of a manifest and the files that it names, and shows what it would "
                          "change. The same inputs give the same bytes, with SOURCE_DATE_EPOCH set.",
                 .examples = {"trust-bundle build manifest.yaml --previous 6.atb --out 7.atb",
                              "trust-bundle build manifest.yaml --out 7.atb --check"}});
  line.argument({.name = "MANIFEST", .help = "the content of the bundle, as YAML"}, options.manifest);
  take_draft(line, options.draft);
  line.add({"--check", {}, "build again and compare with the file of --out; writes nothing"}, options.check);
  line.add({"--out", "FILE", "where to write"}, options.out);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

/// Inputs is all that the output depends on, and `root` beside it, under which it is judged.
struct Inputs {
  Manifest manifest{};
  fs::path folder{};                 ///< of the manifest, where relative names start
  std::vector<std::string> roots{};  ///< envelopes
  std::optional<StoreDocument> base{};
  std::string base_identity{};           ///< "bundle 7, content id …"
  std::optional<BundleFile> previous{};  ///< text of the bundle before
  std::optional<RootOfTrust> root{};     ///< --root
  Time created{};
  std::vector<std::string> warnings{};
};

/// Built is the bundle, and how long it holds.
struct Built {
  std::string text{};
  StoreDocument store{};
  Time expires{};
  std::vector<std::string> warnings{};
};

Result<Bytes> read_beside(const fs::path& folder, const std::string& name, std::size_t max_bytes) {
  auto content = read_file(folder / name, max_bytes);
  if (!content) return failure("E_IO", describe(content.error()), content.error().hint);
  return content;
}

/// read_named takes a bundle apart; `name` is for errors.
Result<BundleFile> read_named(std::string_view text, const std::string& name) {
  auto file = BundleFile::read(text);
  if (!file) return std::move(file).error().in(name);
  return file;
}

/// describe_base tells which bundle the release starts from. It need not be one of these root documents, for signers
/// are shown all that changes; but they are told.
Status describe_base(const BundleFile& file, const std::string& name, Inputs& inputs) {
  inputs.base_identity = cat("bundle ", file.version(), ", content id ", bundle::content_id_of(file.view()));
  const RootOfTrust trust =
      inputs.root ? *inputs.root
                  : RootOfTrust{.text = inputs.roots.front(), .origin = "the manifest's first root document"};
  const auto verified = bundle::verify_bundle(file.text(), trust, {}, program_options(bundle::Moment::inspect, {}));
  if (!verified)
    inputs.warnings.push_back(cat(quote(name), " is not signed as a bundle of these root documents (",
                                  verified.error().reason, "): its content is taken as it is"));
  return {};
}

Status read_roots(Inputs& inputs) {
  for (const std::string& name : inputs.manifest.roots) {
    ODCA_TRY_ASSIGN(const Bytes content, read_beside(inputs.folder, name, bundle::kMaxRootBytes));
    std::string text(as_text(content));
    if (text.ends_with('\n')) text.pop_back();  // editors add one; the form has none
    auto is_root = bundle::is_root_text(text);
    if (!is_root) return std::move(is_root).error().in(name);
    if (!*is_root) return failure("E_SCHEMA", cat(quote(name), " is not a root document")).in("roots");
    inputs.roots.push_back(std::move(text));
  }
  return {};
}

Status read_base(Inputs& inputs) {
  const std::string& name = inputs.manifest.base;
  if (name == kEmbedded) {
    inputs.base = embedded_store();
    inputs.base_identity = cat("the compiled-in store ", inputs.base->preamble.version);
    return {};
  }
  if (name.empty()) {
    inputs.base_identity = "nothing";
    if (inputs.root && inputs.root->only) return {};
    inputs.warnings.push_back(
        "missing 'base' in the manifest: the bundle drops what is compiled in, unless its root of trust is limited to "
        "roles, which '--root' tells");
    return {};
  }
  ODCA_TRY_ASSIGN(const Bytes content, read_beside(inputs.folder, name, kMaxBundle));
  ODCA_TRY_ASSIGN(const BundleFile file, read_named(as_text(content), name));
  auto store = file.store();
  if (!store) return std::move(store).error().in(name);
  inputs.base = *std::move(store);
  return describe_base(file, name, inputs);
}

/// creation_time: for --check without SOURCE_DATE_EPOCH it is that of the bundle to be checked.
Result<Time> creation_time(const BuildOptions& options) {
  ODCA_TRY_ASSIGN(const std::optional<Time> set, source_date_epoch());
  if (set || !options.check) return publishing_time();
  ODCA_TRY_ASSIGN(const std::string text, read_text(options.out, kMaxBundle));
  ODCA_TRY_ASSIGN(const BundleFile file, read_named(text, options.out));
  auto store = file.store();
  if (!store) return std::move(store).error().in(options.out);
  return store->created;
}

Result<Inputs> read_inputs(const BuildOptions& options) {
  const fs::path path = options.manifest;
  Inputs inputs{.folder = path.parent_path()};
  ODCA_TRY_ASSIGN(const std::string text, read_text(path, yaml::kMaxBytes));
  ODCA_TRY_ASSIGN(inputs.manifest, read_manifest(text, path.string()));
  ODCA_TRY_ASSIGN(inputs.created, creation_time(options));
  ODCA_TRY(read_roots(inputs));
  ODCA_TRY_ASSIGN(inputs.root, named_root(options.draft.root));
  ODCA_TRY(read_base(inputs));
  if (options.draft.previous) {
    ODCA_TRY_ASSIGN(const std::string previous, read_text(*options.draft.previous, kMaxBundle));
    ODCA_TRY_ASSIGN(inputs.previous, BundleFile::read(previous));
  }
  return inputs;
}

Status check_expiry(const Inputs& inputs, const BundleFile& file, Time expires, std::vector<std::string>& warnings) {
  if (expires <= inputs.created)
    return failure("E_EXPIRED", cat("the bundle would expire at ", format_time(expires), ", before it is made, ",
                                    format_time(inputs.created)));
  const Time root = file.last_root().header.expires;
  if (root <= inputs.created)
    return failure("E_EXPIRED",
                   cat("root document ", file.last_root().header.version, " expired at ", format_time(root)),
                   "make the next one: trust-bundle root rotate");
  if (root < expires)
    warnings.push_back(cat("root document ", file.last_root().header.version, " expires at ", format_time(root),
                           ", before the bundle does"));
  return {};
}

/// check_succession compares with the bundle before: version, deny entries, ids, root documents.
Status check_succession(const StoreDocument& before, const Built& built) {
  if (built.store.preamble.version <= before.preamble.version)
    return failure("E_ROLLBACK",
                   cat("version ", built.store.preamble.version, " is not above ", before.preamble.version,
                       " of the bundle before"),
                   "give the manifest a higher 'version'");
  if (built.store.preamble.version - before.preamble.version > bundle::kMaxJump)
    return failure("E_JUMP",
                   cat("version ", built.store.preamble.version, " is more than ", bundle::kMaxJump, " above ",
                       before.preamble.version, " of the bundle before"),
                   "machines would refuse it: give the manifest the next 'version'");
  const auto ledger = bundle::next_ledger({}, before);
  if (const auto missing = bundle::missing_deny(ledger, built.store))
    return failure("E_DENY_SHRINK",
                   cat("deny entry ", missing->id, " ", quote(missing->label), " of the bundle before is missing"),
                   "keep it, or lift it by name with 'lifted: true'");
  return check_ids(before, built.store, "the bundle before");
}

/// check_descent: a machine with the bundle before must be able to walk to this one.
Status check_descent(const BundleFile& before, const BundleFile& file) {
  const bundle::RootDocument& last = before.last_root();
  const std::vector<bundle::RootDocument>& roots = file.view().roots;
  const bool found = std::any_of(roots.begin(), roots.end(), [&last](const bundle::RootDocument& root) {
    return root.envelope.signed_bytes == last.envelope.signed_bytes;
  });
  if (found) return {};
  return failure("E_ROOT_CHAIN",
                 cat("root document ", last.header.version, " of the bundle before is not among 'roots'"),
                 "list every root document since the oldest installation, oldest first");
}

/// check_built reads what was built as anybody will.
Status check_built(const Built& built, const BundleFile& file, const std::vector<DenyEntry>& ledger) {
  ODCA_TRY_ASSIGN(const StoreDocument read, file.store());
  if (bundle::write_store(read) != bundle::write_store(built.store))
    return failure("E_INTERNAL", "the store does not read back as it was written");
  Status status = bundle::lint(read, ledger);
  if (status) return {};
  Error error = std::move(status).error();
  error.hint = "correct the manifest: nobody could install this";
  return error;
}

Result<Built> build(const Inputs& inputs) {
  const Manifest& manifest = inputs.manifest;
  Built built{.warnings = inputs.warnings};
  built.expires = manifest.expires ? *manifest.expires : inputs.created + std::chrono::days(manifest.valid_days);
  const ReadFile read = [&inputs](const std::string& name) { return read_beside(inputs.folder, name, kMaxTrustFile); };
  ODCA_TRY_ASSIGN(built.store, assemble(manifest, inputs.base, inputs.created, read));
  ODCA_TRY_ASSIGN(const std::vector<std::string> doubts, lint_release(built.store, built.expires, build_date()));
  built.warnings.insert(built.warnings.end(), doubts.begin(), doubts.end());
  ODCA_TRY_ASSIGN(const Publication publication, Publication::of_store(inputs.roots, built.store, built.expires));
  built.text = publication.text();
  ODCA_TRY_ASSIGN(const BundleFile file, BundleFile::read(built.text));
  ODCA_TRY(check_sound(file, inputs.root));  // as signers will
  ODCA_TRY(check_expiry(inputs, file, built.expires, built.warnings));
  std::vector<DenyEntry> ledger;
  if (inputs.previous) {
    ODCA_TRY_ASSIGN(const StoreDocument before, inputs.previous->store());
    ODCA_TRY(check_succession(before, built));
    ODCA_TRY(check_descent(*inputs.previous, file));
    ledger = bundle::next_ledger({}, before);
  }
  ODCA_TRY(check_built(built, file, ledger));
  for (const std::string& name : unsigned_material(built.store))
    built.warnings.push_back(cat(name, " has no issuer in the store: it completes no path"));
  return built;
}

// What becomes of it.

/// stripped is a bundle without the signatures of its release, the part that building decides.
Result<std::string> stripped(const std::string& text) {
  ODCA_TRY_ASSIGN(const BundleFile file, BundleFile::read(text));
  const bundle::BundleView& view = file.view();
  std::map<std::string, std::string, std::less<>> members;
  std::vector<std::string> roots;
  for (const bundle::RootDocument& root : view.roots) roots.emplace_back(root.envelope.signed_bytes);
  members.emplace("roots", bundle::canonical_array(roots));
  members.emplace("timestamp", view.timestamp.envelope.signed_bytes);
  members.emplace("snapshot", view.snapshot.envelope.signed_bytes);
  members.emplace("targets", view.targets.envelope.signed_bytes);
  members.emplace("store", view.store_text);
  return bundle::canonical_object(members);
}

/// compare_with names what differs between the bundle in the file and the one just built.
Status compare_with(const std::string& out, const Built& built) {
  ODCA_TRY_ASSIGN(const std::string text, read_text(out, kMaxBundle));
  auto theirs = stripped(text);
  if (!theirs) return std::move(theirs).error().in(out);
  ODCA_TRY_ASSIGN(const std::string ours, stripped(built.text));
  ODCA_TRY_ASSIGN(const bundle::Document left, bundle::parse_bundle(*theirs));
  ODCA_TRY_ASSIGN(const bundle::Document right, bundle::parse_bundle(ours));
  const Sides sides{.first = "in the file", .second = "in the manifest"};
  const std::vector<std::string> found = differences(left.root(), right.root(), sides);
  if (found.empty()) return {};
  std::string list;
  for (const std::string& one : found) list += cat("; ", one);
  return failure("E_LINK", cat(quote(out), " is not what the manifest gives", list),
                 "build again with the same SOURCE_DATE_EPOCH, or find out who changed what");
}

Status put_out(const BuildOptions& options, const Built& built, Answer& answer) {
  if (options.check) {
    ODCA_TRY(compare_with(options.out, built));
    answer.text += cat(escape_text(quote(options.out)), " is what the manifest gives\n");
    return {};
  }
  if (options.out != kStandardOutput) {
    ODCA_TRY_ASSIGN(const Publication publication, Publication::parse(built.text));
    return save_built(options.out, publication);
  }
  if (options.output.json())
    return failure("E_USAGE", "'--out -' and '--json' both want standard output", "give --out a file");
  cli::write_error(answer.text);
  answer.text = built.text;
  return {};
}

Result<Answer> run_build(const BuildOptions& options) {
  if (options.check && options.out == kStandardOutput)
    return failure("E_USAGE", "'--check' needs a file to compare with, not '-'", "give --out FILE");
  ODCA_TRY_ASSIGN(const Inputs inputs, read_inputs(options));
  ODCA_TRY_ASSIGN(const Built built, build(inputs));
  ODCA_TRY_ASSIGN(
      Preview preview,
      preview_bundle(built.text, {.previous = inputs.previous ? std::optional(inputs.previous->text()) : std::nullopt,
                                  .root = inputs.root}));
  Answer answer{.text = cat("built from: ", inputs.base_identity, '\n', preview.text, '\n'), .status = 0};
  for (const std::string& warning : built.warnings) answer.text += cat("warning: ", escape_text(warning), '\n');
  answer.document.add("schema", "trust-bundle-build/1").add("file", options.out);
  answer.document.add("built_from", inputs.base_identity).add("bundle", std::move(preview.document));
  answer.document.add("warnings", cli::Document::list_of(built.warnings));
  answer.document.add("checked", cli::Document::truth(options.check));
  ODCA_TRY(put_out(options, built, answer));
  return answer;
}

}  // namespace

Work build_command(cli::CommandLine& line) { return cli::work(line, take_build, run_build); }

}  // namespace odca::bundle_tool
