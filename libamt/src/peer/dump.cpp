// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The certificates of a session as a file. Its comments are for people; no name in a certificate may make a reader take
// a comment for more than that.
#include <algorithm>

#include "io/text.h"
#include "odca/amt/peer.h"
#include "odca/certificate.h"
#include "odca/report.h"

namespace odca::amt {
namespace {

constexpr std::size_t kLine = 64;  // RFC 7468 2

enum class Names { left_out, shown };

std::string comment_on(const Bytes& der, Names names) {
  const Result<Certificate> certificate = Certificate::from_der(der);
  if (!certificate) return cat(": cannot be read (", certificate.error().reason.text(), ")");
  return names == Names::left_out ? std::string() : cat(": ", escape_text(certificate->fields().subject.to_string()));
}

std::string pem(const Bytes& der) {
  const std::string text = to_base64(der);
  std::string out = "-----BEGIN CERTIFICATE-----\n";
  for (std::size_t at = 0; at < text.size(); at += kLine) out += text.substr(at, kLine) + '\n';
  return out + "-----END CERTIFICATE-----\n";
}

std::string write_dump(const PeerReport& report, std::string_view origin, Names names) {
  std::string out = cat("# certificates of the session with ", escape_text(origin), ", in the order sent\n");
  std::size_t number = 0;
  for (const Bytes& der : report.certificates)
    out += cat("# certificate ", ++number, comment_on(der, names), '\n', pem(der));
  return out;
}

/// reads_the_same compares all that read_dump finds in two texts with the same certificates.
bool reads_the_same(std::string_view a, std::string_view b) {
  const Result<Dump> x = read_dump(as_bytes(a), {}, {}), y = read_dump(as_bytes(b), {}, {});
  if (!x || !y) return false;
  const auto same_certificate = [](const Presented& p, const Presented& q) { return p.certificate == q.certificate; };
  return x->kind == y->kind && x->notes == y->notes && x->tls_peer == y->tls_peer &&
         x->only_the_chain == y->only_the_chain && x->unread_first == y->unread_first &&
         x->short_print.has_value() == y->short_print.has_value() && x->crls.size() == y->crls.size() &&
         x->unreadable.size() == y->unreadable.size() && x->limits.size() == y->limits.size() &&
         std::equal(x->certificates.begin(), x->certificates.end(), y->certificates.begin(), y->certificates.end(),
                    same_certificate);
}

}  // namespace

// A reader looks for damaged PEM and for the words of programs that print sessions anywhere in a line, and the device
// chooses the names: they are shown where they change nothing.
std::string as_dump(const PeerReport& report, std::string_view origin) {
  const std::string bare = write_dump(report, origin, Names::left_out);
  std::string named = write_dump(report, origin, Names::shown);
  return reads_the_same(named, bare) ? named : bare;
}

}  // namespace odca::amt
