// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The commands of PTHI: a function each, and one table. StartConfigurationHBased is not among them, since the ports of
// this simulator do not ask for client certificates: it is answered as a command that the firmware does not know.
#include <algorithm>
#include <array>

#include "firmware/derived.h"
#include "firmware/firmware.h"
#include "firmware/little_endian.h"
#include "wire/pthi.h"

namespace odca::amtsim {
namespace {

namespace wire = amt::wire;
using wire::PthiCommand;

constexpr std::uint32_t kInvalidProvisioningState = 0x20;
constexpr std::uint32_t kUnsupportedVersion = 0x1D;

/// Answer is a status, and the values when it is 0.
struct Answer {
  std::uint32_t status = wire::kStatusSuccess;
  Bytes values{};
};
Answer number(std::uint32_t value) {
  Answer answer;
  put_u32(answer.values, value);
  return answer;
}

/// Root is an entry of the list of roots for provisioning certificates. Only the first is of the world; the others say
/// in their names that they are made up, and their hashes are of no certificate.
struct Root {
  std::string_view name;
  wire::HashAlgorithm algorithm;
  bool is_active;
  std::string_view hash;  ///< hexadecimal; made of the name where it is empty
};
constexpr Root kRoots[] = {
    {"Go Daddy Root CA-G2", wire::HashAlgorithm::sha256, true,
     "45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda"},
    {"amt-sim made-up root", wire::HashAlgorithm::sha384, true, ""},
    {"amt-sim made-up inactive root", wire::HashAlgorithm::sha256, false, ""},
};

Bytes hash_of(const Root& root) {
  if (!root.hash.empty()) return from_hex(root.hash).value();
  const auto made_up = derived(root.name, 0), more = derived(root.name, 1);
  Bytes hash(made_up.begin(), made_up.end());
  if (root.algorithm == wire::HashAlgorithm::sha384) hash.insert(hash.end(), more.begin(), more.begin() + 16);
  return hash;
}

/// command_name is how Seen calls a command: "PTHI 0x0400006B".
std::string command_name(std::uint32_t command) {
  std::string name = "PTHI 0x";
  for (int shift = 28; shift >= 0; shift -= 4) name += "0123456789ABCDEF"[command >> shift & 0xF];
  return name;
}

}  // namespace

/// Commands has one function for each command. They are called with the lock held and a request of the right length.
struct Firmware::Commands {
  static Answer unprovision(Firmware& device, ByteView) {
    // The mode that the request names is ignored, as the SDK says. Mode admin is only left by way of WSMAN.
    const bool half = device.state_ == State::in;
    if (!half && device.mode_ != Mode::client) return {wire::kStatusInvalidAmtMode};
    device.become_unprovisioned();
    return {};
  }

  static Answer stop_configuration(Firmware& device, ByteView) {
    if (device.state_ != State::in) return {wire::kStatusInvalidAmtMode};
    device.become_unprovisioned();
    return {};
  }

  static Answer control_mode(Firmware& device, ByteView) {
    return number(static_cast<std::uint32_t>(device.mode_));  // the enumerators are those of the wire
  }

  static Answer provisioning_state(Firmware& device, ByteView) {
    return number(static_cast<std::uint32_t>(device.state_));  // the enumerators are those of the wire
  }

  static Answer uuid(Firmware& device, ByteView) {
    Answer answer;
    put_bytes(answer.values, derived_uuid(device.seed_));
    return answer;
  }

  static Answer code_versions(Firmware& device, ByteView) {
    const std::string& version = device.profile_.amt_version;
    const std::string& build = device.profile_.build;
    const std::pair<std::string_view, std::string_view> versions[] = {
        {"Flash", version},      {"Netstack", version},         {"AMTApps", version},
        {"AMT", version},        {"Sku", device.profile_.sku},  {"VendorID", "8086"},
        {"Build Number", build}, {"Recovery Version", version}, {"Recovery Build Num", build},
        {"Legacy Mode", "False"}};
    Answer answer;
    put_field(answer.values, "amt-sim", wire::kBiosVersionField);
    put_u32(answer.values, std::uint32_t{std::size(versions)});
    for (const auto& [name, value] : versions) {
      put_u16(answer.values, static_cast<std::uint16_t>(name.size()));  // short literals
      put_field(answer.values, name, wire::kVersionText);
      put_u16(answer.values, static_cast<std::uint16_t>(std::min(value.size(), wire::kVersionText)));  // at most 20
      put_field(answer.values, value, wire::kVersionText);
    }
    // All slots are sent, whatever the count says: clients exist that decode all of them.
    answer.values.resize(wire::kBiosVersionField + 4 + wire::kVersionSlots * wire::kVersionEntry);
    return answer;
  }

