// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Names of WSMAN (DSP0226) as AMT uses them.
#pragma once

#include <string_view>

namespace odca::amt::wire {

inline constexpr std::string_view kSoap = "http://www.w3.org/2003/05/soap-envelope";
inline constexpr std::string_view kAddressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
inline constexpr std::string_view kWsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
inline constexpr std::string_view kTransfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
inline constexpr std::string_view kEnumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
inline constexpr std::string_view kAnonymous = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";

// A class URI is one of these and the name of the class.
inline constexpr std::string_view kAmtSchema = "http://intel.com/wbem/wscim/1/amt-schema/1/";
inline constexpr std::string_view kIpsSchema = "http://intel.com/wbem/wscim/1/ips-schema/1/";
inline constexpr std::string_view kCimSchema = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/";

inline constexpr std::string_view kPath = "/wsman";
/// The account whose password GetLocalSystemAccount tells, and the administrator's.
inline constexpr std::string_view kOsAdmin = "$$OsAdmin", kAdmin = "admin";
/// NetAdminPassEncryptionType of Setup: MD5(user:realm:password).
inline constexpr std::string_view kDigestPassword = "2";
/// A realm is this and 32 upper-case hexadecimal digits.
inline constexpr std::string_view kRealmPrefix = "Digest:";

}  // namespace odca::amt::wire
