// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The four sources, as functions; the table is in sources.cpp.
#pragma once

#include <string>
#include <vector>

#include "odca/trust_sources.h"

namespace odca {

Result<SourceContents> load_embedded(const TrustChoice& choice, const SourceContext& context);
Result<SourceContents> load_system(const TrustChoice& choice, const SourceContext& context);
Result<SourceContents> load_custom(const TrustChoice& choice, const SourceContext& context);
Result<SourceContents> load_combined(const TrustChoice& choice, const SourceContext& context);

/// machine_denied returns what the trust file of the machine's own folder denies, which holds against every source too.
/// Where there is no such file it denies nothing; one that cannot be read is an error, whatever the source.
Result<std::vector<DenyEntry>> machine_denied(const SourceContext& context);

}  // namespace odca
