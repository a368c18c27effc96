// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Instance: the properties of one object of WSMAN, as answers write them.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ports/wsman_request.h"

namespace odca::amtsim {

/// Reference names an object: the URI of its class, and its keys.
struct Reference {
  std::string class_uri{};
  std::vector<Field> keys{};
};

struct Property {
  std::string name{};
  std::variant<std::string, Reference> value{};
};

/// Instance is the properties of one object, in the order of ASCII, as hardware writes them; arrays repeat a name.
using Instance = std::vector<Property>;
using Instances = std::vector<Instance>;

}  // namespace odca::amtsim
