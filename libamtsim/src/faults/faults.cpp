// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "faults/faults.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace odca::amtsim {
namespace {

constexpr std::string_view kListed = "'amt-sim faults' lists them";

constexpr Fault kFaults[] = {
    {"not-ready", "N", "PTHI answers NOT_READY to the first N commands",
     [](Knobs& knobs, std::uint32_t number) { knobs.not_ready = number; }},
    {"setup-returns", "CODE", "Setup answers CODE as its ReturnValue and does nothing",
     [](Knobs& knobs, std::uint32_t code) { knobs.return_values["Setup"] = code; }},
    {"commit-returns", "CODE", "CommitChanges answers CODE as its ReturnValue and does nothing",
     [](Knobs& knobs, std::uint32_t code) { knobs.return_values["CommitChanges"] = code; }},
    {"unprovision-returns", "CODE", "Unprovision, of PTHI and WSMAN, answers CODE and does nothing",
     [](Knobs& knobs, std::uint32_t code) { knobs.return_values["Unprovision"] = code; }},
    {"stop-returns", "CODE", "StopConfiguration answers CODE as its status and does nothing",
     [](Knobs& knobs, std::uint32_t code) { knobs.return_values["StopConfiguration"] = code; }},
    {"drop-before-setup", "", "Setup is not done, and the connection closes without an answer",
     [](Knobs& knobs, std::uint32_t) { knobs.drop_before_setup = true; }},
    {"drop-after-setup", "", "Setup is done, and the connection closes without an answer",
     [](Knobs& knobs, std::uint32_t) { knobs.drop_after_setup = true; }},
    {"answer-to-commit", "", "CommitChanges is answered; hardware mostly closes the connection instead",
     [](Knobs& knobs, std::uint32_t) { knobs.drop_after_commit = false; }},
    {"one-request", "", "the connection closes after each answer",
     [](Knobs& knobs, std::uint32_t) { knobs.keep_alive = false; }},
    {"unauthorized-after-setup", "N", "the first N requests with right credentials after Setup are answered with 401",
     [](Knobs& knobs, std::uint32_t number) { knobs.unauthorized_after_setup = number; }},
    {"unauthorized-forever", "", "no credentials satisfy the digest authentication",
     [](Knobs& knobs, std::uint32_t) { knobs.unauthorized_forever = true; }},
    {"lme-busy", "N", "the first N connections find LME taken, as while LMS runs",
     [](Knobs& knobs, std::uint32_t number) { knobs.lme.busy = number; }},
    {"lme-refuse-opens", "N", "the first N channels over LME are refused",
     [](Knobs& knobs, std::uint32_t number) { knobs.lme.refused_opens = number; }},
    {"lme-renew-forwards", "", "LME takes its forwards back and asks again whenever the last channel has closed",
     [](Knobs& knobs, std::uint32_t) { knobs.lme.renew_forwards = true; }},
    {"lme-stale-close", "", "LME sends a CLOSE for channel 0 behind each channel that it opens",
     [](Knobs& knobs, std::uint32_t) { knobs.lme.stale_closes = true; }},
};

std::optional<std::uint32_t> number_of(std::string_view text) {
  const bool hexadecimal = text.starts_with("0x");
  if (hexadecimal) text.remove_prefix(2);
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [read, problem] = std::from_chars(text.data(), end, number, hexadecimal ? 16 : 10);
  if (problem != std::errc{} || read != end) return std::nullopt;
  return number;
}

Error refusal(std::string message, std::string_view hint) {
  return {.code = Errc::usage, .message = std::move(message), .hint = std::string(hint), .reason = "usage"};
}

}  // namespace

std::span<const Fault> faults() { return kFaults; }

Result<Knobs> knobs_of(const std::vector<std::string>& orders) {
  Knobs knobs;
  std::set<std::string_view> names;
  for (const std::string_view order : orders) {
    const std::size_t equals = order.find('=');
    const std::string name(order.substr(0, equals));
    const auto fault =
        std::find_if(std::begin(kFaults), std::end(kFaults), [&](const Fault& each) { return each.name == name; });
    if (fault == std::end(kFaults)) return refusal("unknown fault '" + name + "'", kListed);
    if (!names.insert(fault->name).second) return refusal("fault '" + name + "' is given twice", "give it once");
    if (fault->value.empty() && equals != std::string_view::npos)
      return refusal("fault '" + name + "' takes no number", "write: " + name);
    const auto number = equals == std::string_view::npos ? std::nullopt : number_of(order.substr(equals + 1));
    if (!fault->value.empty() && !number)
      return refusal("fault '" + name + "' needs a number", "write: " + name + "=1, or hexadecimal digits: =0x81c");
    fault->turn(knobs, number.value_or(0));
  }
  return knobs;
}

}  // namespace odca::amtsim
