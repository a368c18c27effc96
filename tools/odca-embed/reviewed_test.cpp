// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The checks of the build: a bundle with one thing wrong is refused, and the nearest right one is not.
#include "reviewed.h"

#include <gtest/gtest.h>

#include "source/test_folder.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

/// FolderCopy is bundles/intel-odca in a folder of the test's own, to be spoiled.
class FolderCopy {
 public:
  FolderCopy() {
    for (const auto& entry : fs::directory_iterator(fs::path(ODCA_SOURCE_DIR) / "bundles/intel-odca"))
      folder_.write(entry.path().filename().string(), text_of(entry.path()));
  }
  void change(const std::string& file, std::string_view what, std::string_view with) {
    std::string text = text_of(folder_.path() / file);
    const std::size_t at = text.find(what);
    ASSERT_NE(at, std::string::npos) << what;
    folder_.write(file, text.replace(at, what.size(), with));
  }
  std::string text(const std::string& file) const { return text_of(folder_.path() / file); }
  void write(const std::string& file, std::string_view content) { folder_.write(file, content); }
  /// verdict is empty when the bundle is accepted.
  std::string verdict() const {
    const auto bundle = read_reviewed(folder_.path());
    if (!bundle) return all_text(bundle.error());
    const Status status = check_reviewed(*bundle);
    return status ? "" : all_text(status.error());
  }

 private:
  TestFolder folder_;
};

void expect_refused(const FolderCopy& bundle, std::string_view says) {
  EXPECT_NE(bundle.verdict().find(says), std::string::npos) << "'" << bundle.verdict() << "'";
}

TEST(Reviewed, TheReviewedOneIsAccepted) { EXPECT_EQ(FolderCopy().verdict(), ""); }

TEST(Reviewed, AnotherSerialOfAnAnchorIsRefused) {
  FolderCopy bundle;
  bundle.change("anchors.yaml", "serial: 3cb2", "serial: 3cb3");
  expect_refused(bundle, "another SHA-256");
}

TEST(Reviewed, AnotherDateOfAnIssuingCaIsRefused) {
  FolderCopy bundle;
  bundle.change("issuing.yaml", "2049-12-31T23:59:59Z", "2050-12-31T23:59:59Z");
  expect_refused(bundle, "another SHA-256");
}

TEST(Reviewed, ACertificateOfAStrangerIsRefused) {
  FolderCopy bundle;
  // Without CA2, what it signed has no issuer here.
  const std::string text = bundle.text("intermediates.yaml");
  bundle.write("intermediates.yaml", text.substr(0, text.rfind("  - label:")));
  expect_refused(bundle, "is not signed by an anchor");
}

TEST(Reviewed, TheSameCertificateInTwoFilesIsRefused) {
  FolderCopy bundle;
  const std::string text = bundle.text("intermediates.yaml");
  bundle.write("issuing.yaml", text);
  expect_refused(bundle, "duplicate");
}

TEST(Reviewed, ADeniedAnchorIsRefused) {
  FolderCopy bundle;
  bundle.change("deny.yaml", "79b8d7af1769b0373315c7bf5612940b4e16b3038f4acbdd028d15cd4dacac70",
                "84b25305bf5f90c399d7f520ad81f451e09b0025d0292143e1388970f9651484");
  expect_refused(bundle, "deny list");
}

TEST(Reviewed, ADeniedIntermediateIsRefused) {
  FolderCopy bundle;
  bundle.change("deny.yaml", "79b8d7af1769b0373315c7bf5612940b4e16b3038f4acbdd028d15cd4dacac70",
                "c41d0c203022aa2f2758bd1eab527d6a64a99c7cb820f030649b276e753b72a8");
  expect_refused(bundle, "deny list");
}

TEST(Reviewed, ADeviceCertificateIsRefused) {
  FolderCopy bundle;
  std::string device = text_of(fs::path(ODCA_SOURCE_DIR) / "tests/vectors/real/mcc-dal-device.yaml");
  const std::string provenance =
      "\n    published_at: https://example.com/\n    checked_on: 2026-11-22\n    certificate:";
  for (std::size_t at = 0; (at = device.find("\n    certificate:", at)) != std::string::npos; at += provenance.size())
    device.replace(at, 17, provenance);
  bundle.write("issuing.yaml", device);
  expect_refused(bundle, "not a CA certificate");
}

TEST(Reviewed, ACertificateWithoutProvenanceIsRefused) {
  FolderCopy bundle;
  bundle.change("issuing.yaml", "    checked_on: ", "    # checked_on: ");
  expect_refused(bundle, "'checked_on'");
}

TEST(Reviewed, AnAnchorWithoutProvenanceIsRefused) {
  FolderCopy bundle;
  bundle.change("anchors.yaml", "    checked_on: ", "    # checked_on: ");
  expect_refused(bundle, "'checked_on'");
}

TEST(Reviewed, AnAnchorWithoutRolesIsRefused) {
  FolderCopy bundle;
  bundle.change("anchors.yaml", "    roles: [odca]\n", "");
  expect_refused(bundle, "roles");
}

TEST(Reviewed, AnUnknownKeyIsRefused) {
  FolderCopy bundle;
  bundle.change("version.yaml", "date:", "dates:");
  expect_refused(bundle, "did you mean 'date'");
}

TEST(Reviewed, AnAnchorIdThatStandsTwiceIsRefused) {
  FolderCopy bundle;
  bundle.change("anchors.yaml", "  - id: 2\n", "  - id: 1\n");
  expect_refused(bundle, "duplicate id 1");
}

TEST(Reviewed, ADenyIdThatStandsTwiceIsRefused) {
  FolderCopy bundle;
  bundle.change("deny.yaml", "  - id: 2\n", "  - id: 1\n");
  expect_refused(bundle, "duplicate id 1");
}

TEST(Reviewed, ADenyEntryWithoutDateIsRefused) {
  FolderCopy bundle;
  bundle.change("deny.yaml", "    since: 2026-11-22\n", "");
  expect_refused(bundle, "since");
}

TEST(Reviewed, ALiftedEntryDeniesNothing) {
  FolderCopy bundle;
  bundle.change("deny.yaml", "79b8d7af1769b0373315c7bf5612940b4e16b3038f4acbdd028d15cd4dacac70\n",
                "c41d0c203022aa2f2758bd1eab527d6a64a99c7cb820f030649b276e753b72a8\n    lifted: true\n");
  EXPECT_EQ(bundle.verdict(), "");
}

TEST(Reviewed, VersionZeroIsRefused) {
  FolderCopy bundle;
  bundle.change("version.yaml", "version: 1\n", "version: 0\n");
  expect_refused(bundle, "1");
}

TEST(Reviewed, AMissingFileIsRefused) {
  const TestFolder folder;
  EXPECT_FALSE(read_reviewed(folder.path()));
}

}  // namespace
}  // namespace odca
