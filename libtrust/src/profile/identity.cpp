// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "profile/identity.h"

#include "odca/digest.h"
#include "profile/odca_names.h"

namespace odca {
namespace {

void read_device_name(const DeviceCaName& name, const CertificateFields& fields, DeviceIdentity& identity) {
  identity.generation = name.generation;
  switch (name.level) {
    case DeviceCaName::Level::app:
      identity.app_svn = name.svn;
      return;
    case DeviceCaName::Level::kernel:
      identity.kernel_svn = name.svn;
      return;
    case DeviceCaName::Level::rom:
      identity.rom_sha256 = fields.sha256;
      identity.rom_tbs_sha256 = sha256(fields.tbs);
      if (identity.platform.empty()) identity.platform = name.platform;
  }
}

}  // namespace

DeviceIdentity read_identity(const Path& path) {
  DeviceIdentity identity;
  if (path.steps.empty()) return identity;
  for (const PathStep& step : path.steps) {
    const CertificateFields& fields = step.certificate.fields();
    if (const auto issuing = parse_issuing_name(fields.subject)) {
      identity.platform = issuing->platform;
      identity.device_class = issuing->device_class;
      identity.issuing_ca = std::string(fields.subject.first(kOrganizationalUnit).value_or(""));
    }
    if (const auto device = parse_device_ca_name(fields.subject)) read_device_name(*device, fields, identity);
  }
  identity.leaf_sha256 = path.steps[0].certificate->sha256;
  identity.leaf_spki_sha256 = path.steps[0].certificate->spki_sha256;
  return identity;
}

}  // namespace odca
