// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: every certificate of an accepted message stands in it, in its order; the list written again without
// extensions reads back the same and is not longer; no prefix of an accepted message and nothing longer is accepted.
#include "tls/certificate_message.h"

#include <algorithm>
#include <cstdint>

#include "base/check.h"

namespace {

using namespace odca;
using namespace odca::amt;

void append_length(Bytes& to, std::size_t value, unsigned octets) {
  while (octets-- > 0) to.push_back(static_cast<std::uint8_t>(value >> (8U * octets) & 0xFFU));  // one octet
}

Bytes write_message(const std::vector<Bytes>& certificates, CertificateForm form) {
  const bool newer = form == CertificateForm::tls13;
  Bytes list;
  for (const Bytes& certificate : certificates) {
    append_length(list, certificate.size(), 3);
    list.insert(list.end(), certificate.begin(), certificate.end());
    if (newer) append_length(list, 0, 2);
  }
  Bytes message{11};
  append_length(message, list.size() + (newer ? 4 : 3), 3);
  if (newer) message.push_back(0);
  append_length(message, list.size(), 3);
  message.insert(message.end(), list.begin(), list.end());
  return message;
}

void check(ByteView input, CertificateForm form) {
  const auto read = read_certificate_message(input, form);
  if (!read) {
    ODCA_CHECK(!read.error().message.empty() && read.error().reason == "tls-failed");
    return;
  }
  ODCA_CHECK(!read->empty() && read->size() <= kMaxCertificates);
  auto at = input.begin();
  for (const Bytes& certificate : *read) {
    ODCA_CHECK(!certificate.empty());
    at = std::search(at, input.end(), certificate.begin(), certificate.end());
    ODCA_CHECK(at != input.end());
    at += static_cast<std::ptrdiff_t>(certificate.size());  // was found there
  }
  const Bytes again = write_message(*read, form);
  ODCA_CHECK(again.size() <= input.size());
  const auto reread = read_certificate_message(again, form);
  ODCA_CHECK(reread && *reread == *read);
  for (std::size_t size = input.size(); size-- > 0 && input.size() - size < 64;)
    ODCA_CHECK(!read_certificate_message(input.first(size), form));
  Bytes longer(input.begin(), input.end());
  longer.push_back(0);
  ODCA_CHECK(!read_certificate_message(longer, form));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const CertificateForm form : {CertificateForm::tls12, CertificateForm::tls13}) check({data, size}, form);
  return 0;
}
