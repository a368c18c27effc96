// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "source/store_contents.h"

#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "bundle/verify.h"
#include "odca/build_date.h"
#include "source/embedded_store.h"
#include "source/installed_trust.h"
#include "source/sources.h"

namespace odca {
namespace {

/// kBundleStart: in the canonical form `format` is the first member.
constexpr std::string_view kBundleStart = R"({"format":"amt-trust-bundle/)";

Error unusable(const std::filesystem::path& path, std::string_view lack, std::string hint) {
  return {.code = Errc::usage,
          .message = cat(quote(path.string()), " is a bundle, and ", lack),
          .hint = std::move(hint),
          .reason = "bundle-root"};
}

}  // namespace

SourceContents contents_of(bundle::EffectiveTrust trust) {
  return {.anchors = std::move(trust.anchors),
          .intermediates = std::move(trust.intermediates),
          .crls = std::move(trust.crls),
          .denied = std::move(trust.deny)};
}

bool looks_like_bundle(ByteView content) { return as_text(content).starts_with(kBundleStart); }

Result<SourceContents> load_bundle_file(ByteView content, const std::filesystem::path& path,
                                        const SourceContext& context) {
  if (!context.root_of_trust)
    return unusable(
        path, "there is no root of trust to verify it",
        "get the root document of its publisher by a way you trust; put it at /etc/odca-trust/root.json, or "
        "name it with --root");
  if (!context.now) return unusable(path, "there is no time to verify it at", "give the time (SourceContext::now)");
  const RootOfTrust& root = *context.root_of_trust;
  bundle::Floor floor = installed_in(context).seen.value_or(bundle::Floor{});
  // Publishers that are limited to roles count versions of their own.
  if (!root.only) floor.embedded = bundle::identity_of(embedded_store());
  auto verified = bundle::verify_bundle(as_text(content), root, floor,
                                        {.moment = bundle::Moment::install,
                                         .now = *context.now,
                                         .build_date = build_date(),
                                         .accept_jump = true,
                                         .tool_version = ODCA_VERSION});
  if (!verified) return std::move(verified).error().in(path.string());
  bundle::StoreDocument store = std::move(verified->store);
  const std::uint64_t version = store.preamble.version;
  bundle::stamp(store, {.kind = OriginKind::custom, .where = path.string(), .bundle_version = version});
  // Naming it is consent to a jump of versions; what installed bundles deny is denied all the same. Merged with
  // nothing: its active anchors, and all that it denies.
  SourceContents contents = contents_of(bundle::merge(store, {}).trust);
  contents.versions.push_back(cat("bundle ", version));
  return contents;
}

}  // namespace odca
