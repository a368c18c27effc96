// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "tls/certificate_message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "io/text.h"

namespace odca::amt {
namespace {

constexpr std::uint8_t kCertificate = 11;  // HandshakeType (RFC 8446 4)

/// Cursor takes fields off the front.
class Cursor {
 public:
  explicit Cursor(ByteView bytes) : rest_(bytes) {}
  bool at_end() const { return rest_.empty(); }

  std::optional<ByteView> take(std::size_t size) {
    if (size > rest_.size()) return std::nullopt;
    const ByteView taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  /// vector takes a length of so many octets, at most three, and as many bytes as it says.
  std::optional<ByteView> vector(std::size_t length_octets) {
    const std::optional<ByteView> length = take(length_octets);
    if (!length) return std::nullopt;
    std::size_t size = 0;
    for (const std::uint8_t octet : *length) size = size << 8U | octet;
    return take(size);
  }

 private:
  ByteView rest_;
};

Error refused(std::string what) {
  return {.code = Errc::protocol,
          .message = cat("the certificate message of the device is refused: ", what),
          .reason = "tls-failed"};
}

/// are_extensions walks over the extensions of a CertificateEntry: type of two octets, value with a length of two.
bool are_extensions(ByteView extensions) {
  Cursor cursor(extensions);
  while (!cursor.at_end())
    if (!cursor.take(2) || !cursor.vector(2)) return false;
  return true;
}

/// list_in is the certificate_list of the message.
Result<ByteView> list_in(ByteView message, CertificateForm form) {
  Cursor outer(message);
  const std::optional<ByteView> type = outer.take(1);
  if (!type || type->front() != kCertificate) return refused("it is another message");
  const std::optional<ByteView> body = outer.vector(3);
  if (!body || !outer.at_end()) return refused("its length does not add up");
  Cursor cursor(*body);
  if (form == CertificateForm::tls13) {
    const std::optional<ByteView> context = cursor.vector(1);
    if (!context || !context->empty()) return refused("it answers a request that nobody made");
  }
  const std::optional<ByteView> list = cursor.vector(3);
  if (!list || !cursor.at_end()) return refused("the length of its list does not add up");
  if (list->size() > kMaxCertificateList)
    return refused(cat("its list has ", list->size(), " bytes, more than ", kMaxCertificateList));
  return *list;
}

}  // namespace

Result<std::vector<Bytes>> read_certificate_message(ByteView message, CertificateForm form) {
  ODCA_TRY_ASSIGN(const ByteView list, list_in(message, form));
  std::vector<Bytes> certificates;
  Cursor cursor(list);
  while (!cursor.at_end()) {
    if (certificates.size() == kMaxCertificates) return refused(cat("it has more than ", kMaxCertificates, " entries"));
    const std::optional<ByteView> certificate = cursor.vector(3);
    if (!certificate || certificate->empty()) return refused("the length of an entry does not add up");  // <1..2^24-1>
    if (form == CertificateForm::tls13) {
      const std::optional<ByteView> extensions = cursor.vector(2);
      if (!extensions || !are_extensions(*extensions)) return refused("the extensions of an entry do not add up");
    }
    certificates.emplace_back(certificate->begin(), certificate->end());
  }
  if (certificates.empty()) return refused("there is no certificate in it");
  return certificates;
}

}  // namespace odca::amt
