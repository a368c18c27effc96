// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle status: what is in use, from where, and how fresh it is.
#include "commands.h"
#include "odca/build_date.h"
#include "operate/place.h"
#include "operate/status_answer.h"
#include "state/directory.h"
#include "state/state_directory.h"

namespace odca::bundle_tool {
namespace {

struct StatusOptions {
  PlaceOptions place{};
  cli::Output output{};
};

void take_status(cli::CommandLine& line, StatusOptions& options) {
  line.describe({.summary = "what is in use, from where, and how fresh it is",
                 .about =
                     "Verifies what is installed as every start of odca-verify does, and shows which bundle counts, "
                     "under which root of trust, until when, and what is wrong with it.",
                 .examples = {"trust-bundle status", "trust-bundle status --json | jq -r .use"},
                 .statuses = {{"0", "what was installed is in use, even if stale or rolled back"}, kOtherStatuses}});
  take_place(line, options.place);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

/// file_of reads the file of the bundle in use; empty when an install took it away meanwhile.
std::string file_of(const Place& place, const bundle::VerifiedBundle& bundle) {
  const auto directory = state::Directory::open(*place.files, place.directory);
  if (!directory || !*directory) return {};
  const auto bundles = (*directory)->child(std::string(state::kBundlesName));
  if (!bundles || !*bundles) return {};
  auto content = (*bundles)->read(state::reference_to(bundle).file_name(), state::kMaxBundleBytes);
  return content && *content ? **std::move(content) : std::string();
}

Result<Answer> run_status(const StatusOptions& options) {
  ODCA_TRY_ASSIGN(const Place place, find_place(options.place, RootNeed::optional));
  StatusFacts facts{.place = {.state = place.directory, .root = place.root, .now = place.now},
                    .build_date = build_date(),
                    .report = state::status(place.setting())};
  const auto& bundle = facts.report.loaded.bundle;
  if (bundle) facts.chain = chain_of(file_of(place, *bundle));
  return status_answer(facts);
}

}  // namespace

Work status(cli::CommandLine& line) { return cli::work(line, take_status, run_status); }

}  // namespace odca::bundle_tool
