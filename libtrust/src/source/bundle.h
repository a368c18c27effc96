// A bundle of reviewed facts: the files of bundles/<name>, read and checked as a whole. Used at build time by the host
// program that makes the embedded tables, and by the tests; never by the installed library.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "odca/certificate.h"
#include "source/bundle_yaml.h"

namespace odca {

struct BundleCertificate {
  Certificate certificate;
  std::string file;  ///< "bundles/intel-odca/issuing.yaml"
};

struct Bundle {
  std::vector<BundleAnchor> anchors{};
  std::vector<Certificate> anchor_certificates{};  ///< in parallel
  std::vector<BundleCertificate> certificates{};   ///< intermediates, then issuing CAs
  std::vector<BundleDeny> denied{};
  BundleVersion version{};
};

/// read_bundle reads anchors.yaml, intermediates.yaml, issuing.yaml, deny.yaml and version.yaml, and rebuilds every
/// certificate.
Result<Bundle> read_bundle(const std::filesystem::path& folder);

/// check_bundle fails unless every certificate is a CA's, stands there once, is signed by an anchor or by a certificate
/// before it (an anchor: by itself, or by another anchor that bears its issuer's name), and nothing trusted is denied.
Status check_bundle(const Bundle& bundle);

}  // namespace odca
