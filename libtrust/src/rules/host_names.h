// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Does a certificate name a host? DNS names and IP addresses in the subject alternative name (RFC 6125, RFC 9525).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "odca/certificate.h"

namespace odca {

/// parse_ip_address reads dotted IPv4 (4 bytes) or IPv6 in colon form (16 bytes); nothing on anything else.
std::optional<Bytes> parse_ip_address(std::string_view text);
/// is_dns_name tells whether a text is a host name of letters, digits, '-' and '_' in labels; one final dot is allowed.
bool is_dns_name(std::string_view text);
/// dns_name_matches compares without case; a left-most label '*' of the pattern matches exactly one label, and two
/// more labels must follow it.
bool dns_name_matches(std::string_view pattern, std::string_view host);
/// names_host looks for the host among the certificate's DNS names, or, for an address, its IP addresses.
bool names_host(const Certificate& certificate, std::string_view host);

}  // namespace odca
