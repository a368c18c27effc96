// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: facts that can be read print, and what is printed reads back to the same and prints the same; each part of
// them builds to strict DER or is refused; a certificate that is built has the SHA-256 that the facts state, and when
// it can be read it has the names, the serial number and the key of the facts. What cannot be read is refused with a
// reason and a place.
#include "facts/facts.h"

#include <cstdint>

#include "base/check.h"
#include "der/check.h"
#include "facts/facts_yaml.h"
#include "odca/digest.h"

namespace {

using namespace odca;
using facts::CertificateFacts;

bool is_sound(const Bytes& part) { return der::check_der(part, der::kDeepest) == der::DerCheck::ok; }

void check_error(const Error& error) { ODCA_CHECK(!error.message.empty() && !error.reason.empty()); }

void check_part(const Result<Bytes>& part) {
  if (!part) return check_error(part.error());
  ODCA_CHECK(is_sound(*part));
}

void check_certificate(const CertificateFacts& stated) {
  check_part(facts::build_name(stated.issuer));
  check_part(facts::build_name(stated.subject));
  check_part(facts::build_key(stated.key));
  for (const facts::ExtensionFacts& extension : stated.extensions) {
    check_part(facts::build_extension(extension));
    ODCA_CHECK(!facts::extension_oid(extension).empty());
  }
  const Result<Bytes> der = facts::build_der(stated);
  if (!der) return check_error(der.error());
  ODCA_CHECK(is_sound(*der) && sha256(*der) == stated.sha256);
  const auto certificate = Certificate::from_der(*der);
  if (!certificate) return;
  ODCA_CHECK((*certificate)->serial == stated.serial && (*certificate)->spki_sha256 == stated.spki_sha256);
  ODCA_CHECK(equal((*certificate)->subject.der(), *facts::build_name(stated.subject)));
  ODCA_CHECK(equal((*certificate)->issuer.der(), *facts::build_name(stated.issuer)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto entries = facts::read_document(as_text({data, size}), "facts.yaml");
  if (!entries) {
    check_error(entries.error());
    ODCA_CHECK(!entries.error().trace.empty() && entries.error().trace.back() == "facts.yaml");
    return 0;
  }
  const std::string text = facts::write_document(*entries);
  const auto again = facts::read_document(text, "again.yaml");
  ODCA_CHECK(again.has_value() && facts::write_document(*again) == text);
  for (const facts::Entry& entry : *entries) check_certificate(entry.facts);
  return 0;
}
