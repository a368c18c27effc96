// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// WsmanRequest: what an envelope of WS-Management (DSP0226) asks for. pugixml is included in wsman_request.cpp alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace odca::amtsim {

/// Field is an element with text: a parameter, a property, a selector.
struct Field {
  std::string name{};  ///< local name
  std::string value{};
};
/// value_of is that of the first field of that name; empty when there is none.
std::string_view value_of(const std::vector<Field>& fields, std::string_view name);

enum class Operation { unknown, get, enumerate, pull, invoke };

struct WsmanRequest {
  Operation operation = Operation::unknown;
  std::string action{};
  std::string resource_uri{};
  std::string class_name{};  ///< the end of resource_uri, where that is a class URI; else empty
  std::string method{};      ///< of an invocation
  std::string message_id{};  ///< as it was sent; empty when it was not
  std::vector<Field> selectors{};
  std::string element{};  ///< local name of the body's element; empty when the body is
  std::string element_space{};
  std::vector<Field> parameters{};  ///< its children
};

/// read_wsman_request is nothing for what is no envelope of SOAP 1.2: text that is no XML, a document type, a repeated
/// header, more than one element in the body.
std::optional<WsmanRequest> read_wsman_request(std::string_view body);

/// describe is the request in words: "Get AMT_GeneralSettings", "Invoke IPS_HostBasedSetupService.Setup".
std::string describe(const WsmanRequest& request);

}  // namespace odca::amtsim
