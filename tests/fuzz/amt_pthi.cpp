// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: what a decoder of the firmware's answers accepts, its values write again to the same bytes (where padding
// or an unknown algorithm leaves some out, the limits of what is left hold); nothing shorter or longer is accepted with
// it. The first byte of an input chooses the decoder.
#include <algorithm>
#include <iterator>
#include <string_view>

#include "base/check.h"
#include "pthi/pthi.h"
#include "pthi/small_clients.h"
#include "wire/small_clients.h"

namespace {

using namespace odca;
using namespace odca::amt;
using wire::PthiCommand;

/// Written puts values together as the firmware does.
class Written {
 public:
  Written& number(std::uint32_t value, int bytes) {
    for (; bytes > 0; --bytes, value >>= 8U) out_.push_back(static_cast<std::uint8_t>(value));  // its low byte
    return *this;
  }
  Written& bytes(ByteView view) {
    out_.insert(out_.end(), view.begin(), view.end());
    return *this;
  }
  Written& padded(std::string_view text, std::size_t width) {
    bytes(as_bytes(text));
    out_.resize(out_.size() + width - text.size());
    return *this;
  }
  Written& counted(std::string_view text) {
    return number(static_cast<std::uint32_t>(text.size()), 2).bytes(as_bytes(text));  // of an input of the fuzzer
  }
  const Bytes& out() const { return out_; }

