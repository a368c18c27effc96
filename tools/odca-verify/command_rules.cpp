// odca-verify rules: what is judged, why, how severe it is and how far a policy may lower it.
#include <algorithm>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "commands.h"
#include "json/writer.h"
#include "odca/rule_catalog.h"

namespace odca::cli {
namespace {

struct Options {
  Output output{};
};

void take(CommandLine& line, Options& options) {
  line.describe({.summary = "list every rule",
                 .about = "Lists every rule: what it asks, how severe it is by default, how far a policy may lower it, "
                          "and the text it comes from.",
                 .examples = {"odca-verify rules", "odca-verify rules --format md"}});
  line.output({Format::text, Format::md, Format::json}, options.output);
}

/// area_of returns the part of a rule id before the dot.
std::string_view area_of(const RuleInfo& rule) { return rule.id.substr(0, rule.id.find('.')); }

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

Result<Answer> run(const Options& options) {
  const Format format = options.output.format;
  return Answer{.text = format == Format::md     ? as_markdown()
                        : format == Format::json ? as_json()
                                                 : as_plain_text(),
                .status = kAccepted};
}

}  // namespace

Work rules(CommandLine& line) { return work(line, take, run); }

}  // namespace odca::cli
