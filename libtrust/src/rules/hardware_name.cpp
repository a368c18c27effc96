// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "rules/hardware_name.h"

#include "der/reader.h"

namespace odca {
namespace {

/// read_module_name reads OtherName ::= SEQUENCE { type-id, value [0] EXPLICIT HardwareModuleName }, its own header
/// aside, with HardwareModuleName ::= SEQUENCE { hwType OBJECT IDENTIFIER, hwSerialNum OCTET STRING }.
std::optional<Bytes> read_module_name(ByteView other_name) {
  der::Reader outer(other_name);
  const auto type = outer.read(der::kObjectIdentifier);
  if (!type || !der::is_oid(type->contents) || der::oid_text(type->contents) != oid::kHardwareModuleName) return {};
  const auto value = outer.read(der::context_constructed(0));
  if (!value || !outer.at_end()) return {};
  const auto sequence = der::read_only(value->contents, der::kSequence);
  if (!sequence) return {};
  der::Reader inner(sequence->contents);
  const auto hardware_type = inner.read(der::kObjectIdentifier);
  const auto serial = inner.read(der::kOctetString);
  if (!hardware_type || !serial || !inner.at_end()) return {};
  return Bytes(serial->contents.begin(), serial->contents.end());
}

}  // namespace

std::optional<Bytes> hardware_serial(const Certificate& certificate) {
  if (!certificate->subject_alt_names) return {};
  std::optional<Bytes> found;
  for (const GeneralName& name : *certificate->subject_alt_names) {
    if (name.kind != GeneralName::Kind::other_name) continue;
    std::optional<Bytes> serial = read_module_name(name.value);
    if (!serial) continue;
    if (found) return {};
    found = std::move(serial);
  }
  return found;
}

}  // namespace odca
