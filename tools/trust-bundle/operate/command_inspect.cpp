// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle inspect: what a bundle holds, who signed it, and which checks were run and which were not.
#include "base/text.h"
#include "bundle/bundle_file.h"
#include "bundle/verify.h"
#include "commands.h"
#include "odca/digest.h"
#include "operate/contents.h"
#include "operate/describe.h"
#include "operate/input.h"
#include "operate/inspect_root.h"
#include "operate/place.h"

namespace odca::bundle_tool {
namespace {

using cli::Document;

struct InspectOptions {
  std::string file{};
  bool keys = false;
  std::optional<Time> at{};
  std::optional<std::string> root{};
  cli::Output output{};
};

void take_inspect(cli::CommandLine& line, InspectOptions& options) {
  line.describe({.summary = "what a bundle or root document holds, who signed it",
                 .about =
                     "Shows what a bundle holds, which checks ran and how they went; of a root document its roles, "
                     "keys and thresholds, its SHA-256 and who signed it. Without a root of trust it says whether "
                     "the bundle is consistent.",
                 .examples = {"trust-bundle inspect signed.atb --keys", "trust-bundle inspect root.json"}});
  line.argument({.name = "FILE", .help = "the bundle or root document; '-' is standard input"}, options.file);
  line.add({"--keys", {}, "also keys and roles, and the result of each signature"}, options.keys);
  line.add({"--at", "TIME", "judge at this time (RFC 3339) instead of now"}, options.at);
  take_root(line, options.root);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

constexpr std::string_view kRootChain = "root chain";
constexpr std::string_view kOwnRoot = "the bundle's own first root document";

/// Inspection is what can be said of a file. Without a root of trust the bundle is held against its own first root
/// document: whether it agrees with itself is worth knowing, and is no verification.
struct Inspection {
  std::string name{};
  Time now{};
  std::optional<RootOfTrust> root{};
  bundle::Verification verification;
  std::optional<Document> contents{};
  std::optional<Document> keys{};
  std::string file_sha256{};

  bool verified() const { return root && verification.bundle; }
};

/// own_root is the text of the first root document; empty when there is none, so that nothing verifies.
std::string own_root(std::string_view file) {
  const auto bundle = bundle::BundleFile::read(file);
  return bundle ? bundle->first_root() : std::string();
}

/// mark_self_made: what was found without a root of trust must not look like a verification.
void mark_self_made(std::vector<bundle::Check>& checks) {
  bool after = false;
  for (bundle::Check& check : checks) {
    if (check.name == kRootChain) {
      after = true;
      if (check.result == "ok") check = {.name = check.name, .result = "not run", .detail = "no root of trust"};
    } else if (after && check.result == "ok") {
      check.result = "consistent";
    }
  }
}

bundle::Verification examine(std::string_view file, const std::optional<RootOfTrust>& root, Time now) {
  const RootOfTrust used = root ? *root : RootOfTrust{.text = own_root(file), .origin = std::string(kOwnRoot)};
  bundle::Verification verification =
      bundle::examine_bundle(file, used, {}, program_options(bundle::Moment::inspect, now));
  if (!root) mark_self_made(verification.checks);
  return verification;
}

void add_parts(std::string_view file, Inspection& inspection) {
  const auto bundle = bundle::BundleFile::read(file);
  if (!bundle) return;
  inspection.contents = contents_document(*bundle);
  inspection.keys = keys_document(bundle->view());
}

Document or_nothing(const std::optional<Document>& document) { return document ? *document : Document::nothing(); }

Document document_of(const Inspection& inspection, bool with_keys) {
  const auto& bundle = inspection.verification.bundle;
  Document document = Document::members();
  document.add("schema", "trust-bundle-inspect/1").add("verified", Document::truth(inspection.verified()));
  document.add("stale", Document::truth(bundle && bundle->stale));
  document.add("file", inspection.name).add("file_sha256", inspection.file_sha256);
  document.add("at", format_time(inspection.now)).add("root_of_trust", optional_document(inspection.root));
  document.add("failure", bundle ? Document::nothing() : to_document(bundle.error()));
  document.add("checks", to_document(inspection.verification.checks));
  document.add("contents", or_nothing(inspection.contents));
  if (!with_keys) return document;
  document.add("keys", or_nothing(inspection.keys));
  document.add("signatures", signatures_document(inspection.verification.signatures));
  return document;
}

std::string conclusion(const Inspection& inspection) {
  const auto& bundle = inspection.verification.bundle;
  if (!bundle) return "NOT VERIFIED: a check failed\n";
  if (!inspection.root)
    return "NOT VERIFIED: no root of trust; the bundle is consistent with itself, as anybody's may be\n";
  return line(cat(bundle->stale ? "EXPIRED; all else that was run is ok" : "all that was run is ok",
                  "; trust-bundle verify runs the others as well"));
}

std::string text_of(const Inspection& inspection, bool with_keys) {
  std::string text = line(cat(quote(inspection.name), ", SHA-256 ", inspection.file_sha256));
  text += inspection.contents ? inspection.contents->to_text() : "its parts cannot be read\n";
  if (with_keys && inspection.keys) {
    Document keys = Document::members();
    keys.add("keys", *inspection.keys).add("signatures", signatures_document(inspection.verification.signatures));
    text += keys.to_text();
  }
  text += line(cat("checks at ", format_time(inspection.now), ':'));
  text += inspection.root ? root_line(*inspection.root) : "root of trust: none\n";
  return text + check_lines(inspection.verification.checks) + conclusion(inspection);
}

Result<Answer> run_inspect(const InspectOptions& options) {
  const std::string& name = options.file;
  ODCA_TRY_ASSIGN(const std::optional<RootOfTrust> root, find_root(options.root));
  const Time now = judged_at(options.at);
  ODCA_TRY_ASSIGN(std::string file, read_bundle(name));
  bundle::as_root_document(file);
  if (const auto is_root = bundle::is_root_text(file); is_root && *is_root) return inspect_root(name, file, root);
  Inspection inspection{.name = name,
                        .now = now,
                        .root = root,
                        .verification = examine(file, root, now),
                        .file_sha256 = to_hex(sha256(as_bytes(file)))};
  add_parts(file, inspection);
  Answer answer{
      .text = text_of(inspection, options.keys), .document = document_of(inspection, options.keys), .status = 0};
  const auto& bundle = inspection.verification.bundle;
  if (!bundle) answer.problem = Error(bundle.error()).in(name);
  return answer;
}

}  // namespace

Work inspect(cli::CommandLine& line) { return cli::work(line, take_inspect, run_inspect); }

}  // namespace odca::bundle_tool
