// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle rollback: back to the bundle before.
#include "base/text.h"
#include "commands.h"
#include "operate/describe.h"
#include "operate/moved.h"
#include "operate/place.h"
#include "state/installer.h"

namespace odca::bundle_tool {

namespace {

struct RollbackOptions {
  PlaceOptions place{};
  unsigned lock_timeout = kWaitSeconds;
  cli::Output output{};
};

void take_rollback(cli::CommandLine& line, RollbackOptions& options) {
  line.describe({.summary = "put the previous bundle in use; the version floor stays",
                 .about = "Puts the previous bundle in use. Later denials and the version floor stay.",
                 .examples = {"trust-bundle rollback"}});
  take_place(line, options.place);
  take_lock_timeout(line, options.lock_timeout);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

Result<Answer> run_rollback(const RollbackOptions& options) {
  ODCA_TRY_ASSIGN(const Place place, find_place(options.place, RootNeed::needed));
  ODCA_TRY(check_there(place));
  ODCA_TRY_ASSIGN(const state::ChangeReport report,
                  state::rollback(place.setting(), options.lock_timeout * kMilliseconds));
  Answer answer = moved_answer("trust-bundle-rollback/1", place, report);
  const state::BundleReference& active = *report.state.active;  // rollback() made it so
  answer.text = line(cat("bundle ", active.version, " is in use again, in ", quote(place.directory))) +
                "later denials and the version floor stay\n" + answer.text;
  return answer;
}

}  // namespace

Work rollback(cli::CommandLine& line) { return cli::work(line, take_rollback, run_rollback); }

}  // namespace odca::bundle_tool