  static Answer security_parameters(Firmware& device, ByteView) {
    const bool provisioned = device.state_ == State::post;
    const std::uint32_t parameters[] = {1,                                          // enterprise mode
                                        device.profile_.tls_enforced ? 1U : 0U,     // TLS
                                        1,                                          // cryptography in hardware
                                        static_cast<std::uint32_t>(device.state_),  // the enumerators of the wire
                                        provisioned ? 1U : 0U,                      // network interface
                                        0,                                          // serial over LAN
                                        0,                                          // IDE redirection
                                        0,                                          // firmware update
                                        1,                                          // link
                                        0};                                         // KVM
    Answer answer;
    for (const std::uint32_t parameter : parameters) put_u32(answer.values, parameter);
    answer.values.resize(17 * sizeof(std::uint32_t));  // and seven reserved ones
    return answer;
  }

  static Answer hash_handles(Firmware&, ByteView) {
    Answer answer = number(std::uint32_t{std::size(kRoots)});
    for (std::uint32_t handle = 1; handle <= std::size(kRoots); ++handle) put_u32(answer.values, handle);
    return answer;
  }

  static Answer hash_entry(Firmware&, ByteView parameters) {
    const std::uint32_t handle = u32_at(parameters, 0);
    if (handle == 0 || handle > std::size(kRoots)) return {wire::kStatusInvalidHandle};
    const Root& root = kRoots[handle - 1];
    Answer answer = number(1);  // all are of the factory
    put_u32(answer.values, root.is_active ? 1 : 0);
    put_field(answer.values, as_text(hash_of(root)), wire::kHashField);
    put_u8(answer.values, static_cast<std::uint8_t>(root.algorithm));  // the enumerators are those of the wire
    put_ansi(answer.values, root.name);
    return answer;
  }

  static Answer set_dns_suffix(Firmware& device, ByteView parameters) {
    if (parameters.size() < 2 || u16_at(parameters, 0) != parameters.size() - 2)
      return {wire::kStatusInvalidMessageLength};
    if (parameters.size() - 2 > wire::kSuffixMax) return {wire::kStatusInvalidParameter};
    if (device.state_ == State::post) return {kInvalidProvisioningState};
    device.dns_suffix_ = as_text(parameters.subspan(2));
    return {};
  }

  static Answer dns_suffix(Firmware& device, ByteView) {
    Answer answer;
    put_ansi(answer.values, device.dns_suffix_);
    return answer;
  }

  static Answer remote_access(Firmware&, ByteView) {
    Answer answer = number(2);    // outside the enterprise
    put_u32(answer.values, 0);    // not connected
    put_u32(answer.values, 0);    // trigger
    put_ansi(answer.values, "");  // no MPS
    return answer;
  }

  static Answer lan_settings(Firmware&, ByteView parameters) {
    constexpr std::uint32_t kWired = 0, kWireless = 1;
    const std::uint32_t interface = u32_at(parameters, 0);
    Answer answer;
    if (interface == kWireless) answer.values.resize(wire::kLanSettings);  // there is none
    if (interface == kWireless) return answer;
    if (interface != kWired) return {wire::kStatusInvalidParameter};
    put_u32(answer.values, 1);           // enabled
    put_u32(answer.values, 0xC000020A);  // 192.0.2.10, an address for documentation (RFC 5737)
    put_u32(answer.values, 1);           // DHCP
    put_u8(answer.values, 1);            // active
    put_u8(answer.values, 1);            // link is up
    put_bytes(answer.values, std::array<std::uint8_t, 6>{0x02, 0x00, 0x5E, 0x00, 0x53, 0x01});  // of nobody
    return answer;
  }

