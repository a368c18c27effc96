// From option texts to the question that is asked and the facts about the device.
#pragma once

#include <string_view>

#include "odca/evidence.h"
#include "odca/verdict.h"
#include "options.h"

namespace odca::cli {

/// read_now gives the time that the verdict is about: --at, else the clock.
Result<Time> read_now(const Options& options);
/// read_question gives the texts their meaning. The clock is read only when there is no --at. Fails with Errc::usage.
Result<Question> read_question(const Options& options);
Result<DeviceFacts> read_device_facts(const Options& options);

/// read_leaf_hash and read_upid read one fact; `where` names it in errors ("--upid", "upid").
Result<LeafHash> read_leaf_hash(std::string_view where, std::string_view text);
Result<Bytes> read_upid(std::string_view where, std::string_view text);

/// check_heard refuses to hand out a yes in which something the user asked to have compared was not compared.
Status check_heard(const Verdict& verdict, const Question& question, const DeviceFacts& device);

}  // namespace odca::cli
