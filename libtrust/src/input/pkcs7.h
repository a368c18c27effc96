// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// PKCS#7 and CMS (RFC 5652): the certificates and CRLs that a SignedData carries, as Windows exports chains. Who signed
// what is not looked at: a certificate proves itself by its path.
#pragma once

#include <string>

#include "question/dump_builder.h"

namespace odca {

/// read_pkcs7 reads one ContentInfo in DER. What is none, or carries neither certificate nor CRL, is unreadable and
/// named; it counts as no certificate.
void read_pkcs7(ByteView value, const std::string& place, DumpBuilder& builder);

}  // namespace odca
