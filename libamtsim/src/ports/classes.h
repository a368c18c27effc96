// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The classes that can be read, in one table: each with its keys, and with its instances as they are now.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "firmware/firmware.h"
#include "ports/instance.h"
#include "ports/own_certificate.h"
#include "ports/wsman_request.h"

namespace odca::amtsim {

/// Device is what the values of the properties come from.
struct Device {
  const Firmware& firmware;
  const OwnCertificate& own;
};

/// ReadableClass is a row of the table.
struct ReadableClass {
  std::string_view schema;
  std::string_view name;
  std::span<const std::string_view> keys;  ///< the properties that tell its instances apart
  Instances (*instances)(const Device&);
  std::string_view most_derived = name;  ///< the class of its instances, in the same schema
};

std::span<const ReadableClass> readable_classes();
/// readable_class is nullptr when there is none of that URI.
const ReadableClass* readable_class(const WsmanRequest& request);

/// instance_uri is the class URI of the instances, which may be more special than the one that was asked for.
std::string instance_uri(const ReadableClass& row);

/// matches tells whether every selector names a key of the class, with the instance's value. A key that is a reference
/// matches no selector: no client known to us selects by one.
bool matches(const ReadableClass& row, const Instance& instance, const std::vector<Field>& selectors);

}  // namespace odca::amtsim
