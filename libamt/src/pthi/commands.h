// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// command_name: what the documents call a command, for messages.
#pragma once

#include <string_view>

#include "wire/pthi.h"

namespace odca::amt {

struct CommandName {
  wire::PthiCommand command;
  std::string_view name;
};
inline constexpr CommandName kCommandNames[] = {
    {wire::PthiCommand::unprovision, "Unprovision"},
    {wire::PthiCommand::get_provisioning_state, "GetProvisioningState"},
    {wire::PthiCommand::get_code_versions, "GetCodeVersions"},
    {wire::PthiCommand::get_security_parameters, "GetSecurityParameters"},
    {wire::PthiCommand::enumerate_hash_handles, "EnumerateHashHandles"},
    {wire::PthiCommand::get_cert_hash_entry, "GetCertHashEntry"},
    {wire::PthiCommand::set_pki_fqdn_suffix, "SetPKIFQDNSuffix"},
    {wire::PthiCommand::get_pki_fqdn_suffix, "GetPKIFQDNSuffix"},
    {wire::PthiCommand::get_remote_access_connection_status, "GetRemoteAccessConnectionStatus"},
    {wire::PthiCommand::get_lan_interface_settings, "GetLANInterfaceSettings"},
    {wire::PthiCommand::get_uuid, "GetUUID"},
    {wire::PthiCommand::stop_configuration, "StopConfiguration"},
    {wire::PthiCommand::get_local_system_account, "GetLocalSystemAccount"},
    {wire::PthiCommand::get_control_mode, "GetControlMode"},
    {wire::PthiCommand::start_configuration_host_based, "StartConfigurationHBased"},
};

/// command_name is "UNKNOWN" for a number that is no command.
constexpr std::string_view command_name(wire::PthiCommand command) {
  for (const CommandName& row : kCommandNames)
    if (row.command == command) return row.name;
  return "UNKNOWN";
}

}  // namespace odca::amt
