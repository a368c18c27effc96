// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Pthi: a connection for each command, so that no other program has to wait for ours.
#include "pthi/pthi.h"

#include <utility>

#include "io/text.h"
#include "pthi/commands.h"
#include "pthi/exchange.h"
#include "pthi/fields.h"
#include "wire/clients.h"

namespace odca::amt {
namespace {

using wire::PthiCommand;

/// While the firmware starts it says NOT_READY. It is asked so often, with a pause between; the number bounds it also
/// where a clock does not sleep because the program was asked to end.
constexpr int kMostTries = 16;
constexpr milliseconds kPause{1'000};

struct StatusHint {
  std::uint32_t status;
  std::string_view hint;
};
constexpr StatusHint kStatusHints[] = {
    {wire::kStatusNotReady, "wait until the firmware has started, then try again"},
    {wire::kStatusInvalidAmtMode, "the device is in another mode than this command is for; look at its mode and state"},
    {wire::kStatusNotPermitted, "the firmware's setup or a policy of the enterprise forbids it"},
    {wire::kStatusUnsupported, "this generation of AMT does not know it"},
    {wire::kStatusBlockingComponent, "a part of the firmware is still at work; wait, then try again"},
};

Error refused(PthiCommand command, std::uint32_t status) {
  Error error{.code = Errc::device,
              .message = cat("the firmware refused '", command_name(command), "' with status '",
                             hex_number(status, status > 0xFFFF ? 8 : 4), "' (", wire::status_name(status), ")"),
              .reason = "firmware-refused"};
  for (const StatusHint& row : kStatusHints)
    if (row.status == status) error.hint = row.hint;
  return error;
}

Error reply_lost(PthiCommand command, const Error& cause) {
  return {.code = cause.code,
          .message = cat("the answer to '", command_name(command), "' is lost: ", cause.message),
          .hint = "read mode and state of the device: they say whether it was done",
          .reason = "reply-lost"};
}

/// has_surely_not_left: the connection refused the message before any of it went to the firmware.
bool has_surely_not_left(const Error& error) { return error.reason == "heci-busy" || error.reason == "too-big"; }

/// parameter is one number of 32 bits.
Bytes parameter(std::uint32_t number) {
  Bytes out;
  for (int byte = 0; byte < 4; ++byte, number >>= 8U) out.push_back(static_cast<std::uint8_t>(number));  // its low byte
  return out;
}

/// decode_choice is for a number of which 0 to `last` mean something.
Result<std::uint32_t> decode_choice(PthiCommand command, ByteView values, std::uint32_t last) {
  ODCA_TRY_ASSIGN(const std::uint32_t number, decode_number(values));
  if (number > last) return malformed(command_name(command), cat("'", number, "' is none of the states there are"));
  return number;
}

}  // namespace

Result<Reply> Pthi::ask_once(PthiCommand command, ByteView parameters, Effects effects) {
  const auto lost = [&](const Error& cause) { return effects == Effects::some ? reply_lost(command, cause) : cause; };
  ODCA_TRY_ASSIGN(const auto client, heci_.connect(wire::kPthi, clock_.in(kAnswerTime)));
  const Status sent = client->send(encode_request(command, parameters), clock_.in(kAnswerTime));
  if (!sent) return has_surely_not_left(sent.error()) ? sent.error() : lost(sent.error());
  Result<Bytes> message = client->receive(clock_.in(kAnswerTime));
  if (!message) return lost(message.error());
  Result<Reply> reply = decode_reply(command, *message);
  wipe(message->data(), message->size());  // it may hold a password
  if (!reply) return lost(reply.error());
  return reply;
}

Result<Bytes> Pthi::ask(PthiCommand command, ByteView parameters, Effects effects) {
  last_status_.reset();
  for (int tries = 1;; ++tries) {
    ODCA_TRY_ASSIGN(Reply reply, ask_once(command, parameters, effects));
    last_status_ = reply.status;
    if (reply.status == wire::kStatusSuccess) return std::move(reply.values);
    const bool may_ask_again = effects == Effects::none && reply.status == wire::kStatusNotReady && tries < kMostTries;
    if (!may_ask_again) return refused(command, reply.status);
    clock_.sleep(kPause);
  }
}

Status Pthi::change(PthiCommand command, ByteView parameters) {
  ODCA_TRY_ASSIGN(const Bytes values, ask(command, parameters, Effects::some));
  if (values.empty()) return {};
  return malformed(command_name(command), cat("'", values.size(), "' bytes are behind its status"));
}

Result<ControlMode> Pthi::control_mode() {
  constexpr auto kCommand = PthiCommand::get_control_mode;
  ODCA_TRY_ASSIGN(const Bytes values, ask(kCommand, {}, Effects::none));
  ODCA_TRY_ASSIGN(const std::uint32_t mode, decode_choice(kCommand, values, 2));
  return static_cast<ControlMode>(mode);  // 0 to 2
}

Result<ProvisioningState> Pthi::provisioning_state() {
  constexpr auto kCommand = PthiCommand::get_provisioning_state;
  ODCA_TRY_ASSIGN(const Bytes values, ask(kCommand, {}, Effects::none));
  ODCA_TRY_ASSIGN(const std::uint32_t state, decode_choice(kCommand, values, 2));
  return static_cast<ProvisioningState>(state);  // 0 to 2
}

Result<std::map<std::string, std::string>> Pthi::code_versions() {
  ODCA_TRY_ASSIGN(const Bytes values, ask(PthiCommand::get_code_versions, {}, Effects::none));
  return decode_code_versions(values);
}

Result<std::array<std::uint8_t, 16>> Pthi::uuid() {
  ODCA_TRY_ASSIGN(const Bytes values, ask(PthiCommand::get_uuid, {}, Effects::none));
  return decode_uuid(values);
}

Result<std::string> Pthi::dns_suffix() {
  ODCA_TRY_ASSIGN(const Bytes values, ask(PthiCommand::get_pki_fqdn_suffix, {}, Effects::none));
  return decode_ansi_string(values);
}

Result<LanSettings> Pthi::lan_settings(std::uint32_t interface) {
  ODCA_TRY_ASSIGN(const Bytes values,
                  ask(PthiCommand::get_lan_interface_settings, parameter(interface), Effects::none));
  return decode_lan_settings(values);
}

Result<RemoteAccess> Pthi::remote_access() {
  ODCA_TRY_ASSIGN(const Bytes values, ask(PthiCommand::get_remote_access_connection_status, {}, Effects::none));
  return decode_remote_access(values);
}

Result<std::vector<CertHash>> Pthi::hashes() {
  ODCA_TRY_ASSIGN(const Bytes values, ask(PthiCommand::enumerate_hash_handles, {}, Effects::none));
  ODCA_TRY_ASSIGN(const std::vector<std::uint32_t> handles, decode_hash_handles(values));
  std::vector<CertHash> hashes;
  for (const std::uint32_t handle : handles) {
    ODCA_TRY_ASSIGN(const Bytes entry, ask(PthiCommand::get_cert_hash_entry, parameter(handle), Effects::none));
    ODCA_TRY_ASSIGN(CertHash hash, decode_hash_entry(handle, entry));
    hashes.push_back(std::move(hash));
  }
  return hashes;
}

Result<LocalAccount> Pthi::local_account() {
  const Bytes parameters(wire::kAccountRequest);
  ODCA_TRY_ASSIGN(Bytes values, ask(PthiCommand::get_local_system_account, parameters, Effects::none));
  Result<LocalAccount> account = decode_local_account(values);
  wipe(values.data(), values.size());
  return account;
}

Status Pthi::unprovision() {
  return change(PthiCommand::unprovision, parameter(0));  // the mode, which the firmware does not look at
}

Status Pthi::stop_configuration() { return change(PthiCommand::stop_configuration, {}); }

}  // namespace odca::amt
