// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "publish/needs.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "bundle/bundle_file.h"
#include "bundle/reason.h"
#include "bundle/verify.h"

namespace odca::bundle_tool {
namespace {

using bundle::DocumentType;
using bundle::Envelope;
using bundle::RootDocument;
using bundle::SignatureVerdict;

std::string name_of(const bundle::Header& header) { return cat(to_string(header.type), ' ', header.version); }

/// need counts by the same function that verifies; a threshold that is not met is the answer here and no failure.
Need need(const bundle::Header& header, const Envelope& envelope, const RootDocument& authority) {
  std::vector<SignatureVerdict> verdicts;
  Need found{
      .document = name_of(header),
      .keys = cat(header.type == DocumentType::root ? "root" : "release", " keys of root ", authority.header.version),
      .threshold = authority.role(header.type).threshold};
  const Status status = bundle::check_role(envelope, authority, header.type, found.document, verdicts);
  const auto good = std::count_if(verdicts.begin(), verdicts.end(), [](const SignatureVerdict& verdict) {
    return verdict.state == SignatureVerdict::State::good;
  });
  found.have = static_cast<std::uint64_t>(good);  // not negative
  // If the two ever disagree, the verifier is right.
  if (!status && found.have >= found.threshold) found.have = found.threshold - 1;
  return found;
}

std::vector<Need> needs_of_roots(const std::vector<RootDocument>& roots, const RootDocument* previous) {
  std::vector<Need> needs;
  for (const RootDocument& root : roots) {
    if (previous != nullptr) needs.push_back(need(root.header, root.envelope, *previous));
    needs.push_back(need(root.header, root.envelope, root));
    previous = &root;
  }
  return needs;
}

}  // namespace

Result<std::vector<Need>> needs_of(std::string_view text, std::optional<std::string_view> previous) {
  ODCA_TRY_ASSIGN(const bool is_root, bundle::is_root_text(text));
  if (is_root) {
    ODCA_TRY_ASSIGN(const bundle::RootFile root, bundle::RootFile::read(text, "root"));
    if (!previous) return needs_of_roots({*root}, nullptr);
    ODCA_TRY_ASSIGN(const bundle::RootFile before, bundle::RootFile::read(*previous, "root"));
    return needs_of_roots({*root}, &*before);
  }
  ODCA_TRY_ASSIGN(const bundle::BundleFile bundle, bundle::BundleFile::read(text));
  const bundle::BundleView& view = bundle.view();
  std::vector<Need> needs = needs_of_roots(view.roots, nullptr);
  const RootDocument& authority = view.roots.back();
  needs.push_back(need(view.timestamp.header, view.timestamp.envelope, authority));
  needs.push_back(need(view.snapshot.header, view.snapshot.envelope, authority));
  needs.push_back(need(view.targets.header, view.targets.envelope, authority));
  return needs;
}

bool all_met(const std::vector<Need>& needs) {
  return std::all_of(needs.begin(), needs.end(), [](const Need& one) { return one.met(); });
}

std::string to_text(const std::vector<Need>& needs) {
  std::string text;
  for (const Need& one : needs) {
    text += cat("  ", one.document, ": ", one.have, " of ", one.threshold, ' ', one.keys);
    text += one.met()
                ? ", enough\n"
                : cat(", ", one.missing(), one.missing() == 1 ? " signature is" : " signatures are", " missing\n");
  }
  return text;
}

}  // namespace odca::bundle_tool
