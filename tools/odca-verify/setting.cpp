#include "setting.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/suggestion.h"
#include "base/text.h"
#include "odca/installed.h"
#include "state_place.h"
#include "values.h"

namespace odca::cli {
namespace {

constexpr std::array<std::string_view, 3> kSources{"system", "embedded", "combined"};

/// override_trust puts --trust in place of the policy's choice. What the policy lets OS roots vouch for stays.
Status override_trust(const std::string& value, TrustChoice& trust) {
  if (std::find(kSources.begin(), kSources.end(), value) != kSources.end()) {
    trust.source = value;
    trust.path.clear();
    return {};
  }
  std::error_code problem;
  if (value.empty() || !std::filesystem::exists(value, problem)) {
    const auto near = nearest(value, kSources);
    return usage_error(cat("--trust: expected system, embedded, combined or a file or folder, found '", value, "'"),
                       near ? cat("did you mean '", *near, "'") : "the path does not exist or cannot be reached");
  }
  trust.source = "custom";
  trust.path = value;
  return {};
}

/// check_state: who names a state directory means what is in it, and not that nothing is.
Status check_state(const TrustOptions& options) {
  if (!options.state) return {};
  std::error_code problem;
  const std::filesystem::file_type type = std::filesystem::status(*options.state, problem).type();
  if (type == std::filesystem::file_type::not_found)
    return usage_error(cat("--state: there is no folder '", *options.state, "'"),
                       "trust-bundle install makes it; leave the option out when nothing is installed");
  // What may not be looked at has no type; its error comes from reading it.
  if (type != std::filesystem::file_type::directory && type != std::filesystem::file_type::none)
    return usage_error(cat("--state: expected a folder, found a file: '", *options.state, "'"),
                       "name the folder that trust-bundle status --state shows");
  return {};
}

/// look_at_machine finds the root of trust of bundles, and what is installed under it.
Status look_at_machine(const TrustOptions& options, Time now, SourceContext& context) {
  ODCA_TRY(check_state(options));
  InstalledPlace place;
  StateChoice choice = state_place_in_use(options.state);
  place.state = choice.directory;
  place.chosen_by = std::move(choice.chosen_by);
  place.by_environment = choice.by_environment;
  place.remark = std::move(choice.remark);
  ODCA_TRY_ASSIGN(place.root, find_bundle_root(options.root));
  place.now = now;
  load_installed(place, context);
  return {};
}

}  // namespace

void take_policy(CommandLine& line, std::optional<std::string>& policy) {
  line.add({"--policy", "FILE", "policy in place of the built-in one"}, policy);
}

void take_trust(CommandLine& line, TrustOptions& options) {
  line.heading("the trust");
  line.add({"--trust", "SOURCE",
            "system, embedded (default), combined, or a file or folder; a signed bundle of trust is a file too"},
           options.trust);
  line.add({"--state", "DIR", "where bundles are installed; default /var/lib/amt-trust, else the place of this user"},
           options.state);
  line.add({"--root", "FILE", "root of trust of bundles, in place of /etc/odca-trust/root.json or the compiled-in one"},
           options.root);
  take_policy(line, options.policy);
}

Result<Policy> load_policy_option(const std::optional<std::string>& policy) {
  if (!policy) return default_policy();
  return load_policy(*policy);
}

Result<Setting> load_setting(const TrustOptions& options, Time now) {
  ODCA_TRY_ASSIGN(Policy policy, load_policy_option(options.policy));
  if (options.trust) ODCA_TRY(override_trust(*options.trust, policy.trust));
  SourceContext context;
  // A path in the policy starts at the policy's folder; a path on the command line starts here.
  if (options.policy && !options.trust) context.policy_dir = std::filesystem::path(*options.policy).parent_path();
  ODCA_TRY(look_at_machine(options, now, context));
  ODCA_TRY_ASSIGN(TrustStore store, TrustStore::load(policy.trust, context));
  return Setting{.policy = std::move(policy), .store = std::move(store)};
}

}  // namespace odca::cli
