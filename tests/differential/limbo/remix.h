// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Remix: the same question with another bag. The right answer stays the same, so the verdict has to.
#pragma once

#include <string_view>
#include <vector>

#include "suite.h"

namespace odca::limbo {

/// Form is how the bag is presented: as the suite has it; in reverse; every certificate twice with the target and the
/// anchors among them, shuffled; with certificates of
/// twelve other cases, which often have the same names; of those that share no CA with this one.
enum class Form { plain, reversed, doubled, namesakes };
std::string_view to_string(Form form);

/// remix returns case `index` of the suite in another form, with the same id. The same every time.
Case remix(const std::vector<Case>& cases, std::size_t index, Form form);

}  // namespace odca::limbo
