// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The table of chain shapes.
#include "profile/profile.h"

#include <algorithm>

#include "profile/dice_names.h"
#include "profile/odca_names.h"

namespace odca {
namespace {

bool is_odca_name(const Name& name) {
  return parse_intermediate_name(name) || parse_issuing_name(name) || parse_device_ca_name(name) ||
         is_odca_root_name(name);
}

/// bears_odca_name looks at every issuer of the path, the one that the last certificate only names included.
bool bears_odca_name(const Path& path) {
  return std::any_of(path.steps.begin(), path.steps.end(),
                     [](const PathStep& step) { return is_odca_name(step.certificate->issuer); });
}

bool bears_dice_name(const Path& path) {
  return bears_dice_subca_name(path) || std::any_of(path.steps.begin(), path.steps.end(), [](const PathStep& step) {
           return is_dice_root_name(step.certificate->issuer);
         });
}

bool is_device_question(const Question& question) { return question.purpose != Purpose::rfc5280; }

bool anchor_serves(const Path& path, AnchorRole role) { return path.anchor && path.anchor->roles.contains(role); }

/// matches_lone: before activation any single certificate is lone, and refused. Afterwards the names decide, because an
/// operator's anchor may have every role: a path with names of Intel's hierarchies is judged as theirs. For purpose
/// odca a single certificate is a chain with missing levels.
bool matches_lone(const Path& path, const Question& question) {
  if (!is_device_question(question) || question.purpose == Purpose::odca) return false;
  if (!after_activation(question.phase)) return path.steps.size() == 1;
  if (bears_odca_name(path) || bears_dice_name(path)) return false;
  return path.steps.size() == 1 || !path.anchor || anchor_serves(path, AnchorRole::enterprise);
}

bool matches_dice(const Path& path, const Question& question) {
  return is_device_question(question) && !matches_lone(path, question) && anchor_serves(path, AnchorRole::dice) &&
         !bears_odca_name(path);
}

bool matches_odca(const Path& path, const Question& question) {
  return is_device_question(question) && !matches_lone(path, question) && !matches_dice(path, question);
}

bool matches_any(const Path&, const Question&) { return true; }

CertificateRole odca_role_by_name(const Name& subject) {
  if (parse_intermediate_name(subject)) return CertificateRole::intermediate;
  if (parse_issuing_name(subject)) return CertificateRole::issuing_ca;
  const std::optional<DeviceCaName> device = parse_device_ca_name(subject);
  if (!device) return CertificateRole::ca;
  switch (device->level) {
    case DeviceCaName::Level::rom:
      return CertificateRole::rom_ca;
    case DeviceCaName::Level::kernel:
      return CertificateRole::kernel_ca;
    case DeviceCaName::Level::app:
      return CertificateRole::app_ca;
  }
  return CertificateRole::ca;
}

/// odca_roles go by place on a path of the whole length, so that a wrong name in its place is a wrong name and not a
/// missing level; on any other path they go by name.
std::vector<CertificateRole> odca_roles(const Path& path) {
  if (is_whole_odca_path(path))
    return {kOdcaLevels.begin(), kOdcaLevels.begin() + static_cast<std::ptrdiff_t>(path.steps.size())};
  std::vector<CertificateRole> roles;
  for (const PathStep& step : path.steps)
    roles.push_back(roles.empty() ? CertificateRole::leaf : odca_role_by_name(step.certificate->subject));
  return roles;
}

std::vector<CertificateRole> plain_roles(const Path& path) {
  std::vector<CertificateRole> roles(path.steps.size(), CertificateRole::ca);
  if (!roles.empty()) roles[0] = CertificateRole::leaf;
  return roles;
}

constexpr ChainProfile kProfiles[] = {
    {ProfileKind::odca,
     "the on-die chain of AMT 15 to 21: leaf, App, Kernel, ROM, issuing CA, intermediate, below Intel's root",
     "docs/hierarchy.md 1", matches_odca, odca_roles},
    {ProfileKind::dice, "the chain of AMT 22 and later, below Intel's DICE SubCA", "docs/hierarchy.md 4", matches_dice,
     plain_roles},
    {ProfileKind::lone, "a certificate made after activation: alone and pinned, or issued by the enterprise",
     "docs/hierarchy.md 8", matches_lone, plain_roles},
    {ProfileKind::rfc5280, "any path, judged by RFC 5280 alone", "RFC 5280 6.1", matches_any, plain_roles},
};

}  // namespace

std::string_view to_string(ProfileKind profile) {
  constexpr std::string_view kNames[] = {"none", "odca", "dice", "lone", "rfc5280"};
  return kNames[static_cast<std::size_t>(profile)];  // in the order of the enumeration
}

std::string_view to_string(CertificateRole role) {
  constexpr std::string_view kNames[] = {"ca", "leaf", "app-ca", "kernel-ca", "rom-ca", "issuing-ca", "intermediate"};
  return kNames[static_cast<std::size_t>(role)];  // in the order of the enumeration
}

std::span<const ChainProfile> all_profiles() { return kProfiles; }

bool is_whole_odca_path(const Path& path) {
  const std::size_t levels = path.steps.size();
  // Six levels must be below a root: a CA of the hierarchy in its place means that a level was made up.
  const auto is_level = [](const Name& name) {
    return parse_intermediate_name(name) || parse_issuing_name(name) || parse_device_ca_name(name);
  };
  if (levels == kOdcaLevels.size()) return !path.anchor || path.ends_at_itself || !is_level(path.anchor->subject);
  if (!path.anchor || path.ends_at_itself) return false;
  if (levels == kOdcaLevels.size() - 1) return parse_intermediate_name(path.anchor->subject).has_value();
  return levels == kOdcaLevels.size() - 2 && parse_issuing_name(path.anchor->subject).has_value();
}

const ChainProfile& profile_of(const Path& path, const Question& question) {
  for (const ChainProfile& profile : kProfiles)
    if (profile.matches(path, question)) return profile;
  return kProfiles[std::size(kProfiles) - 1];
}

AnchorRole role_wanted(const ChainProfile& profile, const Question& question) {
  if (question.purpose == Purpose::rfc5280) return AnchorRole::rfc5280;
  if (profile.kind == ProfileKind::lone) return AnchorRole::enterprise;
  return profile.kind == ProfileKind::dice ? AnchorRole::dice : AnchorRole::odca;
}

}  // namespace odca