  static Answer local_account(Firmware& device, ByteView parameters) {
    if (std::any_of(parameters.begin(), parameters.end(), [](std::uint8_t byte) { return byte != 0; }))
      return {wire::kStatusInvalidParameter};
    Answer answer;
    put_field(answer.values, "$$OsAdmin", wire::kAccountField);
    put_field(answer.values, device.os_admin_password_, wire::kAccountField);
    return answer;
  }

  /// Row is a command. `length` is that of its parameters; nothing when the command looks itself. `effect` is the name
  /// of what it changes, empty when that is nothing.
  struct Row {
    PthiCommand command;
    std::optional<std::size_t> length;
    std::string_view effect;
    Answer (*run)(Firmware&, ByteView);
  };
  static const Row kRows[];

  static Answer answer_to(Firmware& device, std::uint32_t command, ByteView parameters);
};

const Firmware::Commands::Row Firmware::Commands::kRows[] = {
    {PthiCommand::unprovision, 4, "Unprovision", unprovision},
    {PthiCommand::get_provisioning_state, 0, "", provisioning_state},
    {PthiCommand::get_code_versions, 0, "", code_versions},
    {PthiCommand::get_security_parameters, 0, "", security_parameters},
    {PthiCommand::enumerate_hash_handles, 0, "", hash_handles},
    {PthiCommand::get_cert_hash_entry, 4, "", hash_entry},
    {PthiCommand::set_pki_fqdn_suffix, std::nullopt, "SetPKIFQDNSuffix", set_dns_suffix},
    {PthiCommand::get_pki_fqdn_suffix, 0, "", dns_suffix},
    {PthiCommand::get_remote_access_connection_status, 0, "", remote_access},
    {PthiCommand::get_lan_interface_settings, 4, "", lan_settings},
    {PthiCommand::get_uuid, 0, "", uuid},
    {PthiCommand::stop_configuration, 0, "StopConfiguration", stop_configuration},
    {PthiCommand::get_local_system_account, wire::kAccountRequest, "", local_account},
    {PthiCommand::get_control_mode, 0, "", control_mode},
};

Answer Firmware::Commands::answer_to(Firmware& device, std::uint32_t command, ByteView parameters) {
  const auto row = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& each) {
    return static_cast<std::uint32_t>(each.command) == command;  // the enumerators are those of the wire
  });
  const std::string effect(row == std::end(kRows) ? "" : row->effect);
  if (!effect.empty()) ++device.seen_.effects[effect];
  if (device.knobs_.not_ready > 0) {
    --device.knobs_.not_ready;
    return {wire::kStatusNotReady};
  }
  if (row == std::end(kRows)) return {wire::kStatusUnsupported};
  if (row->length && *row->length != parameters.size()) return {wire::kStatusInvalidMessageLength};
  if (const auto ordered = effect.empty() ? std::nullopt : device.ordered_answer(effect)) return {*ordered};
  return row->run(device, parameters);
}

Bytes Firmware::pthi(ByteView request) {
  if (request.size() < wire::kPthiHeader) return {};  // there is no header to answer with
  const std::uint32_t command = u32_at(request, 4);
  const ByteView parameters = request.subspan(wire::kPthiHeader);

  const std::lock_guard hold(lock_);
  seen_.requests.push_back(command_name(command));
  Answer answer;
  if (request[0] != wire::kPthiMajor || request[1] != wire::kPthiMinor)
    answer.status = kUnsupportedVersion;
  else if (u32_at(request, 8) != parameters.size())
    answer.status = wire::kStatusInvalidMessageLength;
  else
    answer = Commands::answer_to(*this, command, parameters);

  Bytes out(request.begin(), request.begin() + 4);
  put_u32(out, command | wire::kPthiResponse);
  put_u32(out, static_cast<std::uint32_t>(sizeof answer.status + answer.values.size()));  // below 5120
  put_u32(out, answer.status);
  put_bytes(out, answer.values);
  return out;
}

}  // namespace odca::amtsim
