// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/own_certificate.h"

#include <utility>
#include <vector>

#include "odca/certificate.h"
#include "ports/pem.h"

namespace odca::amtsim {
namespace {

std::string_view short_name(std::string_view type) {
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {kCommonName, "CN"}, {kCountry, "C"},      {kLocality, "L"},
      {kState, "ST"},      {kOrganization, "O"}, {kOrganizationalUnit, "OU"},
  };
  for (const auto& [known, name] : kNames)
    if (known == type) return name;
  return type;
}

std::string written(const Name& name) {
  std::string out;
  const std::vector<NameAttribute>& attributes = name.attributes();
  for (auto each = attributes.rbegin(); each != attributes.rend(); ++each) {
    if (!out.empty()) out += ',';
    out += short_name(each->type);
    out += '=';
    out += each->value;
  }
  return out;
}

Error unusable(const std::string& why) {
  return {.code = Errc::usage,
          .message = "'own.pem' cannot be used: " + why,
          .hint = "it holds the self-signed certificate that the device shows after its activation",
          .reason = "identity-unusable"};
}

}  // namespace

Result<OwnCertificate> own_certificate(std::string_view pem) {
  const auto certificates = certificates_of(pem);
  if (!certificates || certificates->empty()) return unusable("it holds no certificate in PEM");
  const Result<Certificate> certificate = Certificate::from_der(certificates->front());
  if (!certificate) return unusable(certificate.error().message);
  const CertificateFields& fields = certificate->fields();
  return OwnCertificate{.der = to_base64(fields.der),
                        .key = to_base64(fields.key.key_bits),
                        .subject = written(fields.subject),
                        .issuer = written(fields.issuer)};
}

}  // namespace odca::amtsim
