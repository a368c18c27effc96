// The only file of this program that includes CLI11. It only splits the command line; help and meaning are elsewhere.
#include "options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string_view>
#include <variant>

#include "base/suggestion.h"
#include "base/text.h"
#include "bundle/reason.h"

namespace odca::bundle_tool {
namespace {

constexpr std::string_view kSeeHelp = "see trust-bundle --help";

Error usage(std::string message, std::string_view hint = kSeeHelp) {
  return bundle::failure("E_USAGE", std::move(message), std::string(hint));
}

using Flag = bool Options::*;
using Text = std::optional<std::string> Options::*;
using Texts = std::vector<std::string> Options::*;

struct OptionRow {
  std::string_view name;
  std::variant<Flag, Text, Texts> member;
};
constexpr OptionRow kOptions[] = {{"--json", &Options::json},
                                  {"--root", &Options::root},
                                  {"--state", &Options::state},
                                  {"--user", &Options::user},
                                  {"--at", &Options::at},
                                  {"--lock-timeout", &Options::lock_timeout},
                                  {"--dry-run", &Options::dry_run},
                                  {"--yes", &Options::yes},
                                  {"--no-expansion", &Options::no_expansion},
                                  {"--accept-jump", &Options::accept_jump},
                                  {"--accept-floor-loss", &Options::accept_floor_loss},
                                  {"--accept-new-publisher", &Options::accept_new_publisher},
                                  {"--reset-clock", &Options::reset_clock},
                                  {"--keys", &Options::keys},
                                  {"--out", &Options::out},
                                  {"--passphrase-fd", &Options::passphrase_fd},
                                  {"--new-passphrase-fd", &Options::new_passphrase_fd},
                                  {"--cost", &Options::cost},
                                  {"--unencrypted", &Options::unencrypted},
                                  {"--root-key", &Options::root_keys},
                                  {"--release-key", &Options::release_keys},
                                  {"--drop", &Options::drop},
                                  {"--root-threshold", &Options::root_threshold},
                                  {"--release-threshold", &Options::release_threshold},
                                  {"--expires", &Options::expires},
                                  {"--force-threshold", &Options::force_threshold},
                                  {"--previous", &Options::previous},
                                  {"--check", &Options::check},
                                  {"--document", &Options::document},
                                  {"--key", &Options::key_files},
                                  {"--key-id", &Options::key_id},
                                  {"--signature", &Options::signature},
                                  {"--comment", &Options::comment},
                                  {"--public-key", &Options::public_key},
                                  {"--tuf", &Options::tuf},
                                  {"--pem", &Options::pem},
                                  {"--p11-kit", &Options::p11_kit},
                                  {"--json=FILE", &Options::json_file}};

using Names = std::vector<std::string_view>;  // an initializer_list would not outlive the table's making

constexpr std::size_t kMany = 64;

struct CommandRow {
  Command command;
  std::string_view group;  ///< "key" in "key new"; empty for most
  std::string_view name;
  std::string_view arguments;  ///< as --help writes them
  std::size_t at_least;
  std::size_t at_most;
  Names options;
};

/// commands is the table of the program: what each takes.
const std::vector<CommandRow>& commands() {
  static const std::vector<CommandRow> table = {
      {Command::install,
       "",
       "install",
       "FILE",
       1,
       1,
       {"--root", "--state", "--user", "--dry-run", "--yes", "--no-expansion", "--accept-jump", "--lock-timeout",
        "--json"}},
      {Command::status, "", "status", "", 0, 0, {"--root", "--state", "--user", "--json"}},
      {Command::rollback, "", "rollback", "", 0, 0, {"--root", "--state", "--user", "--lock-timeout", "--json"}},
      {Command::recover,
       "",
       "recover",
       "",
       0,
       0,
       {"--root", "--state", "--user", "--lock-timeout", "--accept-floor-loss", "--accept-new-publisher",
        "--reset-clock", "--json"}},
      {Command::log_verify, "log", "verify", "", 0, 0, {"--state", "--user", "--json"}},
      {Command::verify, "", "verify", "FILE", 1, 1, {"--root", "--at", "--json"}},
      {Command::inspect, "", "inspect", "FILE", 1, 1, {"--root", "--at", "--keys", "--json"}},
      {Command::diff, "", "diff", "OLD NEW", 2, 2, {"--root", "--state", "--user", "--json"}},
      {Command::key_new, "key", "new", "FILE", 1, 1, {"--passphrase-fd", "--cost", "--unencrypted", "--json"}},
      {Command::key_show, "key", "show", "FILE", 1, 1, {"--json"}},
      {Command::key_passwd,
       "key",
       "passwd",
       "FILE",
       1,
       1,
       {"--passphrase-fd", "--new-passphrase-fd", "--cost", "--out", "--json"}},
      {Command::root_init,
       "root",
       "init",
       "",
       0,
       0,
       {"--root-key", "--release-key", "--root-threshold", "--release-threshold", "--expires", "--force-threshold",
        "--out", "--json"}},
      {Command::root_rotate,
       "root",
       "rotate",
       "FILE",
       1,
       1,
       {"--root-key", "--release-key", "--drop", "--root-threshold", "--release-threshold", "--expires",
        "--force-threshold", "--out", "--json"}},
      {Command::build, "", "build", "MANIFEST", 1, 1, {"--out", "--previous", "--root", "--check", "--json"}},
      {Command::payload, "", "payload", "FILE", 1, 1, {"--document", "--previous", "--out", "--json"}},
      {Command::sign,
       "",
       "sign",
       "FILE",
       1,
       1,
       {"--key", "--previous", "--root", "--passphrase-fd", "--out", "--yes", "--json"}},
      {Command::add_signature,
       "",
       "add-signature",
       "FILE",
       1,
       1,
       {"--document", "--key-id", "--signature", "--previous", "--out", "--json"}},
      {Command::merge, "", "merge", "FILE...", 2, kMany, {"--previous", "--out", "--json"}},
      {Command::export_,
       "",
       "export",
       "FILE",
       1,
       1,
       {"--root", "--state", "--user", "--at", "--tuf", "--pem", "--p11-kit", "--json=FILE"}},
      {Command::minisign_key,
       "minisign",
       "key",
       "FILE",
       1,
       1,
       {"--passphrase-fd", "--cost", "--unencrypted", "--json"}},
      {Command::minisign_sign,
       "minisign",
       "sign",
       "FILE",
       1,
       1,
       {"--key", "--passphrase-fd", "--comment", "--out", "--json"}},
      {Command::minisign_verify, "minisign", "verify", "FILE", 1, 1, {"--public-key", "--signature", "--json"}},
  };
  return table;
}

std::string full_name(const CommandRow& row) {
  return row.group.empty() ? std::string(row.name) : cat(row.group, ' ', row.name);
}

/// Named is the command that a line begins with, and how many words name it.
struct Named {
  const CommandRow* row = nullptr;
  int words = 0;
};
/// named_command looks at the first words only: a file that is called like a command is a file everywhere else.
Named named_command(int argc, const char* const* argv) {
  const std::string_view first = argc > 1 ? argv[1] : "";
  const std::string_view second = argc > 2 ? argv[2] : "";
  for (const CommandRow& row : commands()) {
    if (row.group.empty() && row.name == first) return {&row, 1};
    if (!row.group.empty() && row.group == first && row.name == second) return {&row, 2};
  }
  return {};
}

bool is_group(std::string_view word) {
  return std::any_of(commands().begin(), commands().end(),
                     [word](const CommandRow& row) { return !row.group.empty() && row.group == word; });
}

struct Parser {
  CLI::App app{"", "trust-bundle"};
  Options options{};
  bool help = false;
  bool version = false;

