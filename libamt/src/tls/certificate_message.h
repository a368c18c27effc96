// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The Certificate message of a TLS server (RFC 5246 7.4.2, RFC 8446 4.4.2). It is read here and not asked of the TLS
// library, because the verdict must be about the bytes that were sent, and a library gives certificates encoded anew.
#pragma once

#include <cstddef>
#include <vector>

#include "odca/bytes.h"
#include "odca/result.h"

namespace odca::amt {

/// kMaxCertificateList bounds the certificate_list in bytes: ten times an ODCA chain of six.
inline constexpr std::size_t kMaxCertificateList = 64 * 1024;
/// kMaxCertificates is twice the longest path that libtrust's limits allow.
inline constexpr std::size_t kMaxCertificates = 32;

enum class CertificateForm { tls12, tls13 };

/// read_certificate_message is the certificates of a whole handshake message, header included, in the order and with
/// the bytes sent. Extensions of entries are skipped by their lengths. Fails with Errc::protocol ("tls-failed") when a
/// length does not add up, a certificate is empty, there is none, a certificate_request_context is there ("in the case
/// of server authentication, this field SHALL be zero length"), or a bound is passed.
Result<std::vector<Bytes>> read_certificate_message(ByteView message, CertificateForm form);

}  // namespace odca::amt
