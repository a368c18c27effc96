// trust-bundle rollback: back to the bundle before.
#include "base/text.h"
#include "commands.h"
#include "operate/describe.h"
#include "operate/moved.h"
#include "operate/place.h"
#include "state/installer.h"

namespace odca::bundle_tool {

Result<Answer> run_rollback(const Options& options) {
  ODCA_TRY_ASSIGN(const Place place, find_place(options, RootNeed::needed));
  ODCA_TRY_ASSIGN(const unsigned timeout, lock_timeout(options));
  ODCA_TRY(check_there(place));
  ODCA_TRY_ASSIGN(const state::ChangeReport report, state::rollback(place.setting(), timeout));
  Answer answer = moved_answer("trust-bundle-rollback/1", place, report);
  const state::BundleReference& active = *report.state.active;  // rollback() made it so
  answer.text = line(cat("bundle ", active.version, " is in use again, in ", quote(place.directory))) +
                "what was denied meanwhile stays denied, and the version floor stays\n" + answer.text;
  return answer;
}

}  // namespace odca::bundle_tool
