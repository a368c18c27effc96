// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Binds the state directory, which knows neither root of trust nor embedded store, to both.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "bundle/merge.h"
#include "bundle/verify.h"
#include "odca/installed.h"
#include "source/embedded_store.h"
#include "source/installed_trust.h"
#include "state/loader.h"
#include "state/setting.h"

namespace odca {

/// RootedSetting is a state::Setting under a root of trust, with all that it refers to.
struct RootedSetting {
  RootOfTrust root{};
  Time now{};
  bool accept_jump = false;
  /// What a bundle is compared with when it is installed; tests put another in its place.
  std::function<bundle::StoreDocument()> embedded = [] { return embedded_store(); };
};

/// embedded_version_under is the least version of a bundle under this root of trust: that of the embedded store, or 0
/// when its publisher is limited to roles, and counts its versions on its own.
std::uint64_t embedded_version_under(const RootOfTrust& root);
/// embedded_identity_under is that of the embedded store, or none likewise.
bundle::StoreIdentity embedded_identity_under(const RootOfTrust& root);
/// program_options are the options of a verification by this program at `now`: its build date and version.
bundle::VerifyOptions program_options(bundle::Moment moment, Time now);
/// accepted_of is what a state directory gives to a merge with the embedded store.
bundle::Accepted accepted_of(const state::Loaded& loaded, const std::optional<Roles>& only);
/// given_up tells that something was installed once and that no bundle is left to use; `recover` leaves it so.
bool given_up(const state::Loaded& loaded);
/// installed_trust is what was loaded from the state directory of `place`, merged with the compiled-in store, and what
/// is to be said about it. Every program that shows installed trust shows this.
InstalledTrust installed_trust(const state::Loaded& loaded, const InstalledPlace& place);
/// verify_without_root refuses everything: without a root of trust nothing can be verified.
Result<bundle::VerifiedBundle> verify_without_root(std::string_view, const bundle::Floor&, bundle::Moment);
/// bound_setting is the setting for the work on the state directory `path` under a root of trust.
state::Setting bound_setting(FileSystem& files, std::string path, const RootedSetting& rooted);

}  // namespace odca
