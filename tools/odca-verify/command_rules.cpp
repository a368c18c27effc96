// odca-verify rules: what is judged, why, how severe it is and how far a policy may lower it.
#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "choice.h"
#include "commands.h"
#include "json/writer.h"
#include "odca/rule_catalog.h"

namespace odca::cli {
namespace {

using namespace std::string_view_literals;

constexpr std::array kFormats{"text"sv, "md"sv, "json"sv};

/// area_of returns the part of a rule id before the dot.
std::string_view area_of(const RuleInfo& rule) { return rule.id.text().substr(0, rule.id.text().find('.')); }

std::string as_plain_text() {
  std::string out;
  for (const RuleInfo& rule : rule_catalog()) {
    out += cat(rule.id, "\n    ", rule.summary, "\n    default ", to_string(rule.severity), ", floor ",
               to_string(rule.floor), ", ", rule.citation, '\n');
  }
  return out;
}

/// cell escapes what would end or format a table cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '\\' || c == '*' || c == '<' || c == '`') out += '\\';
    out += c;
  }
  return out;
}

constexpr std::string_view kMarkdownHead =
    "# Rules\n"
    "\n"
    "This page is the output of `odca-verify rules --format md`; do not edit it by hand.\n"
    "\n"
    "A chain is trusted when no rule fails. `fail` refuses the chain, `warn` and `note` are reported and do not "
    "(`--strict` turns\n"
    "`warn` into `fail`), `off` is not reported. The *default* is what a rule does unless the policy says otherwise; "
    "the *floor* is\n"
    "the mildest that a policy may choose. A rule whose floor is `fail` cannot be lowered and allows no exceptions.\n";

/// areas lists the areas in the order of their first rule.
std::vector<std::string_view> areas() {
  std::vector<std::string_view> found;
  for (const RuleInfo& rule : rule_catalog())
    if (std::find(found.begin(), found.end(), area_of(rule)) == found.end()) found.push_back(area_of(rule));
  return found;
}

std::string as_markdown() {
  std::string out(kMarkdownHead);
  for (const std::string_view area : areas()) {
    out += cat("\n## ", area, "\n\n| Rule | Asks | Default | Floor | Source |\n|---|---|---|---|---|\n");
    for (const RuleInfo& rule : rule_catalog())
      if (area_of(rule) == area)
        out += cat("| `", rule.id, "` | ", cell(rule.summary), " | ", to_string(rule.severity), " | ",
                   to_string(rule.floor), " | ", cell(rule.citation), " |\n");
  }
  return out;
}

std::string as_json() {
  JsonWriter json;
  json.begin_object().key("schema").string("odca-rules/1").key("rules").begin_array();
  for (const RuleInfo& rule : rule_catalog()) {
    json.begin_object().key("id").string(rule.id).key("summary").string(rule.summary);
    json.key("citation").string(rule.citation).key("default").string(to_string(rule.severity));
    json.key("floor").string(to_string(rule.floor)).end_object();
  }
  json.end_array().end_object();
  return json.take() + '\n';
}

}  // namespace

Result<Answer> run_rules(const Options& options) {
  ODCA_TRY_ASSIGN(const std::size_t format, read_choice("--format", options.format, kFormats));
  if (kFormats[format] == "md") return Answer{.text = as_markdown(), .status = kAccepted};
  if (kFormats[format] == "json") return Answer{.text = as_json(), .status = kAccepted};
  return Answer{.text = as_plain_text(), .status = kAccepted};
}

}  // namespace odca::cli
