// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What both report forms say about a verdict, worked out in one place so that they cannot disagree.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "json/writer.h"
#include "odca/verdict.h"

namespace odca {

/// accepted tells whether the verdict is trusted. It requires both a verified path and no failing finding, so that an
/// inconsistent verdict is reported as rejected.
bool accepted(const Verdict& verdict);
/// proved_path is the path to show: the verified one, or the one judged.
const std::vector<PathCertificate>& proved_path(const Verdict& verdict);
/// proved_anchor is the anchor to show, or nullptr when none was reached.
const TrustAnchor* proved_anchor(const Verdict& verdict);
std::size_t count(const Verdict& verdict, Severity severity);

/// DeviceCheck is the result of comparing one device fact.
enum class DeviceCheck {
  mismatch,
  not_checked,
  tolerated,  ///< a part of the leaf matches that the policy accepts for the whole
  match
};
std::string_view to_string(DeviceCheck check);  ///< "not-checked"
/// device_check is taken from the answer of the rule that compares the fact.
DeviceCheck device_check(const Verdict& verdict, RuleId rule);

/// write_state writes the member "state" of a verdict and of a line of a batch.
void write_state(JsonWriter& json, const AskedState& state);

/// presented tells whether a certificate came from the dump and not from the trust store.
bool presented(const Origin& origin);

}  // namespace odca
