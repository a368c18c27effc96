// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "complaint.h"

#include "base/text.h"
#include "json/writer.h"
#include "odca/report.h"

namespace odca::cli {
namespace {

constexpr std::string_view kClassPrefix = "E_";

}  // namespace

std::string complaint(std::string_view program, const Error& error) {
  std::string text = cat(program, ": ");
  if (error.reason.text().starts_with(kClassPrefix)) text += cat(error.reason, ": ");
  text += cat(escape_text(describe(error)), '\n');
  if (!error.hint.empty()) text += cat("  hint: ", escape_text(error.hint), '\n');
  return text;
}

std::string complaint_json(const Error& error) {
  JsonWriter json;
  json.begin_object().key("schema").string("odca-error/1").key("error").string(describe(error));
  json.key("hint").string(error.hint);
  if (error.reason.text().starts_with(kClassPrefix)) json.key("class").string(error.reason);
  json.end_object();
  return json.take() + '\n';
}

}  // namespace odca::cli