 private:
  Bytes out_{};
};

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// alone: neither the input without its last byte is accepted, nor with one more.
template <class Decode>
bool alone(ByteView input, const Decode& decode) {
  Bytes longer(input.begin(), input.end());
  longer.push_back(0);
  return (input.empty() || !decode(input.first(input.size() - 1))) && !decode(longer);
}

void check_reply(ByteView input) {
  constexpr auto kCommand = PthiCommand::get_uuid;
  const auto decode = [](ByteView message) { return decode_reply(kCommand, message); };
  const auto reply = decode(input);
  if (!reply) return;
  const auto answer = static_cast<PthiCommand>(static_cast<std::uint32_t>(kCommand) | wire::kPthiResponse);  // a number
  const ByteView behind = input.subspan(wire::kPthiHeader);
  ODCA_CHECK(equal(encode_request(answer, behind), input));
  const Bytes body = Written().number(reply->status, 4).bytes(reply->values).out();
  ODCA_CHECK(reply->status == 0 ? equal(body, behind) : reply->values.empty() && equal(body, behind.first(4)));
  ODCA_CHECK(alone(input, decode));
}

void check_number(ByteView input) {
  if (const auto number = decode_number(input)) ODCA_CHECK(equal(Written().number(*number, 4).out(), input));
}

void check_versions(ByteView input) {
  const auto versions = decode_code_versions(input);
  if (!versions) return;
  ODCA_CHECK(versions->size() <= wire::kVersionSlots);
  constexpr std::size_t kBefore = wire::kBiosVersionField + 4;
  ODCA_CHECK(input.size() == kBefore + versions->size() * wire::kVersionEntry ||
             input.size() == kBefore + wire::kVersionSlots * wire::kVersionEntry);
  for (const auto& [name, value] : *versions) {
    ODCA_CHECK(!name.empty() && name.size() <= wire::kVersionText && value.size() <= wire::kVersionText);
    ODCA_CHECK(is_printable(name) && is_printable(value));
    const Bytes entry = Written().counted(name).padded({}, wire::kVersionText - name.size()).counted(value).out();
    ODCA_CHECK(std::search(input.begin(), input.end(), entry.begin(), entry.end()) != input.end());
  }
  ODCA_CHECK(alone(input, decode_code_versions));
}

void check_text(ByteView input) {
  const auto text = decode_ansi_string(input);
  if (!text) return;
  ODCA_CHECK(is_printable(*text) && equal(Written().counted(*text).out(), input));
  ODCA_CHECK(alone(input, decode_ansi_string));
}

void check_handles(ByteView input) {
  const auto handles = decode_hash_handles(input);
  if (!handles) return;
  ODCA_CHECK(handles->size() <= wire::kHashHandlesMax);
  Written written;
  written.number(static_cast<std::uint32_t>(handles->size()), 4);  // at most 33
  for (const std::uint32_t handle : *handles) written.number(handle, 4);
  ODCA_CHECK(equal(written.out(), input) && alone(input, decode_hash_handles));
}

void check_hash(ByteView input) {
  const auto decode = [](ByteView values) { return decode_hash_entry(1, values); };
  const auto entry = decode(input);
  if (!entry) return;
  ODCA_CHECK(entry->name.size() <= wire::kHashNameMax && is_printable(entry->name) && alone(input, decode));
  ODCA_CHECK(entry->hash.empty() == (entry->algorithm > 5) && entry->hash.size() <= wire::kHashField);
  const ByteView field = entry->hash.empty() ? input.subspan(8, wire::kHashField) : ByteView(entry->hash);
  Written written;
  written.number(entry->is_default ? 1 : 0, 4)
      .number(entry->is_active ? 1 : 0, 4)
      .padded(as_text(field), wire::kHashField);
  ODCA_CHECK(equal(written.number(entry->algorithm, 1).counted(entry->name).out(), input));
}

void check_lan(ByteView input) {
  const auto settings = decode_lan_settings(input);
  if (!settings) return;
  Bytes address(settings->ipv4.rbegin(), settings->ipv4.rend());
  Written written;
  written.number(settings->enabled ? 1 : 0, 4).bytes(address).number(settings->dhcp_enabled ? 1 : 0, 4);
  written.number(settings->dhcp_mode, 1).number(settings->link_up ? 1 : 0, 1).bytes(settings->mac);
  ODCA_CHECK(input.size() == wire::kLanSettings && equal(written.out(), input));
}

void check_remote_access(ByteView input) {
  const auto access = decode_remote_access(input);
  if (!access) return;
  ODCA_CHECK(access->network <= 3 && access->status <= 2 && is_printable(access->mps_host));
  Written written;
  written.number(access->network, 4).number(access->status, 4).number(access->trigger, 4).counted(access->mps_host);
  ODCA_CHECK(equal(written.out(), input) && alone(input, decode_remote_access));
}

void check_account(ByteView input) {
  const auto account = decode_local_account(input);
  if (!account) return;
  ODCA_CHECK(!account->user.empty() && !account->password.empty());
  ODCA_CHECK(is_printable(account->user) && is_printable(account->password.reveal()));
  Written written;
  written.padded(account->user, wire::kAccountField).padded(account->password.reveal(), wire::kAccountField);
  ODCA_CHECK(equal(written.out(), input));
}

void check_upid(ByteView input) {
  const auto upid = decode_upid(input);
  if (!upid) return;
  Written written;
  written.bytes(ByteView(wire::kUpidGet).first(2)).number(wire::kUpidAnswer - wire::kUpidHeader, 2).number(0, 4);
  written.number(upid->oem_type, 4).bytes(upid->oem).bytes(upid->csme);
  ODCA_CHECK(upid->oem_type <= 2 && equal(written.out(), input));
}

void check_enablement(ByteView input) {
  const auto enablement = decode_enablement(input);
  ODCA_CHECK(enablement.has_value() == !input.empty());
  if (!enablement) return;
  ODCA_CHECK(enablement->raw == input.front());
  ODCA_CHECK(enablement->new_interface || (!enablement->enabled && !enablement->tls_enforced));
}

constexpr void (*kChecks[])(ByteView) = {check_reply,   check_number, check_versions,  check_text,
                                         check_handles, check_hash,   check_lan,       check_remote_access,
                                         check_account, check_upid,   check_enablement};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // A buffer of its own for the rest, so that reading beyond it is seen.
  const Bytes input(data + 1, data + size);
  kChecks[data[0] % std::size(kChecks)](input);
  return 0;
}
