#include "exchange/verified_input.h"

#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "clock.h"
#include "installed/binding.h"
#include "odca/installed.h"
#include "state/real_file_system.h"

namespace odca::bundle_tool {
namespace {

Result<BundleRoot> root_of(const Options& options) {
  std::optional<std::filesystem::path> named;
  if (options.root) named = *options.root;
  ODCA_TRY_ASSIGN(std::optional<BundleRoot> root, find_bundle_root(named));
  if (!root)
    return bundle::failure("E_ROOT_CHAIN", "there is no root of trust from which to verify a bundle",
                           cat("give --root FILE, or let configuration management put one at ", kRootPlace));
  return *std::move(root);
}

/// options_at: a time that somebody names is not a clock that could be wrong, so it may lie before the making of this
/// program.
Result<bundle::VerifyOptions> options_at(const std::optional<std::string>& at) {
  if (!at) return program_options(bundle::Moment::install, cli::host_clock());
  const auto time = parse_time(*at);
  if (!time)
    return bundle::failure("E_USAGE", cat("option '--at' cannot be ", quote(*at)),
                           "a time is written 2026-03-01T00:00:00Z, a day 2026-03-01");
  bundle::VerifyOptions options = program_options(bundle::Moment::install, *time);
  options.build_date.reset();
  return options;
}

}  // namespace

Result<VerifiedInput> verified_input(const Options& options, const std::string& path) {
  const std::size_t most = bundle::CanonicalLimits{}.bytes;
  ODCA_TRY_ASSIGN(const bundle::VerifyOptions when, options_at(options.at));
  ODCA_TRY_ASSIGN(const BundleRoot root, root_of(options));
  VerifiedInput input{.only = root.only};
  ODCA_TRY_ASSIGN(input.text, path == "-" ? state::read_bundle_stdin(most) : state::read_bundle_file(path, most));
  ODCA_TRY_ASSIGN(input.bundle, bundle::verify_bundle(input.text, root_of_trust(root), {}, when));
  return input;
}

}  // namespace odca::bundle_tool
