// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Requests and answers as bytes. What is too short, too long or out of range is refused, never mended.
#include <algorithm>

#include "io/text.h"
#include "pthi/commands.h"
#include "pthi/fields.h"
#include "pthi/pthi.h"

namespace odca::amt {
namespace {

using wire::PthiCommand;

void append_u32(Bytes& out, std::uint32_t value) {
  for (int byte = 0; byte < 4; ++byte, value >>= 8U) out.push_back(static_cast<std::uint8_t>(value));  // its low byte
}

/// values_error is for values that are not exactly what their command has.
Error values_error(PthiCommand command, ByteView values) {
  return malformed(command_name(command), cat("its '", values.size(), "' bytes of values are not what they must be"));
}

/// hash_size is nothing for an algorithm that is unknown.
std::optional<std::size_t> hash_size(std::uint8_t algorithm) {
  switch (static_cast<wire::HashAlgorithm>(algorithm)) {  // any byte is a value of the enumeration
    case wire::HashAlgorithm::md5:
      return 16;
    case wire::HashAlgorithm::sha1:
      return 20;
    case wire::HashAlgorithm::sha224:
      return 28;
    case wire::HashAlgorithm::sha256:
      return 32;
    case wire::HashAlgorithm::sha384:
      return 48;
    case wire::HashAlgorithm::sha512:
      return 64;
  }
  return std::nullopt;
}

bool has_duplicate(std::vector<std::uint32_t> handles) {
  std::sort(handles.begin(), handles.end());
  return std::adjacent_find(handles.begin(), handles.end()) != handles.end();
}

}  // namespace

Bytes encode_request(PthiCommand command, ByteView parameters) {
  Bytes out{wire::kPthiMajor, wire::kPthiMinor, 0, 0};
  append_u32(out, static_cast<std::uint32_t>(command));            // its number
  append_u32(out, static_cast<std::uint32_t>(parameters.size()));  // parameters are at most 390 bytes
  out.insert(out.end(), parameters.begin(), parameters.end());
  return out;
}

Result<Reply> decode_reply(PthiCommand command, ByteView message) {
  const std::string_view name = command_name(command);
  constexpr std::size_t kShortest = wire::kPthiHeader + 4;  // a status is always there
  if (message.size() < kShortest)
    return malformed(name, cat("'", message.size(), "' bytes are less than header and status"));
  const std::uint32_t number = static_cast<std::uint32_t>(command) | wire::kPthiResponse;  // its number
  Fields fields(message);
  if (fields.u8() != wire::kPthiMajor || fields.u8() != wire::kPthiMinor || fields.u16() != 0)
    return malformed(name, "its header is of another version");
  if (const std::uint32_t answered = fields.u32(); answered != number)
    return malformed(name, cat("it answers '", hex_number(answered, 8), "' and not '", hex_number(number, 8), "'"));
  if (const std::uint32_t length = fields.u32(); length != fields.left())
    return malformed(name, cat("its header says '", length, "' bytes and '", fields.left(), "' came"));
  Reply reply{.status = fields.u32()};
  // Behind another status some firmware sends the room for the values, with nothing in it that counts.
  if (reply.status == wire::kStatusSuccess) {
    const ByteView values = fields.take(fields.left());
    reply.values.assign(values.begin(), values.end());
  }
  return reply;
}

Result<std::uint32_t> decode_number(ByteView values) {
  Fields fields(values);
  const std::uint32_t number = fields.u32();
  if (fields.is_whole()) return number;
  return malformed("a number", cat("it has '", values.size(), "' bytes and not 4"));
}

Result<std::map<std::string, std::string>> decode_code_versions(ByteView values) {
  constexpr auto kCommand = PthiCommand::get_code_versions;
  Fields fields(values);
  fields.take(wire::kBiosVersionField);  // the machine's own firmware: nothing that AMT knows better than the machine
  const std::uint32_t count = fields.u32();
  fields.require(count <= wire::kVersionSlots);
  std::map<std::string, std::string> versions;
  for (std::uint32_t entry = 0; entry < count && fields.is_valid(); ++entry) {
    const auto padded = [&fields] {
      const std::string_view text = fields.counted_text(wire::kVersionText);
      fields.zeros(wire::kVersionText - text.size());
      return std::string(text);
    };
    std::string name = padded();
    const bool is_new = versions.emplace(std::move(name), padded()).second;
    fields.require(is_new);
  }
  // Some firmware sends all slots, some those in use.
  if (fields.left() > 0) fields.take((wire::kVersionSlots - versions.size()) * wire::kVersionEntry);
  if (!fields.is_whole() || versions.contains("")) return values_error(kCommand, values);
  return versions;
}

Result<std::array<std::uint8_t, 16>> decode_uuid(ByteView values) {
  std::array<std::uint8_t, 16> uuid{};
  if (values.size() != uuid.size()) return values_error(PthiCommand::get_uuid, values);
  std::copy(values.begin(), values.end(), uuid.begin());
  return uuid;
}

Result<std::string> decode_ansi_string(ByteView values) {
  Fields fields(values);
  std::string text(fields.counted_text(values.size()));
  if (fields.is_whole()) return text;
  return malformed("a text", cat("its '", values.size(), "' bytes are not a length and as many printable characters"));
}

Result<std::vector<std::uint32_t>> decode_hash_handles(ByteView values) {
  Fields fields(values);
  const std::uint32_t count = fields.u32();
  fields.require(count <= wire::kHashHandlesMax);
  std::vector<std::uint32_t> handles;
  for (std::uint32_t each = 0; each < count && fields.is_valid(); ++each) handles.push_back(fields.u32());
  if (!fields.is_whole() || has_duplicate(handles)) return values_error(PthiCommand::enumerate_hash_handles, values);
  return handles;
}

Result<CertHash> decode_hash_entry(std::uint32_t handle, ByteView values) {
  Fields fields(values);
  CertHash entry{.handle = handle};
  entry.is_default = fields.boolean();
  entry.is_active = fields.boolean();
  Fields field(fields.take(wire::kHashField));
  entry.algorithm = fields.u8();
  entry.name = fields.counted_text(wire::kHashNameMax);
  if (const auto size = hash_size(entry.algorithm)) {
    const ByteView hash = field.take(*size);
    entry.hash.assign(hash.begin(), hash.end());
    field.zeros(field.left());
    fields.require(field.is_whole());
  }
  if (!fields.is_whole()) return values_error(PthiCommand::get_cert_hash_entry, values);
  return entry;
}

Result<LanSettings> decode_lan_settings(ByteView values) {
  Fields fields(values);
  LanSettings settings;
  settings.enabled = fields.boolean();
  const ByteView address = fields.take(4);  // a number, whose low byte is the last one that people write
  std::copy(address.rbegin(), address.rend(), settings.ipv4.begin());
  settings.dhcp_enabled = fields.boolean();
  settings.dhcp_mode = fields.u8();
  settings.link_up = fields.flag(fields.u8());
  const ByteView mac = fields.take(settings.mac.size());
  std::copy(mac.begin(), mac.end(), settings.mac.begin());
  if (!fields.is_whole()) return values_error(PthiCommand::get_lan_interface_settings, values);
  return settings;
}

Result<RemoteAccess> decode_remote_access(ByteView values) {
  Fields fields(values);
  RemoteAccess access;
  access.network = fields.u32();
  access.status = fields.u32();
  access.trigger = fields.u32();
  access.mps_host = fields.counted_text(values.size());
  fields.require(access.network <= 3 && access.status <= 2);
  if (!fields.is_whole()) return values_error(PthiCommand::get_remote_access_connection_status, values);
  return access;
}

Result<LocalAccount> decode_local_account(ByteView values) {
  Fields fields(values);
  LocalAccount account{.user = std::string(fields.padded_text(wire::kAccountField)),
                       .password = Secret(std::string(fields.padded_text(wire::kAccountField)))};
  fields.require(!account.user.empty() && !account.password.empty());
  if (!fields.is_whole()) return values_error(PthiCommand::get_local_system_account, values);
  return account;
}

}  // namespace odca::amt
