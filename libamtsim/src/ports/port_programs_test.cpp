// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The port as somebody else's programs see it: curl and openssl. Where a program is absent, its tests are skipped.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "firmware/derived.h"
#include "ports/port.h"
#include "ports/test_envelopes.h"

namespace odca::amtsim {
namespace {

using namespace test;

constexpr std::uint32_t kSeed = 1;
const std::string kPassword = "P@ssw0rd";

struct Ran {
  int status = -1;
  std::string output{};
};

/// run gives `command` to the shell; its output is both streams.
Ran run(const std::string& command) {
  Ran out;
  FILE* const pipe = ::popen(("{ " + command + "; } 2>&1").c_str(), "r");
  if (pipe == nullptr) return out;
  std::array<char, 4096> buffer{};
  for (std::size_t count = 0; (count = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    out.output.append(buffer.data(), count);
  out.status = WEXITSTATUS(::pclose(pipe));
  return out;
}

bool is_there(const std::string& program) { return run("command -v " + program).status == 0; }

bool holds(const Ran& ran, const std::string& part) { return ran.output.find(part) != std::string::npos; }

class PortPrograms : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "amtsim-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_->number()) + "/wsman"; }
  std::string place() const { return "127.0.0.1:" + std::to_string(port_->number()); }

  /// curl posts `body` as `user`.
  Ran curl(const std::string& body, const std::string& user, const std::string& password,
           const std::string& options = "") {
    std::ofstream(folder_ / "body.xml") << body;
    std::ofstream(folder_ / "user") << "user = \"" << user << ":" << password << "\"\n";
    return run("curl -s -i -k --max-time 60 --digest --config " + (folder_ / "user").string() + " " + options +
               " -H 'Content-Type: application/soap+xml;charset=UTF-8' --data-binary @" +
               (folder_ / "body.xml").string() + " " + url());
  }
  Ran s_client(const std::string& options) {
    return run("openssl s_client -connect " + place() + " " + options + " </dev/null");
  }
  std::string administrator_a1() const { return a1_text("admin", firmware_.realm(), kPassword); }

  std::filesystem::path folder_{};
  Identity identity_ = *read_identity(ODCA_SOURCE_DIR "/tests/amt/identities/lnl");
  Firmware firmware_{*profile_named("amt20"), identity_.rom_fingerprint, kSeed};
  std::unique_ptr<Port> port_ = *Port::listen(firmware_, identity_, "127.0.0.1", 0);
};

class Curl : public PortPrograms {
 protected:
  void SetUp() override {
    if (!is_there("curl")) GTEST_SKIP() << "curl is not installed: what it would show is not shown";
    PortPrograms::SetUp();
  }
};

class Openssl : public PortPrograms {
 protected:
  void SetUp() override {
    if (!is_there("openssl")) GTEST_SKIP() << "openssl is not installed: what it would show is not shown";
    PortPrograms::SetUp();
  }
};

TEST_F(Curl, LogsInAsTheLocalAccount) {
  const Ran ran = curl(get(kAmt + "AMT_GeneralSettings"), "$$OsAdmin", derived_password(kSeed));
  EXPECT_EQ(ran.status, 0) << ran.output;
  EXPECT_TRUE(holds(ran, "HTTP/1.1 401 Unauthorized"));
  EXPECT_TRUE(holds(ran, "HTTP/1.1 200 OK"));
  EXPECT_TRUE(holds(ran, "<g:DigestRealm>" + firmware_.realm() + "</g:DigestRealm>"));
}

TEST_F(Curl, SendsChunks) {
  const Ran ran = curl(get(kAmt + "AMT_GeneralSettings"), "$$OsAdmin", derived_password(kSeed),
                       "-H 'Transfer-Encoding: chunked' -H 'Host:' --tls-max 1.2");
  EXPECT_TRUE(holds(ran, "HTTP/1.1 200 OK")) << ran.output;
}

TEST_F(Curl, IsRefusedWithAnotherPassword) {
  const Ran ran = curl(get(kAmt + "AMT_GeneralSettings"), "$$OsAdmin", "another");
  EXPECT_FALSE(holds(ran, "HTTP/1.1 200 OK")) << ran.output;
  EXPECT_TRUE(holds(ran, "Log on failed."));
}

TEST_F(Curl, Activates) {
  const Ran ran = curl(setup(administrator_a1()), "$$OsAdmin", derived_password(kSeed));
  EXPECT_TRUE(holds(ran, "<g:ReturnValue>0</g:ReturnValue>")) << ran.output;
  EXPECT_EQ(firmware_.mode(), Mode::client);
  constexpr int kEmptyReply = 52;  // or an error of TLS, since the session ends without a word
  const int status = curl(commit(), "admin", kPassword).status;
  EXPECT_TRUE(status == kEmptyReply || status == 56) << status;
  EXPECT_EQ(firmware_.state(), State::post);
  EXPECT_TRUE(holds(curl(get(kIps + "IPS_HostBasedSetupService"), "admin", kPassword),
                    "<g:CurrentControlMode>1</g:CurrentControlMode>"));
}

TEST_F(Openssl, SeesTheChain) {
  const std::string root = ODCA_SOURCE_DIR "/tests/vectors/trust/odca/root.pem";
  // The usage of the CAs in between is none that OpenSSL knows for servers. The moment is 2026-03-01.
  const Ran ran = s_client("-showcerts -purpose any -CAfile " + root + " -attime 1772323200");
  EXPECT_TRUE(holds(ran, "Verify return code: 0 (ok)")) << ran.output;
  EXPECT_TRUE(holds(ran, "TLSv1.3"));
  EXPECT_TRUE(holds(ran, " 5 s:")) << "six certificates";
  EXPECT_FALSE(holds(ran, " 6 s:"));
}

TEST_F(Openssl, SpeaksTls12AndNothingOlder) {
  EXPECT_TRUE(holds(s_client("-tls1_2"), "Cipher is ECDHE-ECDSA-AES256-GCM-SHA384"));
  EXPECT_TRUE(holds(s_client("-tls1_1 -cipher DEFAULT:@SECLEVEL=0"), "Cipher is (NONE)"));
}

TEST_F(Openssl, SeesTheOwnCertificateAfterCommit) {
  ASSERT_EQ(firmware_.setup("2", administrator_a1()), 0U);
  ASSERT_EQ(firmware_.commit(), 0U);
  const Ran ran = s_client("-tls1_2 -nameopt utf8");
  EXPECT_TRUE(holds(ran, "Cipher is ECDHE-RSA-AES256-GCM-SHA384")) << ran.output;
  EXPECT_TRUE(holds(ran, "Intel\xC2\xAE AMT self-signed certificate"));
  EXPECT_FALSE(holds(ran, " 1 s:"));
}

}  // namespace
}  // namespace odca::amtsim
