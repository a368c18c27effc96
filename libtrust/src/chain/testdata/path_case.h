// PathCase: the certificates of one file of this folder, by name, and what a test builds of them. For tests only.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "chain/builder.h"
#include "odca/evidence.h"
#include "odca/trust_store.h"
#include "x509/link_proofs.h"

namespace odca::testing {

using Labels = std::vector<std::string>;

inline Time at(std::string_view text) { return *parse_time(text); }
/// kNow is inside the validity of all certificates of this folder that are not meant to be expired.
inline const Time kNow = at("2026-01-01T00:00:00Z");

class PathCase {
 public:
  explicit PathCase(const std::string& name) {
    std::ifstream file(std::string(ODCA_SOURCE_DIR "/libtrust/src/chain/testdata/") + name + ".pem");
    std::string label;
    std::string base64;
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("name: ")) {
        label = line.substr(6);
        base64.clear();
      } else if (line.starts_with("-----END")) {
        add(label, *from_base64(base64));
      } else if (!line.starts_with("-----")) {
        base64 += line;
      }
    }
    EXPECT_FALSE(certificates_.empty()) << "no certificates in " << name;
  }

  void add(const std::string& label, ByteView der) {
    auto certificate = Certificate::from_der(der);
    ASSERT_TRUE(certificate) << label << ": " << describe(certificate.error());
    labels_.push_back(label);
    certificates_.emplace(label, *std::move(certificate));
  }

  const Certificate& operator[](const std::string& label) const { return certificates_.at(label); }
  /// labels lists all names, or those that start with a prefix, in the order of the file.
  Labels labels(std::string_view prefix = "") const {
    Labels found;
    for (const std::string& label : labels_)
      if (label.starts_with(prefix)) found.push_back(label);
    return found;
  }

  Evidence evidence(const Labels& bag) const {
    Evidence evidence;
    for (const std::string& label : bag) evidence.certificates.push_back({(*this)[label], label});
    return evidence;
  }
  TrustAnchor anchor(const std::string& label, Roles roles = {AnchorRole::rfc5280}) const {
    return anchor_from_certificate((*this)[label], roles, {.kind = OriginKind::custom, .where = label});
  }
  TrustStore store(const Labels& anchors, const Labels& intermediates = {}) const {
    SourceContents contents;
    for (const std::string& label : anchors) contents.anchors.push_back(anchor(label));
    for (const std::string& label : intermediates)
      contents.intermediates.push_back({(*this)[label], {.kind = OriginKind::custom, .where = label}});
    return TrustStore::from_contents(std::move(contents), "custom");
  }
  /// names_of tells which certificates make the path, target first.
  Labels names_of(const Path& path) const {
    Labels names;
    for (const PathStep& step : path.steps)
      for (const auto& [label, certificate] : certificates_)
        if (certificate == step.certificate) names.push_back(label);
    return names;
  }

 private:
  Labels labels_{};
  std::map<std::string, Certificate> certificates_{};
};

inline Question rfc5280_question() { return {.purpose = Purpose::rfc5280, .at = kNow, .target_may_be_ca = true}; }

inline Labels operator+(Labels a, const Labels& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace odca::testing
