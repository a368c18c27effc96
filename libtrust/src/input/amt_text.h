// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// AMT responses as people save them: behind HTTP heads and in chunks, or inside a line of a log.
#pragma once

#include <string_view>

#include "odca/result.h"
#include "question/dump_builder.h"

namespace odca {

/// holds_amt_response tells whether a text that is no XML itself holds the envelope of a response with certificates.
bool holds_amt_response(std::string_view text);

/// read_amt_text reads the responses in it. Fails when there are two lists of certificates (reason "ambiguous"), or
/// none that is whole.
Status read_amt_text(std::string_view text, DumpBuilder& builder);

}  // namespace odca
