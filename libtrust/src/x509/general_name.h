// GeneralNames (RFC 5280 4.2.1.6), as they stand in alternative names, distribution points and access descriptions.
#pragma once

#include <vector>

#include "der/reader.h"
#include "odca/certificate.h"

namespace odca {

/// read_general_name takes one GeneralName and checks its content too.
Result<GeneralName> read_general_name(der::Reader& reader);
/// read_general_names reads the contents of a GeneralNames; an empty one is an error.
Result<std::vector<GeneralName>> read_general_names(ByteView contents);

}  // namespace odca
