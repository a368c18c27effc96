// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// From option texts to the question that is asked and the facts about the device.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "command_line.h"
#include "odca/evidence.h"
#include "odca/verdict.h"

namespace odca::cli {

/// Upid is what GET_UPID returns: the id by which a chain is bound to its machine, and the OEM's, where it was given.
struct Upid {
  Bytes csme{};
  Bytes oem{};
};

/// QuestionOptions is what is asked of a fleet, and beside it what names one device.
struct QuestionOptions {
  std::optional<Purpose> purpose{};
  std::optional<Phase> phase{};
  std::optional<Time> at{};
  std::optional<unsigned> amt_version{};
  // of one device
  std::optional<LeafHash> leaf_hash{};
  std::optional<Upid> upid{};
  std::optional<std::string> pin{};  ///< as it was written: of what a SHA-1 value is, the chain will show
  std::optional<Fingerprint> target{};
  std::optional<std::string> name{};
  std::optional<std::string> eku{};
  std::optional<unsigned> max_depth{};

  /// now is the time that the verdict is about: --at, else the clock.
  Time now() const;
};
/// take_question registers what batch takes as well; take_device the facts of one device, take_target what may be asked
/// of one.
void take_question(CommandLine& line, QuestionOptions& options);
void take_amt_version(CommandLine& line, QuestionOptions& options);
void take_device(CommandLine& line, QuestionOptions& options);
void take_target(CommandLine& line, QuestionOptions& options);

/// read_question fails with Errc::usage for an option that the purpose would leave unheard.
Result<Question> read_question(const QuestionOptions& options);
Result<DeviceFacts> read_device_facts(const QuestionOptions& options);

/// These read one fact; `where` names it in errors ("--upid", "upid"). What cannot be such a fact, whatever the device,
/// is Errc::usage: it must not become a verdict.
Result<LeafHash> read_leaf_hash(std::string_view where, std::string_view text);
/// read_upid takes 20 or 32 bytes of CSME id, or the 64 of OEM id and CSME id.
Result<Upid> read_upid(std::string_view where, std::string_view text);
/// read_amt_version gives the major version of "19" and of "19.0.5".
Result<unsigned> read_amt_version(std::string_view where, std::string_view text);
/// read_host takes a DNS name, with or without the final dot, and an IP address; nothing with a scheme, user, port or
/// path.
Result<std::string> read_host(std::string_view where, std::string_view text);

/// check_halves refuses to hand out a no over halves of a UPID that were exchanged on the way: the CSME id, which is
/// compared, is the second half of a whole answer of GET_UPID, and here the first one fits the chain.
Status check_halves(const Verdict& verdict, ByteView upid_oem);

}  // namespace odca::cli
