// What somebody who signs has to see before: what changes, and the digest that all signers read aloud and compare.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "document.h"
#include "odca/result.h"
#include "odca/time.h"

namespace odca::bundle_tool {

/// Preview is what is shown.
struct Preview {
  std::string text{};
  std::string digest{};  ///< hex: the content id of a bundle, SHA-256 of the signed bytes of a root document
  cli::Document document = cli::Document::members();
};

/// preview_bundle compares the store with that of the bundle `previous`, or with the compiled-in one. None of them is
/// believed; what is compared is what each would have trusted by itself.
Result<Preview> preview_bundle(std::string_view bundle, std::optional<std::string_view> previous);
/// preview_root shows a root document, compared with the one before it.
Result<Preview> preview_root(std::string_view root, std::optional<std::string_view> previous);
/// is_root_text tells a root document from a bundle (E_CANON, E_LIMIT, E_SCHEMA for what is neither).
Result<bool> is_root_text(std::string_view text);

/// in_groups writes hexadecimal digits in groups of four, eight to a line, each line indented.
std::string in_groups(std::string_view hex);

}  // namespace odca::bundle_tool
