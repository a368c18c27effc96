// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// DeviceInfo as a document for programs, and as text for people.
#pragma once

#include <string>

#include "document.h"
#include "odca/amt/device.h"

namespace odca::amtctl {

/// device_document is schema "odca-device/1": all that was read, and what was not, and why.
cli::Document device_document(const amt::DeviceInfo& info);

/// Hashes says how the accepted roots of provisioning certificates are shown: a number, or each.
enum class Hashes { counted, listed };
/// device_text is what people look at first, and the remedy of what stands in the way of an activation.
std::string device_text(const amt::DeviceInfo& info, Hashes hashes);

/// device_remark is what is to be known, and done, before this device can be activated; empty when nothing is.
std::string device_remark(const amt::DeviceInfo& info);

}  // namespace odca::amtctl
