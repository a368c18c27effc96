// Certificates in WS-Management responses of AMT: the list of AMTAuthenticate (ODCA 1.11) and the like, and the
// X509Certificate elements of AMT_PublicKeyCertificate.
#pragma once

#include <string_view>

#include "input/dump_builder.h"

namespace odca {

/// looks_like_amt_response tells whether a text is XML that names a certificate element, or XML and nothing else.
bool looks_like_amt_response(std::string_view text);

/// read_amt_response gives every certificate of the response to the builder, whatever the name space prefixes. Fails
/// when the text is not plain XML (no DTD), when it has no element with certificates, or two lists of them (reason
/// "ambiguous"): nothing says whose list is meant.
Status read_amt_response(std::string_view text, DumpBuilder& builder);

}  // namespace odca
