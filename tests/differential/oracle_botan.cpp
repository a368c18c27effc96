#include <botan/certstor.h>
#include <botan/version.h>
#include <botan/x509cert.h>
#include <botan/x509path.h>

#include <chrono>
#include <exception>

#include "oracle.h"

namespace odca::differential {
namespace {

Botan::X509_Certificate to_botan(const Certificate& certificate) {
  return Botan::X509_Certificate(certificate->der.data(), certificate->der.size());
}

OracleAnswer validate(const PathQuestion& question) {
  Botan::Certificate_Store_In_Memory store;
  for (const Certificate& anchor : question.anchors) store.add_certificate(to_botan(anchor));
  std::vector<Botan::X509_Certificate> chain{to_botan(question.target)};
  for (const Certificate& certificate : question.bag) {
    try {
      chain.push_back(to_botan(certificate));
    } catch (const std::exception&) {
      continue;  // one that Botan cannot read must not end the answer about the others
    }
  }
  const Botan::Path_Validation_Restrictions restrictions(false, 110);
  const std::chrono::system_clock::time_point at = question.at;
  const auto result = Botan::x509_path_validate(chain, restrictions, store, "", Botan::Usage_Type::UNSPECIFIED, at);
  return {result.successful_validation(), result.result_string()};
}

}  // namespace

unsigned botan_major_version() { return BOTAN_VERSION_MAJOR; }

OracleAnswer ask_botan(const PathQuestion& question) {
  try {
    return validate(question);
  } catch (const std::exception& error) {
    return {false, error.what()};
  }
}

}  // namespace odca::differential
