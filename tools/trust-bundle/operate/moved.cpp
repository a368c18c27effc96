// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "operate/moved.h"

#include <utility>

#include "base/text.h"
#include "operate/describe.h"

namespace odca::bundle_tool {

using cli::Document;

Answer moved_answer(std::string schema, const Place& place, const state::ChangeReport& report) {
  const state::State& now = report.state;
  Answer answer{.text = warning_lines(report.warnings), .status = 0};
  Document& document = answer.document;
  document.add("schema", std::move(schema)).add("changed", Document::truth(report.changed));
  document.add("state_directory", place.directory).add("mode", std::string(to_string(now.mode)));
  document.add("active", optional_document(now.active)).add("previous", optional_document(now.previous));
  document.add("floor", now.floor ? to_document(now.floor->bundle) : Document::nothing());
  document.add("latest_time", now.latest_time ? Document::text(format_time(*now.latest_time)) : Document::nothing());
  document.add("warnings", to_document(report.warnings));
  return answer;
}

}  // namespace odca::bundle_tool
