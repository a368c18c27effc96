// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Parts that the answers of several commands have, as documents and as lines of text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bundle/diff.h"
#include "bundle/verify.h"
#include "document.h"
#include "odca/result.h"
#include "odca/trust_store.h"
#include "state/state_file.h"

namespace odca::bundle_tool {

/// line is one line of text without anything that a terminal would obey.
std::string line(std::string_view text);
/// lines is one line for each text, each after `before`.
std::string lines(const std::vector<std::string>& texts, std::string_view before);

/// to_document of an Error: {class, message, hint}.
cli::Document to_document(const Error& error);
cli::Document to_document(const std::vector<Error>& errors);
/// {version, content_id, file_sha256}
cli::Document to_document(const state::BundleReference& reference);
/// {version, content_id, file_sha256, root_version, expires, stale, notes}
cli::Document to_document(const bundle::VerifiedBundle& bundle);
/// {origin, version, sha256, roles}: which root document, who put it there, and to what it is limited.
cli::Document to_document(const RootOfTrust& root);
/// [{name, result, detail}]
cli::Document to_document(const std::vector<bundle::Check>& checks);

/// optional_document is null without a value.
template <class T>
cli::Document optional_document(const std::optional<T>& value) {
  return value ? to_document(*value) : cli::Document::nothing();
}

/// warning_lines is "warning: …" for each, with its hint.
std::string warning_lines(const std::vector<Error>& warnings);
/// check_lines is one line for each check: "ok      expiry: targets 7 expires …".
std::string check_lines(const std::vector<bundle::Check>& checks);
/// root_line is "root of trust: version 1, compiled in".
std::string root_line(const RootOfTrust& root);

}  // namespace odca::bundle_tool
