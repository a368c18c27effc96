// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The table of generations.
#include "firmware/firmware.h"

namespace odca::amtsim {
namespace {

// The enablement byte is that seen on devices whose local ports demand TLS: bits 7, 6, 5 and, while AMT is enabled, 1.
const Profile kProfiles[] = {{.name = "amt20",
                              .amt_version = "20.0.5",
                              .build = "1966",
                              .sku = "16392",
                              .enablement = 0xE2,
                              .tls_enforced = true,
                              .commit_needed = true,
                              .tls13 = true,
                              .upid = true}};

}  // namespace

std::optional<Profile> profile_named(std::string_view name) {
  for (const Profile& profile : kProfiles)
    if (profile.name == name) return profile;
  return std::nullopt;
}

}  // namespace odca::amtsim
