// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "rules/host_names.h"

#include <algorithm>
#include <vector>

#include "base/ascii.h"

namespace odca {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool equal_without_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

/// decimal_octet reads 0 to 255 without leading zeros, which some take for octal.
std::optional<std::uint8_t> decimal_octet(std::string_view text) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return {};
  unsigned value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  if (value > 255) return {};
  return static_cast<std::uint8_t>(value);
}

std::optional<Bytes> parse_ipv4(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, '.');
  if (parts.size() != 4) return {};
  Bytes address;
  for (const std::string_view part : parts) {
    const std::optional<std::uint8_t> octet = decimal_octet(part);
    if (!octet) return {};
    address.push_back(*octet);
  }
  return address;
}

std::optional<unsigned> hex_group(std::string_view text) {
  if (text.empty() || text.size() > 4) return {};
  unsigned value = 0;
  for (const char c : text) {
    const char digit = lower(c);
    if (digit >= '0' && digit <= '9') {
      value = value * 16 + static_cast<unsigned>(digit - '0');
    } else if (digit >= 'a' && digit <= 'f') {
      value = value * 16 + static_cast<unsigned>(digit - 'a' + 10);
    } else {
      return {};
    }
  }
  return value;
}

/// append_groups reads "1:2:3", the last of which may be a dotted IPv4 address; nothing is no groups.
bool append_groups(std::string_view text, Bytes& out) {
  if (text.empty()) return true;
  const std::vector<std::string_view> groups = split(text, ':');
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (const std::optional<unsigned> group = hex_group(groups[i])) {
      out.push_back(static_cast<std::uint8_t>(*group >> 8U));  // a group has 16 bits
      out.push_back(static_cast<std::uint8_t>(*group & 0xffU));
      continue;
    }
    const std::optional<Bytes> tail = i + 1 == groups.size() ? parse_ipv4(groups[i]) : std::nullopt;
    if (!tail) return false;
    out.insert(out.end(), tail->begin(), tail->end());
  }
  return true;
}

std::optional<Bytes> parse_ipv6(std::string_view text) {
  constexpr std::size_t kSize = 16;
  Bytes head;
  Bytes tail;
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    if (!append_groups(text, head) || head.size() != kSize) return {};
    return head;
  }
  const std::string_view before = text.substr(0, gap);
  if (before.find('.') != std::string_view::npos) return {};  // an IPv4 address can only be the end
  if (!append_groups(before, head) || !append_groups(text.substr(gap + 2), tail)) return {};
  if (head.size() + tail.size() > kSize - 2) return {};  // RFC 4291 2.2: "::" stands for at least one group
  head.resize(kSize - tail.size());
  head.insert(head.end(), tail.begin(), tail.end());
  return head;
}

std::string_view without_final_dot(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

}  // namespace

std::optional<Bytes> parse_ip_address(std::string_view text) {
  return text.find(':') == std::string_view::npos ? parse_ipv4(text) : parse_ipv6(text);
}

bool is_dns_name(std::string_view text) {
  text = without_final_dot(text);
  if (text.empty() || text.size() > 253) return false;  // RFC 1035 2.3.4
  const std::vector<std::string_view> labels = split(text, '.');
  return std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
    const auto fits = [](char c) {
      return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), fits);
  });
}

bool dns_name_matches(std::string_view pattern, std::string_view host) {
  host = without_final_dot(host);
  if (!is_dns_name(host)) return false;
  if (!pattern.starts_with("*.")) return is_dns_name(pattern) && equal_without_case(pattern, host);
  const std::string_view parent = pattern.substr(2);
  const std::size_t first_label = host.find('.');
  if (first_label == std::string_view::npos || !is_dns_name(parent)) return false;
  return parent.find('.') != std::string_view::npos && equal_without_case(parent, host.substr(first_label + 1));
}

bool names_host(const Certificate& certificate, std::string_view host) {
  if (!certificate->subject_alt_names) return false;
  const std::vector<GeneralName>& names = *certificate->subject_alt_names;
  if (const std::optional<Bytes> address = parse_ip_address(host))
    return std::any_of(names.begin(), names.end(), [&](const GeneralName& name) {
      return name.kind == GeneralName::Kind::ip && equal(name.value, *address);
    });
  return std::any_of(names.begin(), names.end(), [&](const GeneralName& name) {
    return name.kind == GeneralName::Kind::dns && dns_name_matches(as_text(name.value), host);
  });
}

}  // namespace odca
