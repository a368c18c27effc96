// From option texts to the question that is asked and the facts about the device.
#pragma once

#include <string>
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

/// Upid is what GET_UPID returns: the id by which a chain is bound to its machine, and the OEM's, where it was given.
struct Upid {
  Bytes csme{};
  Bytes oem{};
};

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
