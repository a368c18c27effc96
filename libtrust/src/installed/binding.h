// Binds the state directory, which knows neither root of trust nor embedded store, to both.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "bundle/merge.h"
#include "bundle/verify.h"
#include "odca/trust_store.h"
#include "source/embedded_store.h"
#include "state/loader.h"
#include "state/setting.h"

namespace odca {

/// RootedSetting is a state::Setting under a root of trust, with all that it refers to.
struct RootedSetting {
  BundleRoot root{};
  Time now{};
  bool accept_jump = false;
  /// What a bundle is compared with when it is installed; tests put another in its place.
  std::function<bundle::StoreDocument()> embedded = embedded_store;
};

/// root_of_trust is the form in which a verification takes it.
bundle::RootOfTrust root_of_trust(const BundleRoot& root);
/// embedded_version_under is the least version of a bundle under this root of trust: that of the embedded store, or 0
/// when its publisher is limited to roles, and counts its versions on its own.
std::uint64_t embedded_version_under(const BundleRoot& root);
/// embedded_identity_under is that of the embedded store, or none likewise.
bundle::StoreIdentity embedded_identity_under(const BundleRoot& root);
/// program_options are the options of a verification by this program at `now`: its build date and version.
bundle::VerifyOptions program_options(bundle::Moment moment, Time now);
/// accepted_of is what a state directory gives to a merge with the embedded store.
bundle::Accepted accepted_of(const state::Loaded& loaded, const std::optional<Roles>& only);
/// given_up tells that something was installed once and that no bundle is left to use; `recover` leaves it so.
bool given_up(const state::Loaded& loaded);
/// bound_setting is the setting for the work on the state directory `path` under a root of trust.
state::Setting bound_setting(FileSystem& files, std::string path, const RootedSetting& rooted);

}  // namespace odca
