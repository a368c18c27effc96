// The reviewed files of bundles/<name>: anchors.yaml, intermediates.yaml, issuing.yaml, deny.yaml, version.yaml. Read
// at build time by the host program that makes the embedded tables, and by cert-facts; never by the installed library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts_yaml.h"
#include "odca/trust_store.h"

namespace odca {

/// BundleAnchor is one row of anchors.yaml. What is trusted is the name and the key; the whole certificate is there so
/// that every fact can be proved.
struct BundleAnchor {
  std::uint64_t id = 0;  ///< never used again for another
  std::string label{};
  facts::Provenance provenance{};
  Roles roles{};
  AnchorConstraints constraints{};
  facts::CertificateFacts certificate{};
};

/// BundleDeny is one row of deny.yaml.
struct BundleDeny {
  std::uint64_t id = 0;  ///< never used again for another
  DenyEntry entry{};
  std::string since{};  ///< "2026-11-22"
  bool lifted = false;  ///< it once denied, and no longer does
};

/// read_anchors reads a document that holds `anchors` and nothing else; an anchor without provenance is an error, and
/// so is an id that stands twice.
Result<std::vector<BundleAnchor>> read_anchors(std::string_view yaml, std::string_view origin);
/// read_denied reads a document that holds `deny` and nothing else, each id and each value once.
Result<std::vector<BundleDeny>> read_denied(std::string_view yaml, std::string_view origin);

/// BundleVersion counts the states of the facts, and is the date of this one, which is also the build date of the
/// program.
struct BundleVersion {
  std::uint64_t number = 0;
  std::string date{};  ///< "2026-11-22"
  Time at{};
};
Result<BundleVersion> read_version(std::string_view yaml, std::string_view origin);

}  // namespace odca
