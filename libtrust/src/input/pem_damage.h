// What is wrong with a PEM block that is none, or whose contents are no base64: the line, its beginning, and the usual
// cause. People have one dump, and must be able to mend it.
#pragma once

#include <optional>
#include <string_view>

#include "input/pem.h"
#include "odca/result.h"

namespace odca {

/// suspicious_gap says what is wrong with the text outside of blocks: binary content, which may be certificates or CRLs
/// in DER that would be passed over, or a BEGIN or END line that is damaged. `first_line` is the number of the line in
/// which the gap begins. Nothing when nothing is.
std::optional<Error> suspicious_gap(std::string_view gap, std::size_t first_line);

/// bad_base64 says what stands between BEGIN and END that is not base64 (RFC 4648 section 4).
Error bad_base64(const PemBlock& block);

}  // namespace odca
