// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Genuine certificates and CRLs, and public signature vectors. They are not part of the project; where the folder is
// absent these tests are skipped and say so.
#include <gtest/gtest.h>
#include <nettle/version.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "odca/crl.h"
#include "x509/link_proofs.h"
#include "x509/signature.h"
#include "x509/test_vectors.h"

namespace odca {
namespace {

constexpr ParseLimits kCrlLimits{.bytes = 1U << 20U};

std::vector<std::filesystem::path> pem_files(const char* folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(test::shared_data() / "real-chains" / folder))
    if (entry.path().extension() == ".pem") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// Every certificate of the folders, each once, by fingerprint.
std::map<std::string, Certificate> genuine_certificates() {
  std::map<std::string, Certificate> all;
  for (const char* folder : {"anchors", "chains", "intermediates", "issuing", "leafs"}) {
    for (const auto& file : pem_files(folder)) {
      for (const Bytes& der : test::pem_blocks(test::file_content(file))) {
        const auto certificate = Certificate::from_der(der);
        EXPECT_TRUE(certificate) << file << ": " << describe(certificate.error());
        if (certificate) all.emplace(to_hex((*certificate)->sha256), *certificate);
      }
    }
  }
  return all;
}

TEST(Genuine, EveryCertificateIsRead) {
  ODCA_NEED_SHARED_DATA("real-chains");
  EXPECT_GE(genuine_certificates().size(), 90U);
}
TEST(Genuine, OnlyTheKnownDeviationsOccur) {
  ODCA_NEED_SHARED_DATA("real-chains");
  std::set<std::string> found;
  for (const auto& [sha256, certificate] : genuine_certificates())
    for (const Oddity& deviation : certificate->oddities) found.emplace(reason_of(deviation.kind));
  EXPECT_EQ(found, (std::set<std::string>{"explicit-false", "non-minimal-named-bits", "null-ecdsa-parameters"}));
}
TEST(Genuine, EverySignatureIsAsDescribed) {
  ODCA_NEED_SHARED_DATA("real-chains");
  const auto all = genuine_certificates();
  LinkProofs proofs(100000);
  std::set<std::string> unsigned_here;  // certificates whose issuer is at hand by name and key identifier, in vain
  std::set<std::string> without_issuer;
  for (const auto& [sha256, certificate] : all) {
    bool issuer_at_hand = false;
    bool valid = false;
    for (const auto& [_, issuer] : all) {
      const auto& wanted = certificate->authority_key_id;
      const bool named = equal(issuer->subject.match_key(), certificate->issuer.match_key()) && wanted &&
                         wanted->key_id == issuer->subject_key_id;
      if (!named) continue;
      issuer_at_hand = true;
      valid = valid || proofs.check(issuer->spki, issuer->key, certificate) == LinkAnswer::valid;
    }
    if (!issuer_at_hand) without_issuer.insert(sha256.substr(0, 8));
    if (issuer_at_hand && !valid) unsigned_here.insert(sha256.substr(0, 8));
  }
  // The published debug CSEP intermediate is signed wrongly.
  EXPECT_EQ(unsigned_here, std::set<std::string>{"a81425c2"});
  EXPECT_TRUE(without_issuer.contains("8158a7ca"));  // the Panther Lake leaf, whose issuer is not public
}
TEST(Genuine, EveryCrlIsReadAndSignedByAKnownKey) {
  ODCA_NEED_SHARED_DATA("real-chains");
  const auto certificates = genuine_certificates();
  LinkProofs proofs(100000);
  std::size_t count = 0;
  std::vector<std::string> unsigned_here;
  for (const auto& file : pem_files("crls")) {
    const auto crl = Crl::from_der(test::pem_blocks(test::file_content(file)).at(0), kCrlLimits);
    ASSERT_TRUE(crl) << file << ": " << describe(crl.error());
    ++count;
    EXPECT_TRUE((*crl)->entries.empty()) << file;
    EXPECT_TRUE((*crl)->number) << file;
    const bool valid = std::any_of(certificates.begin(), certificates.end(), [&](const auto& each) {
      return equal(each.second->subject.match_key(), (*crl)->issuer.match_key()) &&
             proofs.check(each.second->spki, each.second->key, *crl) == LinkAnswer::valid;
    });
    if (!valid) unsigned_here.push_back(file.filename().string().substr(0, 6));
  }
  EXPECT_EQ(count, 78U);
  EXPECT_EQ(unsigned_here, std::vector<std::string>{"SPIRAL"});
}
TEST(Genuine, TheProductionIndirectCrlIsFlaggedButNotCritical) {
  ODCA_NEED_SHARED_DATA("real-chains");
  const auto file = test::shared_data() / "real-chains" / "crls" / "OnDie_CA_CSME_Indirect-num5-18b43210.crl.pem";
  const auto crl = Crl::from_der(test::pem_blocks(test::file_content(file)).at(0), kCrlLimits);
  ASSERT_TRUE(crl);
  const auto& idp = (*crl)->issuing_distribution_point;
  ASSERT_TRUE(idp);
  EXPECT_TRUE(idp->indirect);
  EXPECT_FALSE(idp->critical);
  EXPECT_EQ(to_hex(*(*crl)->number), "05");
  EXPECT_EQ(format_time(*(*crl)->next_update), "2020-07-01T00:00:00Z");
}

// Public path validation suites: no certificate crashes the reader, and those of cases that must succeed are read.
TEST(Suites, CertificatesOfSuccessfulCasesAreRead) {
  ODCA_NEED_SHARED_DATA("limbo");
  std::size_t read = 0;
  for (const char* file : {"limbo.json", "botan-suites.json"}) {
    const auto suite = nlohmann::json::parse(test::file_content(test::shared_data() / "limbo" / file));
    for (const auto& test_case : suite.at("testcases")) {
      std::vector<std::string> texts{test_case.at("peer_certificate")};
      for (const char* more : {"trusted_certs", "untrusted_intermediates"})
        for (const auto& text : test_case.at(more)) texts.push_back(text);
      for (const std::string& text : texts) {
        for (const Bytes& der : test::pem_blocks(text)) {
          const auto certificate = Certificate::from_der(der);
          ++read;
          if (test_case.at("expected_result") == "SUCCESS") {
            EXPECT_TRUE(certificate) << test_case.at("id") << ": " << describe(certificate.error());
          }
        }
      }
    }
  }
  EXPECT_GT(read, 1000U);
}

class Wycheproof : public ::testing::Test {
 protected:
  // The answer to each vector must be that of the file; "acceptable" ones may go either way and there are none.
  // `refused` names the valid signatures that are refused here, each of which must still be.
  void agree(const char* file, SignatureKind kind, const std::set<std::string>& refused = {}) {
    const auto suite = nlohmann::json::parse(test::file_content(test::shared_data() / "wycheproof" / file));
    std::size_t count = 0, found = 0;
    for (const auto& group : suite.at("testGroups")) {
      const Bytes spki = from_hex(key_of(group)).value();
      const KeyInfo info = describe_key(spki);
      const auto key = VerificationKey::decode(spki, info);
      ASSERT_NE(key, nullptr) << info.problem;
      for (const auto& vector : group.at("tests")) {
        const Bytes message = from_hex(vector.at("msg").get<std::string>()).value();
        const Bytes signature = from_hex(vector.at("sig").get<std::string>()).value();
        const bool listed = refused.contains(vector.at("comment").get<std::string>());
        EXPECT_EQ(key->verify(kind, message, signature) ? "valid" : "invalid",
                  listed ? "invalid" : vector.at("result").get<std::string>())
            << vector.at("tcId") << ": " << vector.at("comment");
        found += listed ? 1U : 0U;
        ++count;
      }
    }
    EXPECT_EQ(count, suite.at("numberOfTests").get<std::size_t>());
    EXPECT_EQ(found, refused.size());
  }

 private:
  static std::string key_of(const nlohmann::json& group) {
    for (const char* field : {"publicKeyDer", "keyDer"})
      if (group.contains(field)) return group.at(field);
    return {};
  }
};
TEST_F(Wycheproof, EcdsaP384Sha384) {
  ODCA_NEED_SHARED_DATA("wycheproof");
  // Both halves of the sum that ECDSA computes are the same point. The addition of Nettle before 3.9 has no case for it
  // and ends at no point, so it refuses. Only who knows the private key can make such a signature, and chance makes
  // none in 2^384.
  const bool adds_a_point_to_itself = std::pair(nettle_version_major(), nettle_version_minor()) >= std::pair(3, 9);
  const std::set<std::string> refused{"point duplication during verification"};
  agree("ecdsa_secp384r1_sha384_test.json", SignatureKind::ecdsa_sha384,
        adds_a_point_to_itself ? std::set<std::string>{} : refused);
}
TEST_F(Wycheproof, Ed25519) {
  ODCA_NEED_SHARED_DATA("wycheproof");
  agree("ed25519_test.json", SignatureKind::ed25519);
}

}  // namespace
}  // namespace odca
