// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The policy as a YAML file: strict parsing, and printing in effective form.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "odca/policy.h"
#include "odca/result.h"

namespace odca {

/// parse_policy parses one YAML document. Fails, with the line and a suggestion, on unknown or duplicate keys, aliases,
/// tags, a second document, severities below a rule's floor, exceptions for rules that allow none, exceptions without
/// end, and the name `default` for another policy than the compiled-in one. `origin` names the file in errors.
Result<Policy> parse_policy(std::string_view yaml, std::string_view origin);
/// load_policy parses a file of at most 1 MiB. Fails with Errc::permission when every user of the machine may change or
/// replace it.
Result<Policy> load_policy(const std::filesystem::path& path);
/// effective_yaml prints every key with its effective value, rules included; parse_policy of it is an equal policy.
std::string effective_yaml(const Policy& policy);

}  // namespace odca
