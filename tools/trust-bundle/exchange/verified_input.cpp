// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "exchange/verified_input.h"

#include <utility>

#include "installed/binding.h"
#include "operate/input.h"
#include "operate/place.h"

namespace odca::bundle_tool {
namespace {

/// options_at: as for trust-bundle verify, a named time makes the question one about the bundle alone; when and with
/// what this program was made does not enter.
bundle::VerifyOptions options_at(Time time, bool named) {
  bundle::VerifyOptions options = program_options(bundle::Moment::install, time);
  if (named) options.build_date.reset();
  return options;
}

}  // namespace

Result<VerifiedInput> verified_input(const std::string& path, const std::optional<std::string>& named_root,
                                     const std::optional<Time>& at) {
  const bool named = at.has_value();
  ODCA_TRY_ASSIGN(const RootOfTrust root, need_root(named_root));
  const Time time = judged_at(at);
  VerifiedInput input{.only = root.only};
  ODCA_TRY_ASSIGN(input.text, read_bundle(path));
  bundle::Floor floor;
  if (!named) {
    floor.embedded_version = embedded_version_under(root);
    floor.embedded = embedded_identity_under(root);
  }
  auto verified = bundle::verify_bundle(input.text, root, floor, options_at(time, named));
  if (!verified) return std::move(verified).error().in(path);
  input.bundle = *std::move(verified);
  return input;
}

}  // namespace odca::bundle_tool
