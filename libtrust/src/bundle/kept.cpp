// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/kept.h"

#include <set>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "bundle/canonical.h"
#include "bundle/root_chain.h"

namespace odca::bundle {
namespace {

/// Good is a document by its name and a key whose signature of it counted.
using Good = std::set<std::pair<std::string, KeyId>>;

/// name_of takes "root 2 by root 1", a link to the document before, for what it is about.
std::string name_of(const SignatureVerdict& verdict) {
  return verdict.document.substr(0, verdict.document.find(" by "));
}

Good good_ones(const std::vector<SignatureVerdict>& verdicts) {
  Good good;
  for (const SignatureVerdict& verdict : verdicts)
    if (verdict.state == SignatureVerdict::State::good) good.emplace(name_of(verdict), verdict.key_id);
  return good;
}

std::string envelope_text(const Header& header, const Envelope& envelope, const Good& good) {
  const std::string name = cat(to_string(header.type), ' ', header.version);
  std::vector<std::string> signatures;
  for (const SignatureEntry& entry : envelope.signatures)
    if (good.contains({name, entry.key_id}))
      signatures.push_back(
          canonical_object({{"keyid", canonical_string(entry.key_id)}, {"sig", canonical_string(entry.hex)}}));
  return canonical_object(
      {{"signatures", canonical_array(signatures)}, {"signed", std::string(envelope.signed_bytes)}});
}

}  // namespace

std::string kept_text(const BundleView& bundle, const std::vector<SignatureVerdict>& verdicts) {
  const Good good = good_ones(verdicts);
  std::vector<std::string> roots;
  for (const RootDocument& root : bundle.roots) roots.push_back(envelope_text(root.header, root.envelope, good));
  return canonical_object({{"format", canonical_string(kFormat)},
                           {"roots", canonical_array(roots)},
                           {"snapshot", envelope_text(bundle.snapshot.header, bundle.snapshot.envelope, good)},
                           {"store", std::string(bundle.store_text)},
                           {"targets", envelope_text(bundle.targets.header, bundle.targets.envelope, good)},
                           {"timestamp", envelope_text(bundle.timestamp.header, bundle.timestamp.envelope, good)}});
}

}  // namespace odca::bundle
