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

struct Options {
  PlaceOptions place{};
  unsigned lock_timeout = kWaitSeconds;
  cli::Output output{};
};

void take(cli::CommandLine& line, Options& options) {
  line.describe({.summary = "back to the bundle before; the version floor stays",
                 .about = "Puts the bundle in use that was in use before the present one. What was denied meanwhile "
                          "stays denied, and no older bundle can be installed than before.",
                 .examples = {"trust-bundle rollback"}});
  take_place(line, options.place);
  take_lock_timeout(line, options.lock_timeout);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

Result<Answer> run(const Options& options) {
  ODCA_TRY_ASSIGN(const Place place, find_place(options.place, RootNeed::needed));
  ODCA_TRY(check_there(place));
  ODCA_TRY_ASSIGN(const state::ChangeReport report,
                  state::rollback(place.setting(), options.lock_timeout * kMilliseconds));
  Answer answer = moved_answer("trust-bundle-rollback/1", place, report);
  const state::BundleReference& active = *report.state.active;  // rollback() made it so
  answer.text = line(cat("bundle ", active.version, " is in use again, in ", quote(place.directory))) +
                "what was denied meanwhile stays denied, and the version floor stays\n" + answer.text;
  return answer;
}

}  // namespace

Work rollback(cli::CommandLine& line) { return cli::work(line, take, run); }

}  // namespace odca::bundle_tool
