// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// For tests: a device made by hand, and verdicts on the chain of the tests of the command line.
#pragma once

#include <filesystem>
#include <string>

#include "odca/amt/device.h"
#include "odca/open.h"
#include "odca/verifier.h"

namespace odca::amtctl {

/// a_device is AMT 19, not activated, of which everything was read.
inline amt::DeviceInfo a_device() {
  return {.uuid = {0x10, 0x95, 0xac, 0x4b, 0xa6, 0x04, 0x21, 0x43, 0xba, 0xe2, 0xd4, 0x5d, 0xdf, 0x07, 0xb6, 0x84},
          .versions = {{"AMT", "19.0.5"}, {"Build Number", "1898"}, {"Sku", "16392"}},
          .amt_major = 19,
          .enablement = amt::Enablement{.raw = 0xe2, .enabled = true, .tls_enforced = true, .new_interface = true},
          .dns_suffix = "vprodemo.example",
          .wired = amt::LanSettings{.enabled = true,
                                    .ipv4 = {192, 168, 1, 100},
                                    .dhcp_enabled = true,
                                    .dhcp_mode = 1,
                                    .link_up = true,
                                    .mac = {0x54, 0xb2, 0x03, 0x88, 0x77, 0x66}},
          .wireless = amt::LanSettings{},
          .remote_access = amt::RemoteAccess{.network = 2},
          .hashes = std::vector<amt::CertHash>{{.handle = 1,
                                                .name = "Example Root",
                                                .algorithm = 2,
                                                .hash = Bytes(32, 0xab),
                                                .is_default = true,
                                                .is_active = true}},
          .upid = amt::DeviceUpid{.oem = Bytes(32, 0), .csme = Bytes(32, 0x5c)}};
}

/// verdict_on judges a file of tests/cli/data by the root that is there.
inline Verdict verdict_on(const std::string& name) {
  const std::filesystem::path data = std::filesystem::path(ODCA_SOURCE_DIR) / "tests/cli/data";
  TrustStore store = *TrustStore::load({.source = SourceKind::custom, .path = data / "root.pem"}, {});
  const Verifier verifier(default_policy(), std::move(store));
  return verifier.verify(*read_evidence(data / name, Limits{}), {.at = *parse_time("2026-07-01")});
}

}  // namespace odca::amtctl
