#include <array>
#include <string>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "bundle/canonical.h"
#include "bundle/reason.h"
#include "bundle/root_chain.h"
#include "bundle/tuf.h"
#include "bundle/verify.h"
#include "installed/compiled_root.h"
#include "odca/installed.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxRootBytes = std::size_t{512} << 10U;  // as much as TUF clients take

/// check_root refuses a root document that could never verify anything, at once and not at the first bundle.
Status check_root(const std::string& text) {
  ODCA_TRY_ASSIGN(const bundle::Document document, bundle::parse_bundle(text));
  ODCA_TRY_ASSIGN(bundle::RootDocument root, bundle::read_root(document.root(), "root of trust"));
  std::vector<bundle::SignatureVerdict> verdicts;
  std::vector<bundle::RootDocument> alone;
  alone.push_back(std::move(root));
  return bundle::check_root_signatures(alone, verdicts);
}

}  // namespace

Result<std::optional<BundleRoot>> find_bundle_root(const std::optional<fs::path>& named, const fs::path& system) {
  const fs::path place = named ? *named : system / fs::path(kRootPlace).relative_path();
  std::error_code problem;
  if (!named && fs::symlink_status(place, problem).type() == fs::file_type::not_found) {
    if (kCompiledRoot.empty()) return std::optional<BundleRoot>();
    BundleRoot root{.text = std::string(kCompiledRoot), .origin = "compiled in"};
    return std::optional(std::move(root));
  }
  auto content = read_file(place, kMaxRootBytes);
  if (!content) return bundle::failure("E_IO", describe(content.error()), content.error().hint);
  BundleRoot root{.text = std::string(as_text(*content)), .origin = place.string()};
  if (root.text.ends_with('\n')) root.text.pop_back();  // editors and heredocs add one
  if (Status status = check_root(root.text); !status) return std::move(status).error().in(place.string());
  return std::optional(std::move(root));
}

}  // namespace odca
