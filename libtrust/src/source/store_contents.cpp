#include "source/store_contents.h"

#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "bundle/verify.h"
#include "odca/verifier.h"
#include "source/embedded_store.h"
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
  SourceContents contents;
  for (bundle::StoreAnchor& entry : trust.anchors) contents.anchors.push_back(std::move(entry.anchor));
  for (bundle::StoreIntermediate& one : trust.intermediates)
    contents.intermediates.push_back({std::move(one.certificate), std::move(one.origin)});
  for (bundle::StoreCrl& one : trust.crls) contents.crls.push_back({std::move(one.crl), std::move(one.origin)});
  for (bundle::StoreDeny& deny : trust.deny) contents.denied.push_back(std::move(deny.entry));
  return contents;
}

SourceContents installed_contents(const bundle::Accepted& accepted) {
  bundle::Merged merged = bundle::merge(embedded_store(), accepted);
  SourceContents contents = contents_of(std::move(merged.trust));
  contents.versions.push_back(embedded_version());
  if (accepted.store) contents.versions.push_back(cat("installed bundle ", accepted.store->preamble.version));
  return contents;
}

std::vector<DenyEntry> standing_denied(const SourceContext& context) {
  if (!context.installed) return embedded_denied();
  return contents_of(bundle::merge(embedded_store(), *context.installed).trust).denied;
}

bool looks_like_bundle(ByteView content) { return as_text(content).starts_with(kBundleStart); }

Result<SourceContents> load_bundle_file(ByteView content, const std::filesystem::path& path,
                                        const SourceContext& context) {
  if (!context.bundle_root)
    return unusable(
        path, "there is no root of trust to verify it",
        "get the root document of its publisher by a way you trust; put it at /etc/odca-trust/root.json, or "
        "name it with --root");
  if (!context.now) return unusable(path, "no time is known at which it is to be valid", {});
  const BundleRoot& root = *context.bundle_root;
  bundle::Floor floor = context.accepted_before ? *context.accepted_before : bundle::Floor{};
  // Publishers that are limited to roles count versions of their own.
  if (!root.only) floor.embedded = embedded_identity();
  auto verified =
      bundle::verify_bundle(as_text(content), {.text = root.text, .origin = root.origin, .only = root.only}, floor,
                            {.moment = bundle::Moment::install,
                             .now = *context.now,
                             .build_date = build_date(),
                             .accept_jump = true,
                             .tool_version = ODCA_VERSION});
  if (!verified) return std::move(verified).error().in(path.string());
  bundle::StoreDocument store = std::move(verified->store);
  const std::uint64_t version = store.preamble.version;
  bundle::stamp(store, {.kind = OriginKind::custom, .where = path.string(), .bundle_version = version});
  // Whoever names it consents to a jump of versions; what installed bundles deny is denied all the same. Merged with
  // nothing: its active anchors, and all that it denies.
  SourceContents contents = contents_of(bundle::merge(store, {}).trust);
  contents.versions.push_back(cat("bundle ", version));
  return contents;
}

}  // namespace odca
