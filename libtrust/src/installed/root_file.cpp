#include "installed/root_file.h"

#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/text.h"
#include "base/trustworthy_place.h"
#include "bundle/reason.h"
#include "bundle/root_chain.h"
#include "bundle/tuf.h"
#include "bundle/verify.h"
#include "source/trust_yaml.h"
#include "yaml/yaml.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxRootBytes = std::size_t{512} << 10U;  // as much as TUF clients take

/// read_text reads a file that decides what is trusted.
Result<std::string> read_text(const fs::path& path, std::size_t max_bytes) {
  const auto content = read_file(path, max_bytes);
  if (!content) return bundle::failure("E_IO", describe(content.error()), content.error().hint);
  if (const Status place = require_trustworthy_place(path); !place)
    return bundle::failure("E_IO", describe(place.error()), place.error().hint);
  return std::string(as_text(*content));
}

/// check_root refuses a root document that could never verify anything, at once and not at the first bundle.
Status check_root(const std::string& text) {
  ODCA_TRY_ASSIGN(const bundle::Document document, bundle::parse_bundle(text));
  ODCA_TRY_ASSIGN(bundle::RootDocument root, bundle::read_root(document.root(), "root of trust"));
  std::vector<bundle::SignatureVerdict> verdicts;
  std::vector<bundle::RootDocument> alone;
  alone.push_back(std::move(root));
  return bundle::check_root_signatures(alone, alone.front().header.version, verdicts);
}

Result<Roles> parse_limits(std::string_view text, const std::string& name) {
  ODCA_TRY_ASSIGN(const yaml::Node root, yaml::parse(text, name));
  ODCA_TRY_ASSIGN(const yaml::Fields fields, yaml::Fields::of(root, {"roles"}));
  ODCA_TRY_ASSIGN(const yaml::Node* roles, fields.require("roles"));
  return read_roles(*roles);
}

/// read_limits gives nothing only when there is certainly no such file.
Result<std::optional<Roles>> read_limits(const fs::path& root) {
  const fs::path path = fs::path(root).replace_extension(".yaml");
  std::error_code problem;
  if (fs::symlink_status(path, problem).type() == fs::file_type::not_found) return std::optional<Roles>();
  ODCA_TRY_ASSIGN(const std::string text, read_text(path, yaml::kMaxBytes));
  auto roles = parse_limits(text, path.string());
  if (!roles) return bundle::failure("E_SCHEMA", describe(roles.error()), roles.error().hint);
  return std::optional(*roles);
}

}  // namespace

Result<BundleRoot> read_root_file(const fs::path& path) {
  BundleRoot root{.origin = path.string()};
  ODCA_TRY_ASSIGN(root.text, read_text(path, kMaxRootBytes));
  if (root.text.ends_with('\n')) root.text.pop_back();  // editors and heredocs add one
  if (Status status = check_root(root.text); !status) return std::move(status).error().in(path.string());
  ODCA_TRY_ASSIGN(root.only, read_limits(path));
  return root;
}

}  // namespace odca
