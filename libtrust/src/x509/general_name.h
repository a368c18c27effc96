// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// GeneralNames (RFC 5280 4.2.1.6), as in alternative names, distribution points and access descriptions.
#pragma once

#include <vector>

#include "der/reader.h"
#include "odca/certificate.h"

namespace odca {

/// GeneralNameView is one name, as a view into its bytes.
struct GeneralNameView {
  GeneralName::Kind kind = GeneralName::Kind::other_name;
  ByteView value{};
};

/// peel_general_name takes one GeneralName without a look at its content.
Result<GeneralNameView> peel_general_name(der::Reader& reader);
/// check_general_name looks over the content of one.
Status check_general_name(const GeneralNameView& name);
/// view_general_name takes one GeneralName and checks its content too.
Result<GeneralNameView> view_general_name(der::Reader& reader);
/// check_general_names looks over the contents of a GeneralNames of any length; an empty one is an error.
Status check_general_names(ByteView contents);
/// read_general_names reads the contents of a GeneralNames of at most `limit` names; an empty one is an error.
Result<std::vector<GeneralName>> read_general_names(ByteView contents, std::size_t limit);

}  // namespace odca
