// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Checks of one certificate or anchor by RFC 5280, independent of its neighbours on the path.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "validate/path_validation.h"

namespace odca {

/// CheckContext is the input of every check, and where it reports.
struct CheckContext {
  const Question& question;
  Time judged_at;
  const AllowedAlgorithms& allowed;
  std::vector<Problem>& problems;

  /// report adds a problem; the reference lasts until the next report.
  Problem& report(RuleId rule, ReasonId reason, std::optional<std::size_t> cert, std::string message);
};

/// Place names the certificate checked: a step of the path, or the anchor's own.
struct Place {
  std::optional<std::size_t> cert{};
  std::string_view what = "the certificate";
};
inline constexpr Place kAnchorPlace{.cert = {}, .what = "the anchor's own certificate"};

/// check_dates reports under cert.validity for a step and under anchor.validity for the anchor.
void check_dates(CheckContext& context, const Validity& validity, const Place& place);
/// check_extensions refuses unknown critical extensions, name and policy constraints, and contradictions.
void check_extensions(CheckContext& context, const Certificate& certificate, const Place& place);
/// check_may_issue requires a subject name, the CA flag and keyCertSign.
void check_may_issue(CheckContext& context, const Certificate& certificate, const Place& place);
/// check_signature_algorithm compares inner and outer algorithm and looks it up in the list that applies.
void check_signature_algorithm(CheckContext& context, const Certificate& certificate, std::size_t cert);
/// check_key looks the key up in the list that applies to the target (cert 0), to a CA, or to the anchor (no cert).
void check_key(CheckContext& context, const KeyInfo& key, const Place& place);

}  // namespace odca
