// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// PTHI (AMTHI) on the wire: a header of 12 bytes, then `length` bytes; all integers little-endian. A request holds its
// parameters, a response a status of 32 bits and, when that is 0, its values (Intel AMT SDK, "Host Interface").
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace odca::amt::wire {

// The header: u8 major, u8 minor, u16 reserved, u32 command, u32 length.
inline constexpr std::size_t kPthiHeader = 12;
inline constexpr std::uint8_t kPthiMajor = 1, kPthiMinor = 1;
inline constexpr std::uint32_t kPthiResponse = 0x00800000;  ///< set in the command of a response
inline constexpr std::size_t kPthiMaxMessage = 5120;        ///< as seen on hardware

enum class PthiCommand : std::uint32_t {
  unprovision = 0x04000010,
  get_provisioning_state = 0x04000011,
  get_code_versions = 0x0400001A,
  get_security_parameters = 0x0400001B,
  enumerate_hash_handles = 0x0400002C,
  get_cert_hash_entry = 0x0400002D,
  set_pki_fqdn_suffix = 0x0400002F,
  get_pki_fqdn_suffix = 0x04000036,
  get_remote_access_connection_status = 0x04000046,
  get_lan_interface_settings = 0x04000048,
  get_uuid = 0x0400005C,
  stop_configuration = 0x0400005E,
  get_local_system_account = 0x04000067,
  get_control_mode = 0x0400006B,
  start_configuration_host_based = 0x0400008B,
};

// GetCodeVersions: char bios[65], u32 count, then entries of two strings, each u16 length and a field of 20 bytes.
inline constexpr std::size_t kBiosVersionField = 65, kVersionText = 20, kVersionEntry = 44, kVersionSlots = 50;
// GetCertHashEntry: u32 is default, u32 is active, u8 hash[64], u8 algorithm, u16 length and name of at most 32 bytes.
inline constexpr std::size_t kHashField = 64, kHashNameMax = 32, kHashHandlesMax = 33;
// GetLocalSystemAccount: the request has 40 zero bytes, the response char user[33], char password[33].
inline constexpr std::size_t kAccountRequest = 40, kAccountField = 33;
// GetLANInterfaceSettings: u32 enabled, u32 IPv4, u32 DHCP enabled, u8 DHCP mode, u8 link, u8 mac[6].
inline constexpr std::size_t kLanSettings = 20;
// SetPKIFQDNSuffix: u16 length and text.
inline constexpr std::size_t kSuffixMax = 223;

enum class HashAlgorithm : std::uint8_t { md5 = 0, sha1 = 1, sha256 = 2, sha384 = 3, sha224 = 4, sha512 = 5 };

/// StatusName is a row of the table of statuses (AMT_STATUS, PT_STATUS); the same numbers are ReturnValues of WSMAN.
struct StatusName {
  std::uint32_t code;
  std::string_view name;
};
inline constexpr std::uint32_t kStatusSuccess = 0, kStatusInternalError = 1, kStatusNotReady = 2,
                               kStatusInvalidAmtMode = 3, kStatusInvalidMessageLength = 4, kStatusNotPermitted = 0x10,
                               kStatusInvalidIndex = 0x23, kStatusInvalidParameter = 0x24, kStatusInvalidHandle = 0x805,
                               kStatusUnsupported = 0x812, kStatusNotFound = 0x814, kStatusBlockingComponent = 0x81C;
inline constexpr StatusName kStatusNames[] = {
    {0x00, "SUCCESS"},
    {0x01, "INTERNAL_ERROR"},
    {0x02, "NOT_READY"},
    {0x03, "INVALID_AMT_MODE"},
    {0x04, "INVALID_MESSAGE_LENGTH"},
    {0x05, "TABLE_FINGERPRINT_NOT_AVAILABLE"},
    {0x06, "INTEGRITY_CHECK_FAILED"},
    {0x07, "UNSUPPORTED_ISVS_VERSION"},
    {0x08, "APPLICATION_NOT_REGISTERED"},
    {0x09, "INVALID_REGISTRATION_DATA"},
    {0x0A, "APPLICATION_DOES_NOT_EXIST"},
    {0x0B, "NOT_ENOUGH_STORAGE"},
    {0x0C, "INVALID_NAME"},
    {0x0D, "BLOCK_DOES_NOT_EXIST"},
    {0x0E, "INVALID_BYTE_OFFSET"},
    {0x0F, "INVALID_BYTE_COUNT"},
    {0x10, "NOT_PERMITTED"},
    {0x11, "NOT_OWNER"},
    {0x12, "BLOCK_LOCKED_BY_OTHER"},
    {0x13, "BLOCK_NOT_LOCKED"},
    {0x14, "INVALID_GROUP_PERMISSIONS"},
    {0x15, "GROUP_DOES_NOT_EXIST"},
    {0x16, "INVALID_MEMBER_COUNT"},
    {0x17, "MAX_LIMIT_REACHED"},
    {0x18, "INVALID_AUTH_TYPE"},
    {0x19, "AUTHENTICATION_FAILED"},
    {0x1A, "INVALID_DHCP_MODE"},
    {0x1B, "INVALID_IP_ADDRESS"},
    {0x1C, "INVALID_DOMAIN_NAME"},
    {0x1D, "UNSUPPORTED_VERSION"},
    {0x1E, "REQUEST_UNEXPECTED"},
    {0x1F, "INVALID_TABLE_TYPE"},
    {0x20, "INVALID_PROVISIONING_STATE"},
    {0x21, "UNSUPPORTED_OBJECT"},
    {0x22, "INVALID_TIME"},
    {0x23, "INVALID_INDEX"},
    {0x24, "INVALID_PARAMETER"},
    {0x25, "INVALID_NETMASK"},
    {0x26, "FLASH_WRITE_LIMIT_EXCEEDED"},
    {0x27, "INVALID_IMAGE_LENGTH"},
    {0x28, "INVALID_IMAGE_SIGNATURE"},
    {0x29, "PROPOSE_ANOTHER_VERSION"},
    {0x2A, "INVALID_PID_FORMAT"},
    {0x2B, "INVALID_PPS_FORMAT"},
    {0x2C, "BIST_COMMAND_BLOCKED"},
    {0x2D, "CONNECTION_FAILED"},
    {0x2E, "CONNECTION_TOO_MANY"},
    {0x2F, "RNG_GENERATION_IN_PROGRESS"},
    {0x30, "RNG_NOT_READY"},
    {0x31, "CERTIFICATE_NOT_READY"},
    {0x400, "DISABLED_BY_POLICY"},
    {0x800, "NETWORK_IF_ERROR_BASE"},
    {0x801, "UNSUPPORTED_OEM_NUMBER"},
    {0x802, "UNSUPPORTED_BOOT_OPTION"},
    {0x803, "INVALID_COMMAND"},
    {0x804, "INVALID_SPECIAL_COMMAND"},
    {0x805, "INVALID_HANDLE"},
    {0x806, "INVALID_PASSWORD"},
    {0x807, "INVALID_REALM"},
    {0x808, "STORAGE_ACL_ENTRY_IN_USE"},
    {0x809, "DATA_MISSING"},
    {0x80A, "DUPLICATE"},
    {0x80B, "EVENTLOG_FROZEN"},
    {0x80C, "PKI_MISSING_KEYS"},
    {0x80D, "PKI_GENERATING_KEYS"},
    {0x80E, "INVALID_KEY"},
    {0x80F, "INVALID_CERT"},
    {0x810, "CERT_KEY_NOT_MATCH"},
    {0x811, "MAX_KERB_DOMAIN_REACHED"},
    {0x812, "UNSUPPORTED"},
    {0x813, "INVALID_PRIORITY"},
    {0x814, "NOT_FOUND"},
    {0x815, "INVALID_CREDENTIALS"},
    {0x816, "INVALID_PASSPHRASE"},
    {0x818, "NO_ASSOCIATION"},
    {0x81B, "AUDIT_FAIL"},
    {0x81C, "BLOCKING_COMPONENT"},
    {0x821, "USER_CONSENT_REQUIRED"},
    {0x822, "OPERATION_IN_PROGRESS"},
};

/// status_name is "UNKNOWN" for a number that no document names.
constexpr std::string_view status_name(std::uint32_t code) {
  for (const StatusName& row : kStatusNames)
    if (row.code == code) return row.name;
  return "UNKNOWN";
}

}  // namespace odca::amt::wire
