// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the readers of all four documents share: the envelope and the members that every `signed` part begins with.
#pragma once

#include <string>
#include <string_view>

#include "bundle/schema.h"
#include "bundle/tuf.h"

namespace odca::bundle {

/// OpenedEnvelope is an envelope and its `signed` part, an object of the wanted `_type`.
struct OpenedEnvelope {
  Envelope envelope{};
  Field signed_part;
};
/// open_envelope checks the shape of the envelope and its signatures, and `_type` before all else, so that one document
/// in the place of another is called that (E_ROLE).
Result<OpenedEnvelope> open_envelope(const Value& envelope, DocumentType type, const std::string& where);

/// read_header reads version, expires and spec_version of a `signed` part.
Result<Header> read_header(const Object& signed_part, DocumentType type);

/// read_key_id reads 64 hexadecimal digits in lower case.
Result<KeyId> read_key_id(const Field& field);

/// read_key reads one entry of a root document's `keys` (E_SCHEMA, E_KEY, E_LIMIT).
Result<RoleKey> read_key(std::string_view id, const Field& key);

}  // namespace odca::bundle
