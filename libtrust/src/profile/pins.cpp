// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "profile/pins.h"

#include <algorithm>

#include "profile/dice_names.h"
#include "profile/odca_names.h"

namespace odca {
namespace {

bool bears_hierarchy_name(const Name& name) {
  return is_odca_root_name(name) || parse_intermediate_name(name) || parse_issuing_name(name) ||
         parse_device_ca_name(name) || is_dice_subca_name(name) || is_dice_root_name(name);
}

bool is_enterprise_ca(const TrustAnchor& anchor) {
  if (!anchor.roles.contains(AnchorRole::enterprise) || anchor.origin.os_store) return false;
  return !anchor.roles_by_default || !bears_hierarchy_name(anchor.subject);
}

}  // namespace

bool is_pinned(const DeviceFacts& device) { return device.pin_spki || device.pin_certificate; }

bool fits_pinned_key(const DeviceFacts& device, const Certificate& certificate) {
  return device.pin_spki && equal_constant_time(*device.pin_spki, certificate->spki_sha256);
}

bool fits_pinned_certificate(const DeviceFacts& device, const Certificate& certificate) {
  return device.pin_certificate && equal_constant_time(*device.pin_certificate, certificate->sha256);
}

bool bears_enterprise_name(const TrustStore& store, const Name& name) {
  return std::any_of(store.anchors().begin(), store.anchors().end(), [&](const TrustAnchor& anchor) {
    return anchor.roles.contains(AnchorRole::enterprise) && equal(anchor.subject.match_key(), name.match_key());
  });
}

bool has_enterprise_ca(const TrustStore& store) {
  return std::any_of(store.anchors().begin(), store.anchors().end(), is_enterprise_ca);
}

}  // namespace odca
