// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The classes of failure of bundles (docs/bundles.md 8). An Error of this part has one of these as its `reason`; the
// tool's exit code follows from it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "odca/result.h"

namespace odca::bundle {

/// FailureClass is one row: `name` is stable for ever ("E_THRESHOLD"), `code` says what a caller can do about it.
struct FailureClass {
  ReasonId name;
  int exit;
  Errc code;
  std::string_view summary;
  std::string_view remedy;  ///< what to do next, when the place of the failure knows nothing better
  /// The same for publishers, where it differs: a publisher cannot ask the publisher.
  std::string_view publisher_remedy{};
};
std::span<const FailureClass> failure_classes();
/// find_failure_class returns nullptr for an unknown name.
const FailureClass* find_failure_class(ReasonId name);

/// for_publisher puts the remedy for a publisher in the place of that for an operator; a hint that the place of the
/// failure gave stays.
Error for_publisher(Error error);

/// failure makes an Error of a class: reason and code from the table, its remedy as hint unless one is given.
/// `name` must be in the table.
Error failure(ReasonId name, std::string message, std::string hint = {});

}  // namespace odca::bundle
