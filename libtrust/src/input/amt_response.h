// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Certificates in WS-Management responses of AMT: the list of AMTAuthenticate (ODCA 1.11) and the like, and the
// X509Certificate elements of AMT_PublicKeyCertificate.
#pragma once

#include <string_view>

#include "question/dump_builder.h"

namespace odca {

/// looks_like_amt_response tells whether a text is XML that names a certificate element, or XML and nothing else.
bool looks_like_amt_response(std::string_view text);

/// read_amt_response gives every certificate of the response to the builder, whatever the name space prefixes. Fails
/// when the text is not plain XML (no DTD), when it has no element with certificates, or two lists of them or anything
/// else that may be evidence (reason "ambiguous"): nothing says whose list is meant.
Status read_amt_response(std::string_view text, DumpBuilder& builder);

/// nothing_beside fails when text around a response holds a certificate or CRL, or the output of a TLS client.
Status nothing_beside(std::string_view rest);

}  // namespace odca
