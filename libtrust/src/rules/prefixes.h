// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// One table of rules for each prefix of their ids; each is in the file of that name.
#pragma once

#include <span>

#include "rules/rule.h"

namespace odca {

std::span<const Rule> input_rules();
std::span<const Rule> limit_rules();
std::span<const Rule> target_rules();
std::span<const Rule> trust_rules();
std::span<const Rule> path_rules();
std::span<const Rule> cert_rules();
std::span<const Rule> anchor_rules();
std::span<const Rule> rfc5280_rules();
std::span<const Rule> odca_rules();
std::span<const Rule> leaf_rules();
std::span<const Rule> device_rules();
std::span<const Rule> phase_rules();
std::span<const Rule> enterprise_rules();
std::span<const Rule> dice_rules();
std::span<const Rule> chain_rules();
std::span<const Rule> revocation_rules();
std::span<const Rule> crl_rules();
std::span<const Rule> time_rules();
std::span<const Rule> policy_rules();

}  // namespace odca
