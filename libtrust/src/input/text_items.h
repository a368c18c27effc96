// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Running text: PEM blocks, and what is between them in another encoding, in the order in which they are there.
#pragma once

#include <string_view>

#include "odca/result.h"
#include "question/dump_builder.h"

namespace odca {

/// looks_like_items tells whether a text holds a PEM marker or an encoded item.
bool looks_like_items(std::string_view text);

/// read_items reads all of them into the builder. Fails only when the text is of a TLS session whose peer it does not
/// tell for certain (see transcript.h).
Status read_items(std::string_view text, DumpBuilder& builder);

}  // namespace odca
