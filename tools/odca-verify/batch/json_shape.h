// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a text is as JSON, as far as it matters for "one input, one device". It is looked through once, not read.
#pragma once

#include <string_view>

namespace odca::batch {

enum class JsonShape {
  other,  ///< no JSON, or broken
  list,   ///< a list of objects
  list_of_texts,
  several_objects,  ///< one object after the other, whatever stands between
  several_devices,  ///< one object in which "id" or "chain" stands more than once
  line_with_facts,  ///< one object with "chain" and facts about the device beside it, such as "upid"
  one_object
};

/// json_shape tells the shape of a text that begins without white space. A list of numbers is none here: that is how
/// some programs print the bytes of one certificate.
JsonShape json_shape(std::string_view text);

}  // namespace odca::batch
