// The only file that includes CLI11. It only splits the command line; help and meaning are elsewhere.
#include "options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>

#include "base/suggestion.h"
#include "base/text.h"
#include "choice.h"

namespace odca::cli {
namespace {

using namespace std::string_view_literals;

struct Parser {
  CLI::App app{"", "odca-verify"};
  Options options{};
  bool help = false;
  bool version = false;
  CLI::App* batch = nullptr;
  CLI::App* inspect = nullptr;
  CLI::App* rules = nullptr;
  CLI::App* anchors = nullptr;
  CLI::App* policy = nullptr;
  CLI::App* policy_show = nullptr;

  Parser() {
    app.set_help_flag("");  // the text of --help is ours
    add_common(app);
    add_verify();
    add_batch();
    inspect = add_command("inspect");
    inspect->add_option("FILE", options.file);
    inspect->add_option("--format", options.format);
    inspect->add_option("--policy", options.policy);
    rules = add_command("rules");
    rules->add_option("ID", options.rule);
    rules->add_option("--format", options.format);
    anchors = add_command("anchors");
    anchors->add_option("--format", options.format);
    anchors->add_option("--trust", options.trust);
    anchors->add_option("--policy", options.policy);
    anchors->add_option("--root", options.root);
    anchors->add_option("--state", options.state);
    policy = add_command("policy");
    policy_show = policy->add_subcommand("show");
    policy_show->set_help_flag("");
    add_common(*policy_show);
    policy_show->add_option("--policy", options.policy);
  }

  void add_common(CLI::App& command) {
    command.add_flag("-h,--help", help)->disable_flag_override();
    command.add_flag("--version", version)->disable_flag_override();
  }

  CLI::App* add_command(const char* name) {
    CLI::App* command = app.add_subcommand(name);
    command->set_help_flag("");
    add_common(*command);
    return command;
  }

  void add_verify() {
    app.add_option("--chain", options.chains);
    app.add_option("--crl", options.crls);
    const std::pair<const char*, std::optional<std::string>&> single[] = {
        {"--purpose", options.purpose},     {"--phase", options.phase}, {"--at", options.at},
        {"--target", options.target},       {"--trust", options.trust}, {"--policy", options.policy},
        {"--root", options.root},           {"--state", options.state}, {"--amt-version", options.amt_version},
        {"--leaf-hash", options.leaf_hash}, {"--upid", options.upid},   {"--pin", options.pin},
        {"--name", options.name},           {"--eku", options.eku},     {"--max-depth", options.max_depth},
        {"--format", options.format},       {"--color", options.colour}};
    for (const auto& [name, value] : single) app.add_option(name, value);
    app.add_flag("--strict", options.strict)->disable_flag_override();
    app.add_flag("--explain", options.explain)->disable_flag_override();
  }

  /// add_batch takes the options that concern a whole fleet; what is known of one device stands in its JSON line.
  void add_batch() {
    batch = add_command("batch");
    batch->add_option("INPUT", options.inputs);
    const std::pair<const char*, std::optional<std::string>&> single[] = {
        {"--purpose", options.purpose}, {"--phase", options.phase},   {"--at", options.at},
        {"--trust", options.trust},     {"--policy", options.policy}, {"--amt-version", options.amt_version},
        {"--root", options.root},       {"--state", options.state},   {"--format", options.format},
        {"--jobs", options.jobs},       {"--output", options.output}, {"--link-cache", options.link_cache}};
    for (const auto& [name, value] : single) batch->add_option(name, value);
    batch->add_option("--crl", options.crls)->expected(1)->take_all();
    batch->add_flag("--strict", options.strict)->disable_flag_override();
    batch->add_flag("--resume", options.resume)->disable_flag_override();
  }

