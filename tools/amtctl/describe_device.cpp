// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "describe_device.h"

#include <algorithm>

#include "base/text.h"
#include "firmware_words.h"
#include "odca/report.h"

namespace odca::amtctl {
namespace {

using amt::DeviceInfo;
using cli::Document;

template <class Value>
Document or_nothing(const std::optional<Value>& value, Document (*describe)(const Value&)) {
  return value ? describe(*value) : Document::nothing();
}

std::string ipv4_text(const std::array<std::uint8_t, 4>& octets) {
  return cat(unsigned{octets[0]}, '.', unsigned{octets[1]}, '.', unsigned{octets[2]}, '.', unsigned{octets[3]});
}

std::string mac_text(ByteView octets) {
  std::string text;
  for (const std::uint8_t octet : octets) text += cat(text.empty() ? "" : ":", to_hex(ByteView(&octet, 1)));
  return text;
}

std::string hex_byte(std::uint8_t value) { return cat("0x", to_hex(ByteView(&value, 1))); }

Document enablement(const amt::Enablement& read) {
  Document document = Document::members();
  document.add("raw", hex_byte(read.raw)).add("new_interface", Document::truth(read.new_interface));
  document.add("enabled", Document::truth(read.enabled)).add("tls_enforced", Document::truth(read.tls_enforced));
  document.add("weak_algorithms_removed", Document::truth(read.weak_algorithms_removed));
  return document;
}

Document lan(const amt::LanSettings& read) {
  Document document = Document::members();
  document.add("enabled", Document::truth(read.enabled)).add("link_up", Document::truth(read.link_up));
  document.add("mac", mac_text(read.mac)).add("ipv4", ipv4_text(read.ipv4));
  document.add("dhcp_enabled", Document::truth(read.dhcp_enabled)).add("dhcp_mode", dhcp_mode_name(read.dhcp_mode));
  return document;
}

Document remote_access(const amt::RemoteAccess& read) {
  Document document = Document::members();
  document.add("network", network_name(read.network)).add("status", connection_name(read.status));
  document.add("trigger", Document::number(read.trigger)).add("mps_host", read.mps_host);
  return document;
}

Document hashes(const std::vector<amt::CertHash>& read) {
  Document list = Document::list();
  for (const amt::CertHash& each : read) {
    Document entry = Document::members();
    entry.add("name", each.name).add("algorithm", hash_algorithm_name(each.algorithm)).add("hash", to_hex(each.hash));
    entry.add("active", Document::truth(each.is_active)).add("default", Document::truth(each.is_default));
    entry.add("handle", Document::number(each.handle));
    list.add(std::move(entry));
  }
  return list;
}

Document upid(const amt::DeviceUpid& read) {
  Document document = Document::members();
  document.add("csme", to_hex(read.csme)).add("oem_type", oem_type_name(read.oem_type)).add("oem", to_hex(read.oem));
  return document;
}

Document not_read(const DeviceInfo& info) {
  Document list = Document::list();
  for (const amt::NotRead& each : info.not_read) {
    Document entry = Document::members();
    entry.add("what", std::string(each.what)).add("error", describe(each.error));
    entry.add("reason", std::string(each.error.reason.text())).add("hint", each.error.hint);
    list.add(std::move(entry));
  }
  return list;
}

Document versions(const DeviceInfo& info) {
  Document document = Document::members();
  for (const auto& [name, value] : info.versions) document.add(name, value);
  return document;
}

/// row is a line of the table: what is untrusted was escaped before.
std::string row(std::string_view name, std::string_view value) {
  constexpr std::size_t kColumn = 20;
  return cat(name, std::string(name.size() < kColumn ? kColumn - name.size() : 1, ' '), value, '\n');
}

std::string_view yes_or_no(bool value) { return value ? "yes" : "no"; }

std::string escaped(std::string_view text) { return text.empty() ? "-" : escape_text(text); }

std::string lan_text(const amt::LanSettings& read) {
  if (!read.enabled) return cat("disabled, ", mac_text(read.mac));
  return cat(mac_text(read.mac), ", link ", read.link_up ? "up" : "down", ", ", ipv4_text(read.ipv4), " (",
             read.dhcp_enabled ? cat("DHCP ", dhcp_mode_name(read.dhcp_mode)) : "static", ')');
}

std::string enablement_text(const amt::Enablement& read) {
  if (!read.new_interface) return cat("not told by this generation (", hex_byte(read.raw), ')');
  return cat(yes_or_no(read.enabled), read.weak_algorithms_removed ? ", weak algorithms removed" : "");
}

std::string remote_text(const amt::RemoteAccess& read) {
  return cat(connection_name(read.status), ", network ", network_name(read.network),
             read.mps_host.empty() ? "" : cat(", server ", escape_text(read.mps_host)));
}

std::string hashes_text(const std::vector<amt::CertHash>& read, Hashes form) {
  const auto active = std::count_if(read.begin(), read.end(), [](const amt::CertHash& each) { return each.is_active; });
  std::string text = row("provisioning roots", cat(read.size(), ", ", active, " active",
                                                   form == Hashes::counted ? "; --hashes lists them" : ""));
  if (form == Hashes::counted) return text;
  for (const amt::CertHash& each : read)
    text += cat("  ", escaped(each.name), each.is_default ? ", default" : "", each.is_active ? "" : ", not active",
                "\n    ", hash_algorithm_name(each.algorithm), ' ', to_hex(each.hash), '\n');
  return text;
}

std::string what_was_read(const DeviceInfo& info, Hashes form) {
  std::string text;
  if (info.enablement) text += row("AMT enabled", enablement_text(*info.enablement));
  if (info.dns_suffix) text += row("DNS suffix", escaped(*info.dns_suffix));
  if (info.wired) text += row("LAN", lan_text(*info.wired));
  if (info.wireless) text += row("wireless LAN", lan_text(*info.wireless));
  if (info.remote_access) text += row("remote access", remote_text(*info.remote_access));
  if (info.upid) text += row("UPID (CSME)", to_hex(info.upid->csme));
  if (info.upid) text += row("UPID (OEM)", info.upid->oem_type == 0 ? "not set" : to_hex(info.upid->oem));
  if (info.hashes) text += hashes_text(*info.hashes, form);
  return text;
}

std::string what_was_not(const DeviceInfo& info) {
  std::string text;
  for (const amt::NotRead& each : info.not_read) {
    text += cat("\nnot read: ", escape_text(each.what), ": ", escape_text(describe(each.error)), '\n');
    if (!each.error.hint.empty()) text += cat("  hint: ", escape_text(each.error.hint), '\n');
  }
  return text;
}

}  // namespace

Document device_document(const DeviceInfo& info) {
  Document document = Document::members();
  document.add("schema", "odca-device/1").add("uuid", amt::uuid_text(info.uuid));
  document.add("amt_version", amt::version_of(info, "AMT")).add("amt_major", Document::number(info.amt_major));
  document.add("build", amt::version_of(info, "Build Number")).add("sku", amt::version_of(info, "Sku"));
  document.add("control_mode", std::string(to_string(info.mode)));
  document.add("provisioning_state", std::string(to_string(info.state)));
  document.add("half_provisioned", Document::truth(info.half_provisioned()));
  document.add("tls_enforced", Document::truth(info.tls_enforced()));
  document.add("remark", device_remark(info));
  document.add("enablement", or_nothing(info.enablement, enablement));
  document.add("dns_suffix", or_nothing(
                                 info.dns_suffix, +[](const std::string& text) { return Document::text(text); }));
  document.add("wired", or_nothing(info.wired, lan)).add("wireless", or_nothing(info.wireless, lan));
  document.add("remote_access", or_nothing(info.remote_access, remote_access));
  document.add("upid", or_nothing(info.upid, upid)).add("certificate_hashes", or_nothing(info.hashes, hashes));
  document.add("versions", versions(info)).add("not_read", not_read(info));
  return document;
}

std::string device_text(const DeviceInfo& info, Hashes form) {
  const auto version = [&](const char* name) { return escaped(amt::version_of(info, name)); };
  std::string text = row("AMT", cat(version("AMT"), ", build ", version("Build Number"), ", SKU ", version("Sku")));
  text += row("UUID", amt::uuid_text(info.uuid)) + row("control mode", to_string(info.mode));
  text += row("provisioning state", to_string(info.state)) + row("TLS enforced", yes_or_no(info.tls_enforced()));
  text += what_was_read(info, form) + what_was_not(info);
  const std::string remark = device_remark(info);
  return remark.empty() ? text : cat(text, '\n', remark, '\n');
}

std::string device_remark(const DeviceInfo& info) {
  if (info.state == amt::ProvisioningState::in)
    return cat("stopped halfway: a configuration was begun and not ended (control mode ", to_string(info.mode), "); ",
               info.mode == amt::ControlMode::client
                   ? "end it with: amtctl deactivate --local"
                   : "unprovision the device in the firmware's setup (MEBx); this version of amtctl cannot end it");
  if (info.enablement && info.enablement->new_interface && !info.enablement->enabled)
    return "AMT is disabled: enable it in the firmware's setup before it can be activated";
  if (info.mode == amt::ControlMode::none && !info.tls_enforced())
    return "TLS is not enforced: this version of amtctl activates AMT 19 and later, where it is";
  return {};
}

}  // namespace odca::amtctl
