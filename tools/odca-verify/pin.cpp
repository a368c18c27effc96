// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "pin.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"
#include "odca/digest.h"
#include "values.h"

namespace odca::cli {
namespace {

constexpr std::string_view kWhole = "cert:";
constexpr ReasonId kSha1Reason = "pin-sha1";

bool eat(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// without_marks takes off what other programs write around the value: openssl's name of the hash, curl's and HPKP's,
/// quotation marks, blanks at the ends.
std::string_view without_marks(std::string_view text) {
  const auto trim = [&] {
    while (!text.empty() && (text.front() == ' ' || text.front() == '"')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '"')) text.remove_suffix(1);
  };
  trim();
  constexpr std::string_view kMarks[] = {
      "sha256//", "sha256/", "sha256:", "SHA256:", "pin-sha256=", "SHA256 Fingerprint=", "sha256 Fingerprint="};
  for (const std::string_view mark : kMarks)
    if (eat(text, mark)) break;
  trim();
  return text;
}

/// from_any_base64 reads base64 with or without padding, in either alphabet (RFC 4648 4 and 5).
std::optional<Bytes> from_any_base64(std::string_view text) {
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), '-', '+');
  std::replace(plain.begin(), plain.end(), '_', '/');
  while (plain.size() % 4 != 0) plain += '=';
  return from_base64(plain);
}

/// bytes_of reads either form; 64 digits are hexadecimal, although base64 could be made of them.
std::optional<Bytes> bytes_of(std::string_view text) {
  if (std::optional<Bytes> bytes = from_hex(text); bytes && !bytes->empty()) return bytes;
  return from_any_base64(text);
}

Error refused(std::string_view where, std::string_view text, std::string found, ReasonId reason) {
  return {
      .code = Errc::usage,
      .message = cat(where, ": expected the SHA-256 of a public key, of 32 bytes, found ", found),
      .hint = text.find(';') != std::string_view::npos
                  ? "give one pin: that of the device whose chain this is"
                  : "write 64 hexadecimal digits, base64, or 'sha256//' and base64; 'cert:' before it pins the whole "
                    "certificate; odca-verify inspect FILE prints both",
      .reason = reason};
}

Result<Fingerprint> read_value(std::string_view where, std::string_view text) {
  const std::optional<Bytes> bytes = bytes_of(without_marks(text));
  if (!bytes || bytes->empty()) return refused(where, text, quote(text), "usage");
  if (bytes->size() == 20)
    return refused(where, text, cat(quote(text), ", which is a SHA-1 value of 20 bytes"), kSha1Reason);
  Fingerprint value{};
  if (bytes->size() != value.size())
    return refused(where, text, cat(quote(text), ", of ", bytes->size(), " bytes"), "usage");
  std::copy(bytes->begin(), bytes->end(), value.begin());
  return value;
}

}  // namespace

Status read_pin(std::string_view where, std::string_view text, DeviceFacts& device) {
  std::string_view value = text;
  const bool whole = eat(value, kWhole);
  ODCA_TRY_ASSIGN(const Fingerprint pin, read_value(where, value));
  (whole ? device.pin_certificate : device.pin_spki) = pin;
  return {};
}

Error explain_sha1(Error refusal, std::string_view text, const Evidence& evidence) {
  if (refusal.reason != kSha1Reason) return refusal;
  std::string_view value = text;
  eat(value, kWhole);
  const std::optional<Bytes> given = bytes_of(without_marks(value));
  for (const Presented& presented : evidence.certificates) {
    const Certificate& certificate = presented.certificate;
    const Sha1Digest digests[] = {sha1(certificate->der), sha1(certificate->spki)};
    const auto same = [&](const Sha1Digest& digest) { return given && equal(*given, digest); };
    if (!same(digests[0]) && !same(digests[1])) continue;
    refusal.message += cat(": that of ", same(digests[0]) ? "the certificate " : "the public key of ",
                           quote(certificate->subject.to_string()), " (", presented.where, ')');
    refusal.hint = cat("the value to use is the SHA-256 of its public key: --pin ", to_hex(certificate->spki_sha256),
                       "; or of the whole certificate: --pin cert:", to_hex(certificate->sha256));
    return refusal;
  }
  return refusal;
}

}  // namespace odca::cli
