// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "publish/draft.h"

#include "base/text.h"
#include "bundle/bundle_file.h"
#include "bundle/reason.h"
#include "bundle/verify.h"
#include "files/file_io.h"
#include "installed/binding.h"
#include "odca/installed.h"
#include "odca/report.h"
#include "publish/before.h"
#include "publish/output.h"
#include "publish/preview.h"
#include "publish/sound.h"
#include "terminal.h"

namespace odca::bundle_tool {
namespace {

using bundle::failure;
using bundle::Publication;

constexpr std::size_t kMaxFile = bundle::CanonicalLimits{}.bytes;

cli::Document to_document(const std::vector<Need>& needs) {
  cli::Document list = cli::Document::list();
  for (const Need& one : needs) {
    cli::Document need = cli::Document::members();
    need.add("document", one.document).add("keys", one.keys).add("have", cli::Document::number(one.have));
    need.add("threshold", cli::Document::number(one.threshold));
    list.add(std::move(need));
  }
  return list;
}

Status check_previous(const Draft& draft) {
  if (!draft.publication.is_root()) return {};
  if (!draft.previous && draft.publication.documents().front().version > 1)
    return failure("E_USAGE",
                   cat(quote(draft.path), " is ", draft.publication.documents().front().name(),
                       ", and no root document before it was named"),
                   "its keys have to sign too: give --previous with that document");
  return {};
}

/// check_complete runs the verifier over a bundle that has all its signatures. What the verifier refuses is not worth
/// being published.
Status check_complete(const std::string& text, const Draft& draft) {
  if (draft.publication.is_root()) return {};
  ODCA_TRY_ASSIGN(const bundle::BundleFile bundle, bundle::BundleFile::read(text));
  auto verified = bundle::verify_bundle(text, trust_for(bundle, draft.root), {},
                                        program_options(bundle::Moment::inspect, bundle.view().targets.header.expires));
  if (!verified) return std::move(verified).error().in(draft.path);
  return {};
}

/// check_draft: what cannot become a bundle or root document that counts is not signed.
Status check_draft(const Draft& draft) {
  if (draft.publication.is_root()) {
    if (draft.root) return failure("E_USAGE", "'--root' is for a bundle, and this is a root document", "leave it out");
    ODCA_TRY(check_previous(draft));
    if (!draft.previous) return {};
    if (Status status = check_root_before(*draft.previous); !status) return std::move(status).error().in("--previous");
    return {};
  }
  ODCA_TRY_ASSIGN(const bundle::BundleFile bundle, bundle::BundleFile::read(draft.text));
  if (auto sound = check_sound(bundle, draft.root); !sound) return std::move(sound).error().in(draft.path);
  return {};
}

}  // namespace

void take_previous(cli::CommandLine& line, DraftOptions& options) {
  line.add({"--previous", "FILE", "the root document before this one, when FILE is a root document"}, options.previous);
}

void take_draft(cli::CommandLine& line, DraftOptions& options) {
  line.add({"--previous", "FILE", "the bundle, or root document, before this one, to show what changes"},
           options.previous);
  line.add({"--root", "FILE", "root of trust, with the limits beside it, to hold the bundle against"}, options.root);
}

Result<std::optional<RootOfTrust>> named_root(const std::optional<std::string>& root) {
  if (!root) return std::optional<RootOfTrust>();
  return find_root_of_trust(std::filesystem::path(*root));
}

std::optional<std::string_view> Draft::previous_root() const {
  if (!publication.is_root() || !previous) return std::nullopt;
  return std::string_view(*previous);
}

Result<Draft> read_draft(const std::string& path, const DraftOptions& options) {
  ODCA_TRY_ASSIGN(std::string text, read_text(path, kMaxFile));
  bundle::as_root_document(text);
  std::optional<std::string> before;
  if (options.previous) {
    ODCA_TRY_ASSIGN(before, read_text(*options.previous, kMaxFile));
    bundle::as_root_document(*before);
  }
  auto is_root = bundle::is_root_text(text);
  if (!is_root) return std::move(is_root).error().in(path);
  auto publication =
      Publication::parse(text, *is_root && before ? std::optional<std::string_view>(*before) : std::nullopt);
  if (!publication) return std::move(publication).error().in(path);
  Draft draft{
      .path = path, .text = std::move(text), .publication = *std::move(publication), .previous = std::move(before)};
  ODCA_TRY_ASSIGN(draft.root, named_root(options.root));
  ODCA_TRY(check_draft(draft));
  return draft;
}

Status deliver(const Draft& draft, const std::string& out, bool json, Answer& answer) {
  const std::string text = draft.publication.text();
  ODCA_TRY_ASSIGN(const std::vector<Need> needs, needs_of(text, draft.previous_root()));
  const bool complete = all_met(needs);
  if (complete) ODCA_TRY(check_complete(text, draft));
  answer.document.add("file", out).add("complete", cli::Document::truth(complete));
  answer.document.add("signatures", to_document(needs));
  answer.text += cat("signatures:\n", to_text(needs), complete ? "all there\n" : "");
  answer.status = 0;
  if (out != kStandardOutput) return save_signed(out, draft.publication);
  if (json) return failure("E_USAGE", "'--out -' and '--json' both want standard output", "give --out a file");
  cli::write_error(answer.text);
  answer.text = text;
  return {};
}

}  // namespace odca::bundle_tool
