// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Envelopes of WSMAN: text of a request, and the values of a response. Pure; pugixml is included in this room alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "odca/result.h"

namespace odca::amt {

/// Parameters are the children of a method's input, in the order that the firmware wants.
using Parameters = std::vector<std::pair<std::string_view, std::string_view>>;

/// get_request and invoke_request are whole envelopes for the class at `class_uri`; `message_id` comes back in
/// RelatesTo.
std::string get_request(std::string_view class_uri, unsigned message_id);
std::string invoke_request(std::string_view class_uri, std::string_view method, const Parameters& input,
                           unsigned message_id);

/// Property is a child of the answered class or method output, by its local name; repeated ones are repeated.
struct Property {
  std::string name{};
  std::string value{};
};
struct WsmanAnswer {
  std::string name{};  ///< local name of the body's element: "AMT_GeneralSettings", "Setup_OUTPUT"
  std::vector<Property> properties{};
  /// value_of is the value of the only property of that name; nothing when it is absent or repeated.
  std::optional<std::string> value_of(std::string_view property) const;
  /// return_value is ReturnValue as a number; nothing when it is absent or none.
  std::optional<std::uint32_t> return_value() const;
};

/// Expected is what an answer must be to count as that of the request.
struct Expected {
  std::string_view class_uri{};
  std::string_view element{};  ///< local name of the body's element
  unsigned message_id = 0;
};

/// parse_answer reads an envelope. Element names count by local name and name space, prefixes are free. Fails with
/// Errc::protocol: "wsman-syntax" (no XML, a document type, too deep or large, another element or name space than
/// expected, a value that holds elements, an unknown header that must be understood), "wsman-unrelated" (RelatesTo is
/// not our MessageID), "wsman-fault" (message: the fault's code and text; it may come without RelatesTo).
Result<WsmanAnswer> parse_answer(std::string_view body, const Expected& expected);

}  // namespace odca::amt
