#include "complaint.h"

#include "base/text.h"
#include "json/writer.h"
#include "odca/report.h"

namespace odca::cli {

std::string complaint(const Error& error) {
  std::string text = cat("odca-verify: ", escape_text(describe(error)), '\n');
  if (!error.hint.empty()) text += cat("  hint: ", escape_text(error.hint), '\n');
  return text;
}

std::string complaint_json(const Error& error) {
  JsonWriter json;
  json.begin_object().key("schema").string("odca-error/1").key("error").string(describe(error));
  json.key("hint").string(error.hint).end_object();
  return json.take() + '\n';
}

}  // namespace odca::cli