  /// used returns the subcommand that was named, innermost first, or the program itself.
  CLI::App& used() {
    for (CLI::App* command : {policy_show, policy, batch, inspect, rules, anchors})
      if (command->parsed()) return *command;
    return app;
  }
};

/// unexpected explains what CLI11 had left over.
Error unexpected(Parser& parser) {
  const std::vector<std::string> rest = parser.app.remaining(true);
  const auto option = std::find_if(rest.begin(), rest.end(),
                                   [](const std::string& word) { return word.size() > 1 && word.front() == '-'; });
  if (option == rest.end() || *option == "--") {
    const std::string word = option == rest.begin() ? std::string("--") : rest.front();
    return usage_error(cat("unexpected argument '", word, "'"),
                       "files to verify are named with --chain; see odca-verify --help");
  }
  const std::string name = option->substr(0, option->find('='));
  std::vector<std::string> known;
  for (const CLI::Option* candidate : parser.used().get_options())
    if (!candidate->get_lnames().empty()) known.push_back("--" + candidate->get_lnames().front());
  const std::vector<std::string_view> views(known.begin(), known.end());
  const auto near = nearest(name, views);
  return usage_error(cat("unknown option '", name, "'"),
                     near ? cat("did you mean '", *near, "'") : "see odca-verify --help");
}

/// wrong_count explains CLI11's message about the values of an option: "--at: 1 required TEXT missing", "--at: At Most
/// 1 required but received 2", "strict was given a disallowed flag override".
Error wrong_count(std::string_view what) {
  const std::string_view option = what.substr(0, what.find_first_of(": "));
  std::string_view problem = "needs a value";
  if (what.find("At Most") != std::string_view::npos) problem = "is given more than once";
  if (what.find("flag override") != std::string_view::npos) problem = "takes no value";
  return usage_error(cat("option '", option.starts_with('-') ? "" : "--", option, "' ", problem),
                     "see odca-verify --help");
}

/// check_placement refuses options of verification beside another command, where they would do nothing.
Status check_placement(Parser& parser) {
  if (&parser.used() == &parser.app) return {};
  for (const CLI::Option* option : parser.app.get_options())
    if (option->count() > 0 && option->get_lnames().front() != "help" && option->get_lnames().front() != "version")
      return usage_error(
          cat("option '--", option->get_lnames().front(), "' has no meaning before '", parser.used().get_name(), "'"),
          cat("options of '", parser.used().get_name(), "' stand after it; see odca-verify --help"));
  return {};
}

/// check_brackets refuses values in square brackets: CLI11 would take them apart as lists, and open other files than
/// the ones named.
Status check_brackets(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    std::string_view word = argv[i];
    if (word.starts_with("--") && word.find('=') != std::string_view::npos) word.remove_prefix(word.find('=') + 1);
    if (word.starts_with('[') && word.ends_with(']'))
      return usage_error(cat("the value '", word, "' is in square brackets"),
                         "a file of such a name is written './[name]'; an IPv6 address stands without brackets");
  }
  return {};
}

Result<Command> command_of(Parser& parser) {
  if (parser.help) return Command::help;
  if (parser.version) return Command::version;
  CLI::App& used = parser.used();
  if (&used == parser.policy) return usage_error("'policy' needs to know what to do", "write: odca-verify policy show");
  if (&used == parser.policy_show) return Command::policy_show;
  if (&used == parser.rules) return Command::rules;
  if (&used == parser.anchors) return Command::anchors;
  if (&used == parser.batch) return Command::batch;
  if (&used != parser.inspect) return Command::verify;
  if (parser.options.file.empty())
    return usage_error("'inspect' needs a file", "write: odca-verify inspect FILE; '-' is standard input");
  return Command::inspect;
}

}  // namespace

Result<Options> parse_options(int argc, const char* const* argv) {
  ODCA_TRY(check_brackets(argc, argv));
  Parser parser;
  try {
    parser.app.parse(argc, argv);
  } catch (const CLI::ExtrasError&) {
    return unexpected(parser);
  } catch (const CLI::ArgumentMismatch& mismatch) {
    return wrong_count(mismatch.what());
  } catch (const CLI::ParseError& error) {
    return usage_error(cat("the command line cannot be read: ", error.what()), "see odca-verify --help");
  }
  ODCA_TRY(check_placement(parser));
  ODCA_TRY_ASSIGN(parser.options.command, command_of(parser));
  return std::move(parser.options);
}

bool asks_for_json(int argc, const char* const* argv) {
  bool json = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--format=json" || (word == "--format" && i + 1 < argc && argv[i + 1] == "json"sv)) json = true;
  }
  return json;
}

}  // namespace odca::cli
