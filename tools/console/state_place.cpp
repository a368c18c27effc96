// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "state_place.h"

#include "base/text.h"
#include "odca/open.h"
#include "values.h"

namespace odca::cli {

Result<std::string> state_place(const std::optional<std::string>& state, bool user) {
  if (state && user) return usage_error("--state and --user exclude each other", "give one of them");
  if (state && state->empty())
    return usage_error("--state: expected a folder, found ''", cat("leave it out to use ", quote(kStatePlace)));
  if (state) return *state;
  if (!user) return std::string(kStatePlace);
  if (auto place = user_state()) return place->directory.string();
  return usage_error("--user: the environment names no home",
                     "set HOME or XDG_STATE_HOME, or name the folder by --state");
}

}  // namespace odca::cli
