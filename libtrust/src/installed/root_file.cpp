#include "installed/root_file.h"

#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/owned_place.h"
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
Result<std::string> read_text(const fs::path& path, RootPlace place, std::size_t max_bytes) {
  const auto content = read_file(path, max_bytes);
  if (!content) return bundle::failure("E_IO", describe(content.error()), content.error().hint);
  Status sound = place == RootPlace::machine ? require_owned_place(path) : Status();
  if (sound) sound = require_trustworthy_place(path);
  if (!sound) return bundle::failure("E_IO", describe(sound.error()), sound.error().hint);
  return std::string(as_text(*content));
}

/// check_root refuses a root document that could never verify anything, at once and not at the first bundle.
Status check_root(const std::string& text) {
  ODCA_TRY_ASSIGN(const bundle::Document document, bundle::parse_bundle(text));
  ODCA_TRY_ASSIGN(bundle::RootDocument root, bundle::read_root(document.root(), "root of trust"));
  std::vector<bundle::SignatureVerdict> verdicts;
  std::vector<bundle::RootDocument> alone;
  alone.push_back(std::move(root));
  return bundle::check_root_signatures(alone, verdicts);
}

Result<Roles> parse_limits(std::string_view text, const std::string& name) {
  ODCA_TRY_ASSIGN(const yaml::Node root, yaml::parse(text, name));
  ODCA_TRY_ASSIGN(const yaml::Fields fields, yaml::Fields::of(root, {"roles"}));
  ODCA_TRY_ASSIGN(const yaml::Node* roles, fields.require("roles"));
  return read_roles(*roles);
}

/// read_limits gives nothing only when there is certainly no such file.
Result<std::optional<Roles>> read_limits(const fs::path& path, RootPlace place) {
  std::error_code problem;
  if (fs::symlink_status(path, problem).type() == fs::file_type::not_found) return std::optional<Roles>();
  ODCA_TRY_ASSIGN(const std::string text, read_text(path, place, yaml::kMaxBytes));
  auto roles = parse_limits(text, path.string());
  if (!roles) return bundle::failure("E_SCHEMA", describe(roles.error()), roles.error().hint);
  return std::optional(*roles);
}

/// limits_of looks beside each name that the root file has: whoever links to it must not lose them.
Result<std::optional<Roles>> limits_of(const fs::path& root, RootPlace place) {
  const auto names = names_of(root);
  if (!names) return bundle::failure("E_IO", describe(names.error()), names.error().hint);
  std::optional<Roles> limits;
  fs::path found_at;
  for (const fs::path& name : *names) {
    const fs::path path = fs::path(name).replace_extension(".yaml");
    ODCA_TRY_ASSIGN(const std::optional<Roles> here, read_limits(path, place));
    if (!here) continue;
    if (limits && *limits != *here)
      return bundle::failure(
          "E_SCHEMA",
          cat(quote(found_at.string()), " and ", quote(path.string()), " limit one root of trust to different roles"),
          "make them the same, or remove the one that is wrong");
    limits = here;
    found_at = path;
  }
  return limits;
}

}  // namespace

Result<BundleRoot> read_root_file(const fs::path& path, RootPlace place) {
  BundleRoot root{.origin = path.string()};
  ODCA_TRY_ASSIGN(root.text, read_text(path, place, kMaxRootBytes));
  if (root.text.ends_with('\n')) root.text.pop_back();  // editors and heredocs add one
  if (Status status = check_root(root.text); !status) return std::move(status).error().in(path.string());
  ODCA_TRY_ASSIGN(root.only, limits_of(path, place));
  return root;
}

}  // namespace odca
