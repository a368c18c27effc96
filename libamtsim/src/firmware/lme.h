// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the LME client does wrong when it is told to, and what it saw: values alone. LME itself stands above the ports.
#pragma once

namespace odca::amtsim {

/// LmeKnobs are the faults of LME; each is off by default.
struct LmeKnobs {
  unsigned busy = 0;            ///< the first N connections find LME taken, as while the local management service runs
  unsigned refused_opens = 0;   ///< the first N channels are refused, as while the ports restart
  bool renew_forwards = false;  ///< forwards are taken back and asked for again whenever the last channel has closed
  bool stale_closes = false;    ///< behind each confirmation comes a CLOSE for channel 0, which nobody closed
};

/// LmeSeen is what hosts did.
struct LmeSeen {
  unsigned connections = 0;
  unsigned channels = 0;    ///< opened
  unsigned overruns = 0;    ///< messages of data that were longer than the window
  unsigned violations = 0;  ///< messages that ended a connection, because APF has no place for them

  bool operator==(const LmeSeen&) const = default;
};

}  // namespace odca::amtsim
