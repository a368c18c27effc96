// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: a state file, a ledger and a log are read or refused, whatever they hold. What is read as a state or a
// ledger is exactly what is written for it; what is refused is E_STATE_CORRUPT. Closing an open last line of a log
// by a line feed brings no new problem.
#include <cstdint>

#include "base/check.h"
#include "state/ledger.h"
#include "state/log.h"
#include "state/sealed.h"
#include "state/state_file.h"

namespace {

using namespace odca;

void check_state(std::string_view content) {
  const auto state = state::read_state(content);
  if (!state) return ODCA_CHECK(state.error().reason == "E_STATE_CORRUPT" && !state.error().message.empty());
  ODCA_CHECK(state::write_state(*state) == content);
}

void check_ledger(std::string_view content) {
  const auto ledger = state::read_ledger(content, "ledger");
  if (!ledger) return ODCA_CHECK(ledger.error().reason == "E_STATE_CORRUPT" && !ledger.error().message.empty());
  ODCA_CHECK(state::write_ledger(*ledger) == content);
  ODCA_CHECK(bundle::same_entries(bundle::united(*ledger, *ledger), *ledger));
}

void check_log(std::string_view content) {
  const state::LogReport report = state::check_log(content);
  ODCA_CHECK(report.last_hash.size() == 64);
  const state::LogReport again = state::check_log(std::string(content) + (report.ends_open ? "\n" : ""));
  ODCA_CHECK(again.problems.size() == report.problems.size() && again.last_hash == report.last_hash);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view content = as_text(ByteView(data, size));
  check_state(content);
  check_ledger(content);
  check_log(content);
  // With a seal that fits, the input gets behind it.
  const std::string sealed = state::seal(content);
  check_state(sealed);
  check_ledger(sealed);
  return 0;
}
