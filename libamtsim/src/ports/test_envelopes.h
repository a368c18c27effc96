// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Envelopes as clients write them, for the tests of this room.
#pragma once

#include <string>

namespace odca::amtsim::test {

inline const std::string kAmt = "http://intel.com/wbem/wscim/1/amt-schema/1/";
inline const std::string kIps = "http://intel.com/wbem/wscim/1/ips-schema/1/";
inline const std::string kCim = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/";
inline const std::string kGet = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
inline const std::string kEnumerationSpace = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";

/// envelope has the default name space for SOAP, as the Go client's.
inline std::string envelope(const std::string& action, const std::string& uri, const std::string& body,
                            const std::string& message_id = "7", const std::string& more_headers = "") {
  return R"(<?xml version="1.0" encoding="utf-8"?><Envelope xmlns="http://www.w3.org/2003/05/soap-envelope")"
         R"( xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing")"
         R"( xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><Header><a:Action>)" +
         action + "</a:Action><a:To>/wsman</a:To><w:ResourceURI>" + uri + "</w:ResourceURI>" +
         (message_id.empty() ? "" : "<a:MessageID>" + message_id + "</a:MessageID>") + more_headers +
         "</Header><Body>" + body + "</Body></Envelope>";
}

inline std::string get(const std::string& uri) { return envelope(kGet, uri, ""); }

inline std::string invoke(const std::string& uri, const std::string& method, const std::string& parameters) {
  return envelope(uri + "/" + method, uri,
                  "<h:" + method + "_INPUT xmlns:h=\"" + uri + "\">" + parameters + "</h:" + method + "_INPUT>");
}

inline std::string setup(const std::string& a1) {
  return invoke(kIps + "IPS_HostBasedSetupService", "Setup",
                "<h:NetAdminPassEncryptionType>2</h:NetAdminPassEncryptionType><h:NetworkAdminPassword>" + a1 +
                    "</h:NetworkAdminPassword>");
}

inline std::string commit() { return invoke(kAmt + "AMT_SetupAndConfigurationService", "CommitChanges", ""); }

inline std::string unprovision(const std::string& mode) {
  return invoke(kAmt + "AMT_SetupAndConfigurationService", "Unprovision",
                "<h:ProvisioningMode>" + mode + "</h:ProvisioningMode>");
}

}  // namespace odca::amtsim::test
