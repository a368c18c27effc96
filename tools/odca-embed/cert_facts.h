// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The two commands of cert-facts, as functions from options to text.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "odca/bytes.h"
#include "odca/result.h"

namespace odca::cert_facts {

struct ShowOptions {
  std::vector<std::filesystem::path> files{};
  std::string label{};         ///< empty: the subject
  std::string published_at{};  ///< goes into each entry as it is
  std::string checked_on{};
};
/// show prints the certificates of PEM or DER files as one facts document. What it prints has been read back and built
/// to the same bytes.
Result<std::string> show(const ShowOptions& options);

enum class Form { pem, der };
struct BuildOptions {
  std::vector<std::filesystem::path> files{};
  Form form = Form::pem;
};
/// build makes the certificates of facts documents and anchors documents again. DER is for exactly one certificate.
Result<Bytes> build(const BuildOptions& options);

}  // namespace odca::cert_facts
