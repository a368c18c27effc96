// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The YAML form of certificate facts: of bundles/ and tests/vectors/real, and what cert-facts prints.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"
#include "odca/trust_store.h"
#include "yaml/yaml.h"

namespace odca::facts {

/// Entry is one certificate of a facts document.
struct Entry {
  std::string label{};
  Provenance provenance{};  ///< both parts may be empty in facts just taken from a file
  CertificateFacts facts{};
};

/// read_certificate reads the facts of one certificate, anywhere in a document.
Result<CertificateFacts> read_certificate(const yaml::Node& node);

/// read_entries reads the sequence `certificates` of a document; no SHA-256 may occur twice.
Result<std::vector<Entry>> read_entries(const yaml::Node& certificates);
/// read_document reads a document that holds `certificates` and nothing else.
Result<std::vector<Entry>> read_document(std::string_view yaml, std::string_view origin);

/// write_document prints what read_document reads.
std::string write_document(const std::vector<Entry>& entries);

}  // namespace odca::facts
