// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The parts that the two kinds of trust YAML share: the reviewed files under bundles/ and the file beside
// an operator's own certificates.
#pragma once

#include "odca/trust_store.h"
#include "yaml/yaml.h"

namespace odca {

/// read_address reads a URI in ASCII.
Result<std::string> read_address(const yaml::Node& node);
/// read_provenance reads published_at (an https address) and checked_on (a date) of a mapping; both may be absent, and
/// leave their part empty.
Result<Provenance> read_provenance(const yaml::Fields& fields);
/// read_roles reads a sequence of role names, each once.
Result<Roles> read_roles(const yaml::Node& node);
/// read_constraints reads a mapping of first_ca, path_len, min_amt, max_amt, use_from and use_until.
Result<AnchorConstraints> read_constraints(const yaml::Node& node);
/// read_deny_entry reads label, reason, and spki_sha256 or sha256, of a mapping that may have other keys.
Result<DenyEntry> read_deny_entry(const yaml::Fields& fields, const Origin& origin);
/// read_deny_entries reads a sequence of {label, reason, spki_sha256 or sha256}.
Result<std::vector<DenyEntry>> read_deny_entries(const yaml::Node& node, const Origin& origin);

}  // namespace odca
