// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle recover: puts the best bundle on the disk in use again.
#include "base/text.h"
#include "commands.h"
#include "operate/describe.h"
#include "operate/moved.h"
#include "operate/place.h"
#include "state/installer.h"

namespace odca::bundle_tool {
namespace {

struct RecoverOptions {
  bool accept_floor_loss = false;
  bool accept_new_publisher = false;
  bool reset_clock = false;
  PlaceOptions place{};
  unsigned lock_timeout = kWaitSeconds;
  cli::Output output{};
};

void take_recover(cli::CommandLine& line, RecoverOptions& options) {
  line.describe({.summary = "put the best bundle on the disk in use again",
                 .about =
                     "Looks for the best bundle among those on the disk when the one in use does not verify: under "
                     "the newest root document, then of the highest version. Does nothing where nothing is wrong.",
                 .examples = {"trust-bundle recover", "trust-bundle recover --accept-floor-loss"}});
  line.add({"--accept-floor-loss",
            {},
            "rebuild an unreadable state or ledger; the versions accepted before are "
            "forgotten"},
           options.accept_floor_loss);
  line.add({"--accept-new-publisher", {}, "drop the state of a former publisher, except its denials"},
           options.accept_new_publisher);
  line.add({"--reset-clock", {}, "forget the time of the last install"}, options.reset_clock);
  take_place(line, options.place);
  take_lock_timeout(line, options.lock_timeout);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

std::string headline(const state::ChangeReport& report, const Place& place, bool new_publisher) {
  if (new_publisher)
    return cat("dropped the state of the former publisher in ", quote(place.directory),
               ", except its denials; the embedded store alone is in use until a bundle is installed");
  if (!report.changed) return cat("nothing in ", quote(place.directory), " needs to be recovered");
  if (!report.state.active) return "no bundle on the disk verifies: the embedded store alone is in use";
  return cat("bundle ", report.state.active->version, " is in use, in ", quote(place.directory));
}

/// to_accept says how to go on, where the error only tells of damage.
Error to_accept(Error error) {
  if (error.reason == "E_STATE_CORRUPT")
    error.hint =
        "--accept-floor-loss rebuilds it from the bundles on the disk; the versions accepted before are then forgotten";
  return error;
}

Result<Answer> run_recover(const RecoverOptions& options) {
  ODCA_TRY_ASSIGN(const Place place, find_place(options.place, RootNeed::needed));
  ODCA_TRY(check_there(place));
  const auto report = state::recover(place.setting(), {.accept_floor_loss = options.accept_floor_loss,
                                                       .reset_clock = options.reset_clock,
                                                       .accept_new_publisher = options.accept_new_publisher,
                                                       .lock_timeout_ms = options.lock_timeout * kMilliseconds});
  if (!report) return options.accept_floor_loss ? report.error() : to_accept(report.error());
  Answer answer = moved_answer("trust-bundle-recover/1", place, *report);
  answer.text = line(headline(*report, place, options.accept_new_publisher)) + answer.text;
  return answer;
}

}  // namespace

Work recover(cli::CommandLine& line) { return cli::work(line, take_recover, run_recover); }

}  // namespace odca::bundle_tool
