// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "verify/path_to_ask.h"

#include "profile/algorithms.h"
#include "profile/dice_names.h"
#include "profile/odca_names.h"

namespace odca {
namespace {

Voice odca_voice(const Name& name) { return parse_device_ca_name(name) ? Voice::none : Voice::clears; }

/// odca_certifies: an issuing CA certifies only the ROM CAs of devices. Another certificate by it, such as a newer key
/// of its own for CRLs (PKITS 4.5.6), may revoke.
Voice odca_certifies(const Name& name) {
  if (parse_device_ca_name(name)) return Voice::none;
  return parse_issuing_name(name) ? Voice::revokes : Voice::clears;
}

bool is_known_in_dice(const Name& name) { return is_dice_subca_name(name) || is_dice_root_name(name); }

Voice dice_certifies(const Name& name) { return is_known_in_dice(name) ? Voice::clears : Voice::none; }

Voice dice_voice(const Name& name) { return is_known_in_dice(name) ? Voice::clears : Voice::revokes; }

/// of_step_in_odca is the lesser of the voices by the place of the step and by its name.
Voice of_step_in_odca(CertificateRole role, const Name& name) {
  return role == CertificateRole::issuing_ca || role == CertificateRole::intermediate ? odca_voice(name) : Voice::none;
}

}  // namespace

PathToAsk path_to_ask(const Candidate& candidate, const Question& question, const Policy& policy) {
  const AllowedAlgorithms allowed = algorithms_of_lists(candidate.path, question, policy.algorithms);
  PathToAsk asked{.path = candidate.path,
                  .judged_as = role_wanted(*candidate.profile, question),
                  .algorithms = {allowed.signatures, allowed.ca_keys, allowed.rsa_min_bits}};
  const bool odca = candidate.profile->kind == ProfileKind::odca;
  const bool dice = candidate.profile->kind == ProfileKind::dice;
  if (!odca && !dice) return asked;
  for (std::size_t i = 0; i < candidate.path.steps.size(); ++i) {
    const Name& name = candidate.path.steps[i].certificate->subject;
    asked.voices.push_back(odca ? of_step_in_odca(candidate.roles[i], name) : dice_voice(name));
  }
  asked.level_of_name = odca ? odca_voice : dice_voice;
  asked.certifies = odca ? odca_certifies : dice_certifies;
  return asked;
}

}  // namespace odca
