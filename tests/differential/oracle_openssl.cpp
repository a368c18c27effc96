// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "oracle.h"

namespace odca::differential {
namespace {

/// Scratch is a folder of its own, removed at the end.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "odca-oracle-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a scratch folder");
    folder_ = pattern;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string write(const std::string& name, const std::vector<Certificate>& certificates) const {
    const std::filesystem::path file = folder_ / name;
    std::ofstream out(file);
    for (const Certificate& certificate : certificates) {
      out << "-----BEGIN CERTIFICATE-----\n";
      const std::string text = to_base64(certificate->der);
      for (std::size_t at = 0; at < text.size(); at += 64) out << text.substr(at, 64) << '\n';
      out << "-----END CERTIFICATE-----\n";
    }
    return file.string();
  }

 private:
  std::filesystem::path folder_{};
};

struct Output {
  int status = -1;
  std::string text{};
};

Output run(const std::string& command) {
  Output output;
  std::FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return output;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    output.text.append(buffer.data(), n);
  const int status = pclose(pipe);
  output.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return output;
}

bool is_there() {
  static const bool there = run("openssl version").status == 0;
  return there;
}

}  // namespace

std::optional<OracleAnswer> ask_openssl(const PathQuestion& question) {
  if (!is_there()) return {};
  const Scratch scratch;
  // -partial_chain: our anchors need not be self-signed. No -x509_strict: the duties of issuers are warnings here.
  std::string command = "openssl verify -no-CApath -no-CAstore -partial_chain -attime " +
                        std::to_string(question.at.time_since_epoch().count()) + " -CAfile '" +
                        scratch.write("anchors.pem", question.anchors) + "'";
  if (!question.bag.empty()) command += " -untrusted '" + scratch.write("bag.pem", question.bag) + "'";
  const Output output = run(command + " '" + scratch.write("target.pem", {question.target}) + "'");
  return OracleAnswer{output.status == 0, output.text};
}

}  // namespace odca::differential
