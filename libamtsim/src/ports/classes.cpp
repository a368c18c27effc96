// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Names and enumerated values are those of the Intel AMT SDK and of the CIM schema. What a state changes follows the
// firmware; the rest is that of a device that nobody configured.
#include "ports/classes.h"

#include <algorithm>

#include "wire/wsman.h"

namespace odca::amtsim {
namespace {

using namespace amt::wire;

constexpr std::string_view kSystem = "Intel(r) AMT", kManagedSystem = "ManagedSystem";
constexpr std::string_view kCertificate = "AMT_PublicKeyCertificate",
                           kFirstCertificate = "Intel(r) AMT Certificate: Handle: 0";

std::string number(std::uint32_t value) { return std::to_string(value); }
std::string boolean(bool value) { return value ? "true" : "false"; }

Property text(std::string_view name, std::string_view value) { return {std::string(name), std::string(value)}; }

Reference reference(std::string_view schema, std::string_view class_name, std::vector<Field> keys) {
  return {.class_uri = std::string(schema) + std::string(class_name), .keys = std::move(keys)};
}

/// service_keys are those of each class that derives from CIM_Service.
std::vector<Field> service_keys(std::string_view class_name, std::string_view name) {
  return {{"CreationClassName", std::string(class_name)},
          {"Name", std::string(name)},
          {"SystemCreationClassName", "CIM_ComputerSystem"},
          {"SystemName", std::string(kSystem)}};
}

/// service is an object of such a class, with its keys and the `more` properties, sorted.
Instance service(std::string_view class_name, std::string_view name, Instance more) {
  for (Field& key : service_keys(class_name, name)) more.push_back({std::move(key.name), std::move(key.value)});
  more.push_back(text("ElementName", name));
  std::ranges::stable_sort(more, {}, &Property::name);  // stable: arrays keep their order
  return more;
}

// EnabledState and RequestedState of CIM_EnabledLogicalElement.
constexpr std::string_view kDisabled = "3", kNotApplicable = "5", kNoRequest = "12";

// ---- What the firmware is, and how it is set up.

Instances general_settings(const Device& device) {
  return {{{"AMTNetworkEnabled", "1"},
           {"DDNSPeriodicUpdateInterval", "1440"},
           {"DDNSTTL", "900"},
           {"DDNSUpdateByDHCPServerEnabled", "true"},
           {"DDNSUpdateEnabled", "false"},
           {"DHCPSyncRequiresHostname", "0"},
           {"DHCPv6ConfigurationTimeout", "0"},
           {"DigestRealm", device.firmware.realm()},
           {"DomainName", ""},
           {"ElementName", "Intel(r) AMT: General Settings"},
           {"HostName", ""},
           {"HostOSFQDN", ""},
           {"IdleWakeTimeout", "65535"},
           {"InstanceID", "Intel(r) AMT: General Settings"},
           {"NetworkInterfaceEnabled", "true"},
           {"PingResponseEnabled", "true"},
           {"PowerSource", "0"},
           {"PreferredAddressFamily", "0"},
           {"PresenceNotificationInterval", "0"},
           {"PrivacyLevel", "0"},
           {"RmcpPingResponseEnabled", "true"},
           {"SharedFQDN", "true"},
           {"ThunderboltDockEnabled", "0"},
           {"WsmanOnlyMode", "false"}}};
}

Instances host_based_setup(const Device& device) {
  const auto mode = static_cast<std::uint32_t>(device.firmware.mode());  // its values are the wire's
  return {service("IPS_HostBasedSetupService", "Intel(r) AMT Host Based Setup Service",
                  {{"AllowedControlModes", "2"},
                   {"AllowedControlModes", "1"},
                   {"CertChainStatus", "0"},
                   {"ConfigurationNonce", device.firmware.configuration_nonce()},
                   {"CurrentControlMode", number(mode)}})};
}

Instances setup_and_configuration(const Device& device) {
  const auto state = static_cast<std::uint32_t>(device.firmware.state());  // its values are the wire's
  return {service("AMT_SetupAndConfigurationService", "Intel(r) AMT Setup and Configuration Service",
                  {text("EnabledState", kNotApplicable),
                   {"PasswordModel", "1"},
                   {"ProvisioningMode", "1"},
                   {"ProvisioningServerOTP", std::string(43, 'A') + "="},  // 32 zero bytes
                   {"ProvisioningState", number(state)},
                   text("RequestedState", kNoRequest),
                   {"ZeroTouchConfigurationEnabled", "true"}})};
}

Instances software_identities(const Device& device) {
  const Profile& profile = device.firmware.profile();
  Instances out;
  for (const auto& [name, version] : {std::pair{"Flash", profile.amt_version},
                                      {"Netstack", profile.amt_version},
                                      {"AMTApps", profile.amt_version},
                                      {"AMT", profile.amt_version},
                                      {"Sku", profile.sku},
                                      {"VendorID", "8086"},
                                      {"Build Number", profile.build},
                                      {"Recovery Version", profile.amt_version},
                                      {"Recovery Build Num", profile.build},
                                      {"Legacy Mode", "False"}})
    out.push_back({{"InstanceID", name}, {"IsEntity", "true"}, {"VersionString", version}});
  return out;
}

Instances time_synchronization(const Device&) {
  return {service("AMT_TimeSynchronizationService", "Intel(r) AMT Time Synchronization Service",
                  {text("EnabledState", kNotApplicable),
                   {"LocalTimeSyncEnabled", "0"},
                   text("RequestedState", kNoRequest),
                   {"TimeSource", "0"}})};
}

// ---- TLS. Our choice where what is known of devices leaves one: the certificate that the port shows is in the store
// as soon as it is shown, with its key, and cannot be deleted; before, the store is empty.

bool shows_own(const Device& device) { return !device.firmware.presents_odca(); }

Instances certificates(const Device& device) {
  if (!shows_own(device)) return {};
  return {{text("ElementName", "Intel(r) AMT Certificate"),
           text("InstanceID", kFirstCertificate),
           {"Issuer", device.own.issuer},
           {"ReadOnlyCertificate", "true"},
           {"Subject", device.own.subject},
           {"TrustedRootCertficate", "false"},  // the firmware's spelling
           {"X509Certificate", device.own.der}}};
}

Instances key_pairs(const Device& device) {
  if (!shows_own(device)) return {};
  return {
      {{"DERKey", device.own.key}, {"ElementName", "Intel(r) AMT Key"}, {"InstanceID", "Intel(r) AMT Key: Handle: 0"}}};
}

Instances tls_credential_contexts(const Device& device) {
  if (!shows_own(device)) return {};
  const Field certificate{"InstanceID", std::string(kFirstCertificate)};
  const Field endpoints{"ElementName", "TLSProtocolEndpoint Instances Collection"};
  return {{{"ElementInContext", reference(kAmtSchema, kCertificate, {certificate})},
           {"ElementProvidingContext", reference(kAmtSchema, "AMT_TLSProtocolEndpointCollection", {endpoints})}}};
}

Instances tls_settings(const Device& device) {
  const bool enforced = device.firmware.profile().tls_enforced;
  const bool enabled = enforced && device.firmware.state() == State::post;
  Instances out;
  for (const std::string name : {"Intel(r) AMT 802.3 TLS Settings", "Intel(r) AMT LMS TLS Settings"})
    out.push_back({{"AcceptNonSecureConnections", boolean(!enforced)},
                   {"ElementName", name},
                   {"Enabled", boolean(enabled)},
                   {"InstanceID", name},
                   {"MutualAuthentication", "false"},
                   {"NonSecureConnectionsSupported", boolean(!enforced)}});
  return out;
}

// ---- The platform. Address and MAC are those that GetLANInterfaceSettings of PTHI tells.

Instances ethernet_ports(const Device&) {
  return {{{"DHCPEnabled", "true"},
           {"DefaultGateway", "192.0.2.1"},  // for documentation, as the others (RFC 5737)
           {"ElementName", "Intel(r) AMT Ethernet Port Settings"},
           {"IPAddress", "192.0.2.10"},
           {"InstanceID", "Intel(r) AMT Ethernet Port Settings 0"},
           {"IpSyncEnabled", "true"},
           {"LinkIsUp", "true"},
           {"LinkPolicy", "1"},   // while the system runs on mains
           {"LinkPolicy", "14"},  // while it sleeps on mains
           {"MACAddress", "02-00-5e-00-53-01"},
           {"PhysicalConnectionType", "0"},
           {"PrimaryDNS", "192.0.2.1"},
           {"SharedDynamicIP", "true"},
           {"SharedMAC", "true"},
           {"SharedStaticIp", "false"},
           {"SubnetMask", "255.255.255.0"}}};
}

/// platform_guid is the UUID in the order of the wire, where the first three groups are turned round.
std::string platform_guid(const std::string& printed) {
  constexpr std::size_t kPlaces[] = {6, 4, 2, 0, 11, 9, 16, 14, 19, 21, 24, 26, 28, 30, 32, 34};
  std::string out;
  for (const std::size_t place : kPlaces) out += printed.substr(place, 2);
  std::ranges::transform(out, out.begin(), [](char digit) { return digit >= 'a' ? "ABCDEF"[digit - 'a'] : digit; });
  return out;
}

Reference managed_system() {
  return reference(kCimSchema, "CIM_ComputerSystem",
                   {{"CreationClassName", "CIM_ComputerSystem"}, {"Name", std::string(kManagedSystem)}});
}

Instances system_packages(const Device& device) {
  const Reference chassis =
      reference(kCimSchema, "CIM_Chassis", {{"CreationClassName", "CIM_Chassis"}, {"Tag", "CIM_Chassis"}});
  return {{{"Antecedent", chassis},
           {"Dependent", managed_system()},
           {"PlatformGUID", platform_guid(device.firmware.uuid_text())}}};
}

Instances chassis(const Device& device) {
  return {{{"ChassisPackageType", "0"},
           {"CreationClassName", "CIM_Chassis"},
           {"ElementName", "Managed System Chassis"},
           {"Manufacturer", "amt-sim"},
           {"Model", device.firmware.profile().name},
           {"OperationalStatus", "0"},
           {"PackageType", "3"},  // chassis or frame
           {"SerialNumber", device.firmware.uuid_text().substr(24)},
           {"Tag", "CIM_Chassis"},
           {"Version", "1"}}};
}

// ---- Power.

constexpr std::string_view kPowerService = "Intel(r) AMT Power Management Service";

Instances available_services(const Device&) {
  Instance out;
  for (const char* state : {"8", "5", "4", "7", "10", "11", "12", "14"})  // what a client may ask of one that runs
    out.push_back({"AvailableRequestedPowerStates", state});
  out.push_back({"PowerState", "2"});  // on
  out.push_back({"ServiceProvided", reference(kCimSchema, "CIM_PowerManagementService",
                                              service_keys("CIM_PowerManagementService", kPowerService))});
  out.push_back({"UserOfService", managed_system()});
  return {out};
}

Instances power_management(const Device&) {
  return {service("CIM_PowerManagementService", kPowerService,
                  {text("EnabledState", kNotApplicable), text("RequestedState", kNoRequest)})};
}

Instances os_power_management(const Device&) {
  return {service("IPS_PowerManagementService", kPowerService,
                  {text("EnabledState", kNotApplicable),
                   {"OSPowerSavingState", "2"},  // full power
                   text("RequestedState", kNoRequest)})};
}

// ---- Redirection and consent. Redirection is off, as GetSecurityParameters of PTHI says.

Instances redirection(const Device&) {
  return {service("AMT_RedirectionService", "Intel(r) AMT Redirection Service",
                  {{"EnabledState", "32768"},  // neither IDE redirection nor serial over LAN
                   {"ListenerEnabled", "false"}})};
}

Instances kvm_redirection(const Device&) {
  return {{{"CreationClassName", "CIM_KVMRedirectionSAP"},
           {"ElementName", "KVM Redirection Service Access Point"},
           text("EnabledState", kDisabled),
           {"KVMProtocol", "4"},
           {"Name", "KVM Redirection Service Access Point"},
           text("RequestedState", kDisabled),
           {"SystemCreationClassName", "CIM_ComputerSystem"},
           text("SystemName", kManagedSystem)}};
}

/// In mode client the user is asked for everything, and nobody can change that.
Instances opt_in(const Device& device) {
  const bool admin = device.firmware.mode() == Mode::admin;
  return {service("IPS_OptInService", "Intel(r) AMT OptIn Service",
                  {{"CanModifyOptInPolicy", admin ? "1" : "0"},
                   {"OptInCodeTimeout", "120"},
                   {"OptInDisplayTimeout", "300"},
                   {"OptInRequired", admin ? "0" : "4294967295"},  // none, all
                   {"OptInState", "0"}})};                         // not started
}

constexpr std::string_view kId[] = {"InstanceID"};
constexpr std::string_view kService[] = {"CreationClassName", "Name", "SystemCreationClassName", "SystemName"};
constexpr std::string_view kPhysical[] = {"CreationClassName", "Tag"};
constexpr std::string_view kDependency[] = {"Antecedent", "Dependent"};
constexpr std::string_view kContext[] = {"ElementInContext", "ElementProvidingContext"};
constexpr std::string_view kAvailability[] = {"ServiceProvided", "UserOfService"};

constexpr ReadableClass kClasses[] = {
    {kAmtSchema, "AMT_EthernetPortSettings", kId, ethernet_ports},
    {kAmtSchema, "AMT_GeneralSettings", kId, general_settings},
    {kAmtSchema, kCertificate, kId, certificates},
    {kAmtSchema, "AMT_PublicPrivateKeyPair", kId, key_pairs},
    {kAmtSchema, "AMT_RedirectionService", kService, redirection},
    {kAmtSchema, "AMT_SetupAndConfigurationService", kService, setup_and_configuration},
    {kAmtSchema, "AMT_TLSCredentialContext", kContext, tls_credential_contexts},
    {kAmtSchema, "AMT_TLSSettingData", kId, tls_settings},
    {kAmtSchema, "AMT_TimeSynchronizationService", kService, time_synchronization},
    {kCimSchema, "CIM_Chassis", kPhysical, chassis},
    {kCimSchema, "CIM_ComputerSystemPackage", kDependency, system_packages},
    {kCimSchema, "CIM_KVMRedirectionSAP", kService, kvm_redirection},
    {kCimSchema, "CIM_PowerManagementService", kService, power_management},
    {kCimSchema, "CIM_ServiceAvailableToElement", kAvailability, available_services,
     "CIM_AssociatedPowerManagementService"},
    {kCimSchema, "CIM_SoftwareIdentity", kId, software_identities},
    {kIpsSchema, "IPS_HostBasedSetupService", kService, host_based_setup},
    {kIpsSchema, "IPS_OptInService", kService, opt_in},
    {kIpsSchema, "IPS_PowerManagementService", kService, os_power_management},
};

}  // namespace

std::span<const ReadableClass> readable_classes() { return kClasses; }

const ReadableClass* readable_class(const WsmanRequest& request) {
  const auto found = std::ranges::find_if(kClasses, [&](const ReadableClass& row) {
    return request.class_name == row.name && request.resource_uri.starts_with(row.schema);
  });
  return found == std::end(kClasses) ? nullptr : &*found;
}

std::string instance_uri(const ReadableClass& row) { return std::string(row.schema) + std::string(row.most_derived); }

bool matches(const ReadableClass& row, const Instance& instance, const std::vector<Field>& selectors) {
  return std::ranges::all_of(selectors, [&](const Field& selector) {
    if (std::ranges::find(row.keys, selector.name) == row.keys.end()) return false;
    const auto key = std::ranges::find(instance, selector.name, &Property::name);
    const std::string* value = key == instance.end() ? nullptr : std::get_if<std::string>(&key->value);
    return value != nullptr && *value == selector.value;
  });
}

}  // namespace odca::amtsim
