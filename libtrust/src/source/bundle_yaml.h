// The reviewed files of bundles/<name>: anchors.yaml, intermediates.yaml, issuing.yaml, deny.yaml, version.yaml. Read
// at build time by the host program that makes the embedded tables, and by cert-facts; never by the installed library.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/facts_yaml.h"
#include "odca/trust_store.h"

namespace odca {

/// BundleAnchor is one row of anchors.yaml. What is trusted is the name and the key; the whole certificate is there so
/// that every fact can be proved.
struct BundleAnchor {
  std::string label{};
  facts::Provenance provenance{};
  Roles roles{};
  AnchorConstraints constraints{};
  facts::CertificateFacts certificate{};
};

/// read_anchors reads a document that holds `anchors` and nothing else; an anchor without provenance is an error.
Result<std::vector<BundleAnchor>> read_anchors(std::string_view yaml, std::string_view origin);
/// read_denied reads a document that holds `deny` and nothing else.
Result<std::vector<DenyEntry>> read_denied(std::string_view yaml, std::string_view origin);

/// BundleVersion is the date of the facts, which is also the build date of the program.
struct BundleVersion {
  std::string date{};  ///< "2026-11-22"
  Time at{};
};
Result<BundleVersion> read_version(std::string_view yaml, std::string_view origin);

}  // namespace odca
