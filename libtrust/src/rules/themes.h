// One table of rules for each theme file of this folder.
#pragma once

#include <span>

#include "rules/rule.h"

namespace odca {

std::span<const Rule> input_rules();
std::span<const Rule> path_rules();
std::span<const Rule> rfc5280_rules();
std::span<const Rule> odca_rules();
std::span<const Rule> leaf_rules();
std::span<const Rule> device_rules();
std::span<const Rule> phase_rules();
std::span<const Rule> dice_rules();
std::span<const Rule> revocation_rules();
std::span<const Rule> installed_rules();
std::span<const Rule> context_rules();

}  // namespace odca