  /// `row` is nullptr when no command is named: then only --help and --version, and --json with it, are known.
  explicit Parser(const CommandRow* row) {
    app.set_help_flag("");  // the text of --help is ours
    app.add_flag("-h,--help", help)->disable_flag_override();
    app.add_flag("--version", version)->disable_flag_override();
    if (row == nullptr) {
      add_option("--json");
      return;
    }
    app.add_option("ARGUMENT", options.arguments);
    for (const std::string_view name : row->options) add_option(name);
  }

  void add_option(std::string_view name) {
    const auto* const row = std::find_if(std::begin(kOptions), std::end(kOptions),
                                         [name](const OptionRow& each) { return each.name == name; });
    const std::string shown(name.substr(0, name.find('=')));
    if (const Flag* const flag = std::get_if<Flag>(&row->member))
      app.add_flag(shown, options.*(*flag))->disable_flag_override();
    else if (const Text* const text = std::get_if<Text>(&row->member))
      app.add_option(shown, options.*(*text));
    else
      app.add_option(shown, options.*std::get<Texts>(row->member))->expected(1)->take_all();
  }
};

/// no_command explains a line that begins with no command.
Error no_command(const std::vector<std::string>& rest) {
  if (rest.empty()) return usage("no command was named");
  const std::string& word = rest.front();
  if (word.starts_with('-'))
    return usage(cat("option ", quote(word.substr(0, word.find('='))), " stands before a command"),
                 "options stand after their command");
  if (is_group(word)) return usage(cat("'", word, "' needs to know what to do"));
  std::vector<std::string_view> names;
  for (const CommandRow& row : commands()) names.push_back(row.group.empty() ? row.name : row.group);
  const auto near = nearest(word, names);
  return usage(cat("unknown command ", quote(word)), near ? cat("did you mean '", *near, "'") : std::string(kSeeHelp));
}

/// unexpected explains what CLI11 had left over.
Error unexpected(const CommandRow& command, const CLI::App& app, const std::vector<std::string>& rest) {
  const auto option = std::find_if(rest.begin(), rest.end(),
                                   [](const std::string& word) { return word.size() > 1 && word.front() == '-'; });
  if (option == rest.end()) return usage(cat("unexpected argument ", quote(rest.front())));
  const std::string name = option->substr(0, option->find('='));
  std::vector<std::string> known;
  for (const CLI::Option* candidate : app.get_options())
    if (!candidate->get_lnames().empty()) known.push_back("--" + candidate->get_lnames().front());
  const std::vector<std::string_view> views(known.begin(), known.end());
  const auto near = nearest(name, views);
  return usage(cat("'", full_name(command), "' has no option ", quote(name)),
               near ? cat("did you mean '", *near, "'") : std::string(kSeeHelp));
}

/// wrong_count explains CLI11's message about the values of an option.
Error wrong_count(std::string_view what) {
  const std::string_view option = what.substr(0, what.find_first_of(": "));
  std::string_view problem = "needs a value";
  if (what.find("At Most") != std::string_view::npos) problem = "is given more than once";
  if (what.find("flag override") != std::string_view::npos) problem = "takes no value";
  return usage(cat("option '", option.starts_with('-') ? "" : "--", option, "' ", problem));
}

/// check_brackets refuses values in square brackets: CLI11 would take them apart as lists.
Status check_brackets(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    std::string_view word = argv[i];
    if (word.starts_with("--") && word.find('=') != std::string_view::npos) word.remove_prefix(word.find('=') + 1);
    if (word.starts_with('[') && word.ends_with(']'))
      return usage(cat("the value ", quote(word), " is in square brackets"),
                   "a file of such a name is written './[name]'");
  }
  return {};
}

/// check_flags refuses a flag that is given twice; CLI11 counts them.
Status check_flags(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options())
    if (option->get_expected_max() == 0 && option->count() > 1)
      return usage(cat("option '", option->get_name(), "' is given more than once"));
  return {};
}

