// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// HttpAnswer: answers with the headers that AMT sends. There is no Date: a simulator has no clock to tell.
#pragma once

#include <string>
#include <string_view>

namespace odca::amtsim {

enum class Ending { close, keep };

/// soap_answer is an envelope, in chunks whose lengths have four upper-case digits, as hardware writes them. `server`
/// is the value of the header, which tells clients the firmware's version.
std::string soap_answer(unsigned status, std::string_view server, std::string_view envelope, Ending ending);

/// unauthorized is the page that goes with a challenge; the connection ends with it.
std::string unauthorized(std::string_view server, std::string_view challenge);

/// refusal is the page for a request that is none, or asks for what is not there; the connection ends with it.
std::string refusal(unsigned status, std::string_view server);

}  // namespace odca::amtsim
