// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What somebody who signs has to see before: what changes, and the digest that all signers read aloud and compare.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "document.h"
#include "odca/result.h"
#include "odca/root_of_trust.h"
#include "odca/time.h"

namespace odca::bundle_tool {

/// Preview is what is shown.
struct Preview {
  std::string text{};
  std::string digest{};  ///< hex: the content id of a bundle, SHA-256 of the signed bytes of a root document
  cli::Document document = cli::Document::members();
};

/// Against is what a bundle is shown against.
struct Against {
  std::optional<std::string> previous{};  ///< text of the bundle before; the compiled-in store without it
  std::optional<RootOfTrust> root{};      ///< the root of trust of those who will install it, with its limits
};

/// preview_bundle refuses a bundle that is not sound (sound.h) and a bundle before that does not verify. It compares
/// what the two say by themselves; where the publisher is limited to roles, what machines will trust, since such a
/// bundle is never alone.
Result<Preview> preview_bundle(std::string_view bundle, const Against& against);
/// preview_root shows a root document, compared with the one before it, which must be signed.
Result<Preview> preview_root(std::string_view root, std::optional<std::string_view> previous);

/// in_groups writes hexadecimal digits in groups of four, eight to a line, each line indented.
std::string in_groups(std::string_view hex);

}  // namespace odca::bundle_tool
