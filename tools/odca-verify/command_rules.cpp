// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// odca-verify rules: what is judged, why, how severe it is and how far a policy may lower it.
#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "base/suggestion.h"
#include "base/text.h"
#include "commands.h"
#include "json/writer.h"
#include "odca/rule_catalog.h"
#include "values.h"

namespace odca::cli {
namespace {

struct RulesOptions {
  std::vector<std::string> rule{};  ///< one at most
  Output output{};
};

void take_rules(CommandLine& line, RulesOptions& options) {
  line.describe({.summary = "list every rule, or explain one",
                 .about = "Lists every rule: what it asks, how severe it is by default, how far a policy may lower it, "
                          "and the text it comes from. Of one rule it tells the reasons and remedies too.",
                 .examples = {"odca-verify rules", "odca-verify rules path.signature", "odca-verify rules --format md"},
                 .statuses = {kShown, kNotShown}});
  line.arguments({.name = "ID", .help = "the rule to explain"}, 0, options.rule);
  line.output({Format::text, Format::md, Format::json}, options.output);
}

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

/// explained is one rule for people, with all that it may report.
std::string explained(const RuleInfo& rule) {
  std::string out = cat(rule.id, "\n    ", rule.summary, "\n    default ", to_string(rule.severity), ", floor ",
                        to_string(rule.floor), ", ", rule.citation, '\n');
  if (!rule.vectors.speaks.empty())
    out += cat("    speaks in vector ", rule.vectors.speaks, ", is silent in ", rule.vectors.silent, '\n');
  out += "\nreasons\n";
  for (const Reason& reason : rule.reasons) {
    out += cat("    ", reason.id, "\n        ", reason.sentence, '\n');
    if (!reason.remedy.empty()) out += cat("        hint: ", reason.remedy, '\n');
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
    "the mildest that a policy may choose. A rule whose floor is `fail` cannot be lowered and allows no exceptions.\n"
    "\n"
    "A rule that finds fault names a *reason*, and the remedy is the finding's hint where the rule knows no better "
    "one. "
    "The last\n"
    "two columns name a vector (tests/vectors/chains) in which the rule speaks, and the nearest one in which it is "
    "silent.\n";

/// areas lists the areas in the order of their first rule.
std::vector<std::string_view> areas() {
  std::vector<std::string_view> found;
  for (const RuleInfo& rule : rule_catalog())
    if (std::find(found.begin(), found.end(), area_of(rule)) == found.end()) found.push_back(area_of(rule));
  return found;
}

std::string vector_cell(std::string_view name) { return name.empty() ? "none" : cat('`', name, '`'); }

std::string as_markdown() {
  std::string out(kMarkdownHead);
  for (const std::string_view area : areas()) {
    std::string rules, reasons;
    for (const RuleInfo& rule : rule_catalog()) {
      if (area_of(rule) != area) continue;
      rules += cat("| `", rule.id, "` | ", cell(rule.summary), " | ", to_string(rule.severity), " | ",
                   to_string(rule.floor), " | ", cell(rule.citation), " | ", vector_cell(rule.vectors.speaks), " | ",
                   vector_cell(rule.vectors.silent), " |\n");
      for (const Reason& reason : rule.reasons)
        reasons += cat("| `", rule.id, "` | ", reason.id, " | ", cell(reason.sentence), " | ", cell(reason.remedy),
                       reason.remedy.empty() ? "|\n" : " |\n");
    }
    out +=
        cat("\n## ", area,
            "\n\n| Rule | Asks | Default | Floor | Source | Speaks in | Silent in |\n|---|---|---|---|---|---|---|\n",
            rules, "\n| Rule | Reason | What is wrong | Remedy |\n|---|---|---|---|\n", reasons);
  }
  return out;
}

void write_rule(JsonWriter& json, const RuleInfo& rule) {
  json.begin_object().key("id").string(rule.id).key("summary").string(rule.summary);
  json.key("citation").string(rule.citation).key("default").string(to_string(rule.severity));
  json.key("floor").string(to_string(rule.floor)).key("reasons").begin_array();
  for (const Reason& reason : rule.reasons) {
    json.begin_object().key("id").string(reason.id).key("sentence").string(reason.sentence);
    if (!reason.remedy.empty()) json.key("remedy").string(reason.remedy);
    json.end_object();
  }
  json.end_array();
  if (!rule.vectors.speaks.empty())
    json.key("speaks_in").string(rule.vectors.speaks).key("silent_in").string(rule.vectors.silent);
  json.end_object();
}

std::string as_json(std::span<const RuleInfo> rules) {
  JsonWriter json;
  json.begin_object().key("schema").string("odca-rules/1").key("rules").begin_array();
  for (const RuleInfo& rule : rules) write_rule(json, rule);
  json.end_array().end_object();
  return json.take() + '\n';
}

Error no_such_rule(std::string_view id) {
  const auto near = nearest(id, kRuleIds);
  return usage_error(cat("unknown rule '", id, "'"),
                     near ? cat("did you mean '", *near, "'") : "'odca-verify rules' lists them");
}

Result<Answer> run_rules(const RulesOptions& options) {
  if (options.rule.size() > 1) return usage_error("expected one rule, found several", "name one, or none for all");
  const bool json = options.output.json();
  if (!options.rule.empty()) {
    const RuleInfo* const rule = find_rule(options.rule.front());
    if (rule == nullptr) return no_such_rule(options.rule.front());
    return Answer{.text = json ? as_json({rule, 1}) : explained(*rule), .status = kAccepted};
  }
  if (options.output.format == Format::md) return Answer{.text = as_markdown(), .status = kAccepted};
  return Answer{.text = json ? as_json(rule_catalog()) : as_plain_text(), .status = kAccepted};
}

}  // namespace

Work rules(CommandLine& line) { return work(line, take_rules, run_rules); }

}  // namespace odca::cli
