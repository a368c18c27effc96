// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// An anchor in words, for those who decide whether it is to be trusted.
#pragma once

#include <string>
#include <vector>

#include "odca/trust_store.h"

namespace odca::bundle {

/// join puts commas between words; no words are "nothing".
std::string join(const std::vector<std::string>& words);
/// part_text is a demand on the name of the first CA: "CN starts with 'ODCA'".
std::string part_text(const NamePart& part);
/// interval_words is "from … to …".
std::string interval_words(const Validity& interval);
/// anchor_words is all of an anchor that decides: "for odca, key …, subject '…', path length any, …".
std::string anchor_words(const TrustAnchor& anchor);

}  // namespace odca::bundle