Status check_arguments(const CommandRow& row, std::size_t count) {
  if (count >= row.at_least && count <= row.at_most) return {};
  return usage(cat("'", full_name(row), "' takes ", row.arguments.empty() ? "no arguments" : row.arguments, ", found ",
                   count, count == 1 ? " argument" : " arguments"),
               cat("write: trust-bundle ", full_name(row), row.arguments.empty() ? "" : " ", row.arguments,
                   "; see trust-bundle --help"));
}

/// check_values refuses empty values. A comment may be empty; nothing is named by an empty word.
Status check_values(const CommandRow& row, const Options& options) {
  constexpr std::string_view kMayBeEmpty = "--comment";
  for (const std::string& argument : options.arguments)
    if (argument.empty())
      return usage(cat("'", full_name(row), "' takes ", row.arguments, ", found an empty argument"));
  for (const OptionRow& option : kOptions) {
    const std::string shown(option.name.substr(0, option.name.find('=')));
    if (const Text* const text = std::get_if<Text>(&option.member);
        text != nullptr && options.*(*text) && (options.*(*text))->empty() && option.name != kMayBeEmpty)
      return usage(cat("option '", shown, "' needs a value, found an empty one"));
    if (const Texts* const texts = std::get_if<Texts>(&option.member))
      for (const std::string& value : options.*(*texts))
        if (value.empty()) return usage(cat("option '", shown, "' needs a value, found an empty one"));
  }
  return {};
}

Result<Command> command_of(const Parser& parser, const CommandRow* row) {
  if (parser.help) return Command::help;
  if (parser.version) return Command::version;
  if (row == nullptr) return no_command({});
  ODCA_TRY(check_flags(parser.app));
  ODCA_TRY(check_arguments(*row, parser.options.arguments.size()));
  ODCA_TRY(check_values(*row, parser.options));
  return row->command;
}

}  // namespace

Result<Options> parse_options(int argc, const char* const* argv) {
  ODCA_TRY(check_brackets(argc, argv));
  const Named named = named_command(argc, argv);
  Parser parser(named.row);
  try {
    parser.app.parse(argc - named.words, argv + named.words);  // the last word of the command in the program's place
  } catch (const CLI::ExtrasError&) {
    if (named.row == nullptr) return no_command({argv + 1, argv + argc});
    return unexpected(*named.row, parser.app, parser.app.remaining(true));
  } catch (const CLI::ArgumentMismatch& mismatch) {
    return wrong_count(mismatch.what());
  } catch (const CLI::ParseError& error) {
    return usage(cat("the command line cannot be read: ", error.what()));
  }
  ODCA_TRY_ASSIGN(parser.options.command, command_of(parser, named.row));
  return std::move(parser.options);
}

bool asks_for_json(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i)
    if (std::string_view(argv[i]) == "--json") return true;
  return false;
}

}  // namespace odca::bundle_tool
