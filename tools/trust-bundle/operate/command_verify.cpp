// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle verify: every check from the root of trust, as for a first install; nothing is installed.
#include "base/text.h"
#include "bundle/verify.h"
#include "commands.h"
#include "operate/contents.h"
#include "operate/describe.h"
#include "operate/input.h"
#include "operate/place.h"

namespace odca::bundle_tool {
namespace {

using cli::Document;

struct VerifyOptions {
  std::string file{};
  std::optional<Time> at{};
  std::optional<std::string> root{};
  cli::Output output{};
};

void take_verify(cli::CommandLine& line, VerifyOptions& options) {
  line.describe({.summary = "every check from the root of trust, nothing installed",
                 .about =
                     "Runs every check of a first install, from the root of trust, and shows how each went. Nothing "
                     "is installed. With --at the version and the date of this program are not looked at.",
                 .examples = {"trust-bundle verify signed.atb --root root.json"}});
  line.argument({.name = "FILE", .help = "the bundle; '-' is standard input"}, options.file);
  line.add({"--at", "TIME", "judge at this time (RFC 3339) instead of now"}, options.at);
  take_root(line, options.root);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

/// examine: at a time that was named, the question is about the bundle alone, so that those of any age can be looked
/// at; when and with what this program was made does not enter.
bundle::Verification examine(std::string_view file, const RootOfTrust& root, Time now, bool named_time) {
  bundle::VerifyOptions options = program_options(bundle::Moment::install, now);
  bundle::Floor floor;
  if (named_time) {
    options.build_date.reset();
  } else {
    floor.embedded_version = embedded_version_under(root);
    floor.embedded = embedded_identity_under(root);
  }
  return bundle::examine_bundle(file, root, floor, options);
}

Document document_of(const std::string& file, const RootOfTrust& root, Time now,
                     const bundle::Verification& verification) {
  const auto& bundle = verification.bundle;
  Document document = Document::members();
  document.add("schema", "trust-bundle-verify/1").add("verified", Document::truth(bundle.has_value()));
  document.add("file", file).add("at", format_time(now)).add("root_of_trust", to_document(root));
  document.add("bundle", bundle ? to_document(*bundle) : Document::nothing());
  document.add("failure", bundle ? Document::nothing() : to_document(bundle.error()));
  document.add("checks", to_document(verification.checks));
  document.add("signatures", signatures_document(verification.signatures));
  return document;
}

std::string text_of(const std::string& file, const RootOfTrust& root, Time now, bool named_time,
                    const bundle::Verification& verification) {
  std::string text = line(cat(quote(file), " at ", format_time(now))) + root_line(root);
  if (named_time) text += "the version and the date of this program are not looked at, since a time was named\n";
  text += check_lines(verification.checks);
  if (!verification.bundle) return text + "NOT VERIFIED\n";
  const bundle::VerifiedBundle& bundle = *verification.bundle;
  return text + line(cat("verified: bundle ", bundle.version, ", content id ", bundle.content_id, ", expires ",
                         format_time(bundle.expires)));
}

Result<Answer> run_verify(const VerifyOptions& options) {
  const std::string& name = options.file;
  const bool named_time = options.at.has_value();
  ODCA_TRY_ASSIGN(const RootOfTrust root, need_root(options.root));
  const Time now = judged_at(options.at);
  ODCA_TRY_ASSIGN(const std::string file, read_bundle(name));
  const bundle::Verification verification = examine(file, root, now, named_time);
  Answer answer{.text = text_of(name, root, now, named_time, verification),
                .document = document_of(name, root, now, verification),
                .status = 0};
  if (!verification.bundle) answer.problem = Error(verification.bundle.error()).in(name);
  return answer;
}

}  // namespace

Work verify(cli::CommandLine& line) { return cli::work(line, take_verify, run_verify); }

}  // namespace odca::bundle_tool
