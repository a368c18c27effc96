// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A bundle or root document that is being signed, as the commands that add signatures read and write it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands.h"
#include "odca/result.h"
#include "odca/root_of_trust.h"
#include "publish/needs.h"
#include "signing/publication.h"

namespace odca::bundle_tool {

/// DraftOptions name what a draft follows and is held against.
struct DraftOptions {
  std::optional<std::string> previous{};
  std::optional<std::string> root{};
};
void take_previous(cli::CommandLine& line, DraftOptions& options);
/// take_draft registers --previous and --root.
void take_draft(cli::CommandLine& line, DraftOptions& options);

/// named_root is the root of trust of --root, with the limits beside it. Publishers name it or go without: whatever the
/// machine on which they work trusts is not what others do.
Result<std::optional<RootOfTrust>> named_root(const std::optional<std::string>& root);

/// Draft is the file and what --previous names.
struct Draft {
  std::string path{};
  std::string text{};
  bundle::Publication publication;
  std::optional<std::string> previous{};  ///< text of the file
  std::optional<RootOfTrust> root{};      ///< --root
  /// previous_root is `previous` of a root document: its keys sign the next one too.
  std::optional<std::string_view> previous_root() const;
};

/// read_draft reads the bundle or root document `path`, --previous and --root. A root document after the first cannot
/// be judged without the one before it, so that one has to be named (E_USAGE) and signed (E_THRESHOLD). A bundle has to
/// be sound (sound.h), so that nothing is signed which nobody can install.
Result<Draft> read_draft(const std::string& path, const DraftOptions& options);

/// deliver writes the file to `out`, or to standard output for '-', and adds to the answer where it went and which
/// signatures are missing. It first makes sure that what it writes is read as what it is meant to be.
Status deliver(const Draft& draft, const std::string& out, bool json, Answer& answer);

}  // namespace odca::bundle_tool
