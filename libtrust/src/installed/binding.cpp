// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "installed/binding.h"

#include <utility>

#include "bundle/diff.h"
#include "bundle/merge.h"
#include "odca/build_date.h"

namespace odca {
namespace {

bundle::EffectiveTrust trust_in(const state::Situation& situation, const RootedSetting& rooted) {
  bundle::Accepted accepted{.highest_version = situation.highest_version, .only = rooted.root.only};
  if (situation.ledger != nullptr) accepted.ledger = *situation.ledger;
  if (situation.bundle != nullptr) accepted.store = situation.bundle->store;
  return bundle::merge(rooted.embedded(), accepted).trust;
}

std::vector<std::string>& list_for(bundle::Effect effect, state::Changes& changes) {
  switch (effect) {
    case bundle::Effect::expands:
      return changes.expanding;
    case bundle::Effect::narrows:
      return changes.narrowing;
    case bundle::Effect::neutral:
      break;
  }
  return changes.other;
}

state::Changes changes_between(const bundle::EffectiveTrust& before, const bundle::EffectiveTrust& after) {
  state::Changes changes;
  for (const bundle::Change& change : bundle::diff(before, after))
    list_for(change.effect, changes).push_back(change.text);
  return changes;
}

}  // namespace

std::uint64_t embedded_version_under(const RootOfTrust& root) {
  return root.only ? 0 : embedded_store().preamble.version;
}

bundle::StoreIdentity embedded_identity_under(const RootOfTrust& root) {
  return root.only ? bundle::StoreIdentity{} : bundle::identity_of(embedded_store());
}

bundle::VerifyOptions program_options(bundle::Moment moment, Time now) {
  return {.moment = moment, .now = now, .build_date = build_date(), .tool_version = ODCA_VERSION};
}

bundle::Accepted accepted_of(const state::Loaded& loaded, const std::optional<Roles>& only) {
  bundle::Accepted accepted{.ledger = loaded.ledger, .highest_version = loaded.highest_version(), .only = only};
  if (loaded.bundle) accepted.store = loaded.bundle->store;
  return accepted;
}

bool given_up(const state::Loaded& loaded) { return loaded.state && !loaded.state->active; }

state::Setting bound_setting(FileSystem& files, std::string path, const RootedSetting& rooted) {
  state::Verify verify = [root = rooted.root, now = rooted.now, jump = rooted.accept_jump](
                             std::string_view file, const bundle::Floor& floor, bundle::Moment moment) {
    bundle::VerifyOptions options = program_options(moment, now);
    options.accept_jump = jump;
    return bundle::verify_bundle(file, root, floor, options);
  };
  state::Compare compare = [rooted](const state::Situation& before, const state::Situation& after) {
    return changes_between(trust_in(before, rooted), trust_in(after, rooted));
  };
  return {.files = files,
          .path = std::move(path),
          .verify = std::move(verify),
          .compare = std::move(compare),
          .embedded_version = embedded_version_under(rooted.root),
          .embedded = embedded_identity_under(rooted.root),
          .now = rooted.now};
}

}  // namespace odca
