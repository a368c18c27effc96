// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/suggestion.h"
#include "base/text.h"
#include "help_text.h"
#include "terminal.h"
#include "values.h"

namespace odca::cli {
namespace {

constexpr std::array<std::string_view, 6> kFormats{"text", "json", "jsonl", "summary", "html", "md"};  // as declared
constexpr std::string_view kOther = "other options";
// What may be given "without end" is taken apart by CLI11 where brackets and commas are.
constexpr int kMany = 1 << 20;

bool takes_several(const Word& word) { return word.value.ends_with("..."); }

/// listed joins words: "'--pem', '--json' and '--tuf'".
std::string listed(const std::vector<std::string_view>& words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i)
    list += cat(i == 0 ? "" : i + 1 == words.size() ? " and " : ", ", quote(words[i]));
  return list;
}

template <class When>
Colour coloured(When when, Stream stream) {
  if (when != When::terminal) return when == When::always ? Colour::always : Colour::never;
  return wants_colour(stream) ? Colour::always : Colour::never;
}

/// index_of is the place of a word among those that an option takes.
Result<std::size_t> index_of(std::string_view option, std::string_view word,
                             const std::vector<std::string_view>& words) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());  // not negative
  std::string hint;
  if (const auto near = nearest(word, words)) hint = cat("did you mean '", *near, "'; ");
  hint += "one of:";
  for (const std::string_view each : words) hint += cat(' ', each);
  return usage_error(cat(option, ": unknown value ", quote(word)), std::move(hint));
}

Result<Time> read_time(std::string_view option, std::string_view text) {
  Result<Time> time = parse_time(text);
  if (!time) return usage_error(cat(option, ": ", time.error().message), time.error().hint);
  return time;
}

Result<unsigned> read_number_between(std::string_view option, std::string_view text, unsigned smallest,
                                     unsigned largest) {
  Result<unsigned> number = read_number(option, text, largest);
  if (number && *number >= smallest) return number;
  return usage_error(cat(option, ": expected a number from ", smallest, " to ", largest, ", found ", quote(text)),
                     "write decimal digits only");
}

}  // namespace

std::string_view to_string(Format format) { return kFormats[static_cast<std::size_t>(format)]; }

CommandLine::CommandLine(std::string_view program, std::string_view command) : program_(program), command_(command) {
  heading(kOther);
  add({"--color", "WHEN", "when to colour text"},
      Choices<When>{{"auto", When::terminal}, {"always", When::always}, {"never", When::never}}, colour_);
  heading("options");
}

Colour CommandLine::error_colour() const { return coloured(colour_, Stream::error); }

std::string CommandLine::name() const {
  return command_.empty() ? std::string(program_) : cat(program_, ' ', command_);
}

std::string CommandLine::see() const { return cat("see ", program_, " help", command_.empty() ? "" : " ", command_); }

// Registering.

void CommandLine::add_option(Word word, Kind kind, std::string note,
                             std::function<Status(const std::vector<std::string>&)> take) {
  options_.push_back(
      {.word = word, .kind = kind, .heading = heading_, .note = std::move(note), .take = std::move(take)});
}

void CommandLine::add_value(Word word, std::function<Status(const std::string&)> take, std::string note) {
  add_option(word, Kind::value, std::move(note),
             [take = std::move(take)](const std::vector<std::string>& given) { return take(given.front()); });
}

void CommandLine::add_choice(Word word, std::vector<std::string_view> words, std::function<void(std::size_t)> take) {
  std::string note = cat(": ", words.front(), " (default)");
  for (std::size_t i = 1; i < words.size(); ++i) note += cat(", ", words[i]);
  add_value(
      word,
      [name = word.name, words = std::move(words), take = std::move(take)](const std::string& text) -> Status {
        ODCA_TRY_ASSIGN(const std::size_t chosen, index_of(name, text, words));
        take(chosen);
        return {};
      },
      std::move(note));
}

void CommandLine::add(Word word, bool& into) {
  add_option(word, Kind::flag, {}, [&into](const std::vector<std::string>&) -> Status {
    into = true;
    return {};
  });
}

void CommandLine::add(Word word, std::string& into) {
  word.required = true;
  add_value(word, [&into](const std::string& text) -> Status {
    into = text;
    return {};
  });
}

void CommandLine::add(Word word, std::optional<std::string>& into) {
  add_value(word, [&into](const std::string& text) -> Status {
    into = text;
    return {};
  });
}

void CommandLine::add(Word word, std::vector<std::string>& into) {
  add_option(word, Kind::values, {}, [&into](const std::vector<std::string>& given) -> Status {
    into = given;
    return {};
  });
}

void CommandLine::add(Word word, std::optional<Time>& into) { add(word, Reader<Time>(read_time), into); }

void CommandLine::add(Word word, unsigned smallest, unsigned largest, unsigned& into) {
  add_value(
      word,
      [&into, name = word.name, smallest, largest](const std::string& text) -> Status {
        ODCA_TRY_ASSIGN(into, read_number_between(name, text, smallest, largest));
        return {};
      },
      cat("; default ", into));
}

void CommandLine::add(Word word, unsigned smallest, unsigned largest, std::optional<unsigned>& into) {
  const Reader<unsigned> read = [smallest, largest](std::string_view name, std::string_view text) {
    return read_number_between(name, text, smallest, largest);
  };
  add(word, read, into);
}

void CommandLine::output(std::initializer_list<Format> formats, Output& into) {
  Choices<Format> choices;
  for (const Format format : formats) choices.emplace_back(to_string(format), format);
  add({"--format", "FORMAT", "form of the answer"}, choices, into.format);
  output_ = &into;
  if (std::find(formats.begin(), formats.end(), Format::json) == formats.end()) return;
  add({"--json", {}, "the same as --format json"}, json_);
  exclusive({"--json", "--format"});
}

void CommandLine::argument(Word word, std::string& into) { argument_.emplace_back(word, &into); }

void CommandLine::arguments(Word word, std::size_t at_least, std::vector<std::string>& into) {
  more_word_ = word;
  more_at_least_ = at_least;
  more_arguments_ = &into;
}

// Reading.

bool CommandLine::asks_for_json(const std::vector<std::string>& words) const {
  const auto own =
      std::find_if(options_.begin(), options_.end(), [](const Option& o) { return o.word.name == "--json"; });
  const bool flag = own == options_.end() || own->kind == Kind::flag;
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    if (words[i] == "--json" && flag) return true;
    if (words[i] == "--format=json" || (words[i] == "--format" && i + 1 < words.size() && words[i + 1] == "json"))
      return true;
  }
  return false;
}

Error CommandLine::unknown(std::string_view option) const {
  const std::string_view name = option.substr(0, option.find('='));
  std::vector<std::string_view> known{"--help", "--version"};
  for (const Option& each : options_) known.push_back(each.word.name);
  const auto near = nearest(name, known);
  return usage_error(cat("unknown option ", quote(name)), near ? cat("did you mean '", *near, "'; ", see()) : see());
}

/// split tells options, values and arguments apart. CLI11 takes `--x=` for an option whose value is the next word, so
/// an empty value behind the sign is refused before. All behind `--` is an argument.
Status CommandLine::split(const std::vector<std::string>& all) {
  const auto mark = std::find(all.begin(), all.end(), "--");
  const std::vector<std::string> words(all.begin(), mark);
  for (const std::string& word : words) {
    if (word.starts_with("--") && word.find('=') == word.size() - 1)
      return usage_error(cat("empty value of option ", quote(word.substr(0, word.size() - 1))), see());
  }
  CLI::App app;
  app.set_help_flag("");  // the text of --help is ours
  app.allow_extras();
  const CLI::Option* const help = app.add_flag("-h,--help")->disable_flag_override();
  const CLI::Option* const version = app.add_flag("--version")->disable_flag_override();
  std::vector<const CLI::Option*> made;
  for (const Option& option : options_) {
    const std::string name(option.word.name);
    if (option.kind == Kind::flag)
      made.push_back(app.add_flag(name)->disable_flag_override());
    else
      made.push_back(app.add_option(name)
                         ->expected(1, takes_several(option.word) ? kMany : 1)
                         ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll));
  }
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // from the last one on
  } catch (const CLI::ArgumentMismatch& mismatch) {
    // "--at: 1 required TEXT missing", "strict was given a disallowed flag override"
    const std::string_view what = mismatch.what();
    const std::string_view name = what.substr(0, what.find_first_of(": "));
    const bool flag = what.find("flag override") != std::string_view::npos;
    return usage_error(
        cat(flag ? "unexpected" : "missing", " value of option '", name.starts_with('-') ? "" : "--", name, "'"),
        see());
  } catch (const CLI::ParseError& error) {
    return usage_error(cat("unreadable command line: ", error.what()), see());
  }
  help_ = help->count() > 0;
  version_ = version->count() > 0;
  for (std::size_t i = 0; i < made.size(); ++i) {
    options_[i].given = made[i]->results();
    options_[i].count = made[i]->count();
  }
  arguments_ = app.remaining();
  for (const std::string& rest : arguments_)
    if (rest.size() > 1 && rest.starts_with('-')) return unknown(rest);
  if (mark != all.end()) arguments_.insert(arguments_.end(), mark + 1, all.end());
  return {};
}

Status CommandLine::check_option(const Option& option) const {
  const std::string name = quote(option.word.name);
  if (option.kind != Kind::values && option.count > 1)
    return usage_error(cat("duplicate option ", name), "give it once");
  const auto is_option = [this](std::string_view text) {
    return std::any_of(options_.begin(), options_.end(), [text](const Option& each) { return each.word.name == text; });
  };
  if (std::any_of(option.given.begin(), option.given.end(), is_option) && option.kind != Kind::flag)
    return usage_error(cat("missing value of option ", name), see());  // CLI11 took the next option for it
  if (option.kind == Kind::flag || option.word.may_be_empty) return {};
  if (std::find(option.given.begin(), option.given.end(), "") != option.given.end())
    return usage_error(cat("empty value of option ", name), see());
  return {};
}

Status CommandLine::check_arguments() const {
  const std::string write = cat("write: ", usage());
  const std::size_t named = argument_.size();
  const std::size_t count = arguments_.size();
  if (count > named && more_arguments_ == nullptr)
    return usage_error(cat("unexpected argument ", quote(arguments_[named])),
                       named > 0                       ? write
                       : instead_of_arguments_.empty() ? see()
                                                       : cat(instead_of_arguments_, "; ", see()));
  if (count < named + more_at_least_)
    return usage_error(cat("missing argument ", count < named ? argument_[count].first.name : more_word_.name), write);
  const auto empty = std::find(arguments_.begin(), arguments_.end(), "");
  if (empty == arguments_.end()) return {};
  const auto place = static_cast<std::size_t>(empty - arguments_.begin());  // not negative
  return usage_error(cat("empty argument ", place < named ? argument_[place].first.name : more_word_.name), write);
}

void CommandLine::take_arguments() {
  const auto named = static_cast<std::ptrdiff_t>(argument_.size());  // a few
  for (std::size_t i = 0; i < argument_.size(); ++i) *argument_[i].second = arguments_[i];
  if (more_arguments_ != nullptr) more_arguments_->assign(arguments_.begin() + named, arguments_.end());
}

std::size_t CommandLine::count_of(std::string_view name) const { return option_called(name).count; }

const CommandLine::Option& CommandLine::option_called(std::string_view name) const {
  const auto found =
      std::find_if(options_.begin(), options_.end(), [name](const Option& each) { return each.word.name == name; });
  ODCA_CHECK(found != options_.end());
  return *found;
}

Status CommandLine::check_together() const {
  for (const Option& option : options_)
    if (option.word.required && option.count == 0)
      return usage_error(cat("missing option ", quote(option.word.name)), cat("write: ", usage()));
  const auto given = [this](const std::vector<std::string_view>& names) {
    return std::count_if(names.begin(), names.end(), [this](std::string_view name) { return count_of(name) > 0; });
  };
  for (const auto& names : exclusive_)
    if (given(names) > 1) return usage_error(cat(listed(names), " exclude each other"), "give one of them");
  if (exactly_one_.empty() || given(exactly_one_) == 1) return {};
  return usage_error(cat("expected one of ", listed(exactly_one_), ", found ", given(exactly_one_), " of them"),
                     cat("write: ", usage()));
}

Result<CommandLine::Wish> CommandLine::parse(const std::vector<std::string>& words) {
  ODCA_TRY(split(words));
  if (help_) return Wish::help;
  if (version_) return Wish::version;
  for (const Option& option : options_) ODCA_TRY(check_option(option));
  ODCA_TRY(check_arguments());
  ODCA_TRY(check_together());
  for (const Option& option : options_)
    if (option.count > 0) ODCA_TRY(option.take(option.given));
  take_arguments();
  if (output_ != nullptr) {
    if (json_) output_->format = Format::json;
    output_->colour = coloured(colour_, Stream::output);
  }
  return Wish::work;
}

// The help.

std::string CommandLine::usage() const {
  const auto shown = [](const Word& word) { return cat(word.name, word.value.empty() ? "" : " ", word.value); };
  std::string usage = name();
  for (const auto& [word, into] : argument_) usage += cat(' ', word.name);
  for (std::size_t i = 1; i < more_at_least_; ++i)
    usage += cat(' ', more_word_.name.substr(0, more_word_.name.find('.')));
  if (more_arguments_ != nullptr) usage += cat(' ', more_word_.name);
  for (const Option& option : options_)
    if (option.word.required) usage += cat(' ', shown(option.word));
  for (std::size_t i = 0; i < exactly_one_.size(); ++i)
    usage += cat(i == 0 ? " " : " | ", shown(option_called(exactly_one_[i]).word));
  return usage + " [options]";
}

std::string CommandLine::help_of_words() const {
  std::string help;
  if (!argument_.empty() || more_arguments_ != nullptr) help += "\narguments:\n";
  for (const auto& [word, into] : argument_) help += help_row(word.name, word.help);
  if (more_arguments_ != nullptr) help += help_row(more_word_.name, more_word_.help);
  std::vector<std::string_view> headings;
  for (const Option& option : options_)
    if (option.heading != kOther && std::find(headings.begin(), headings.end(), option.heading) == headings.end())
      headings.push_back(option.heading);
  headings.push_back(kOther);
  for (const std::string_view heading : headings) {
    help += cat('\n', heading, ":\n");
    for (const Option& option : options_)
      if (option.heading == heading)
        help += help_row(cat(option.word.name, option.word.value.empty() ? "" : " ", option.word.value),
                         cat(option.word.help, option.note));
  }
  return help + help_row("-h, --help", "this text") + help_row("--version", "the version");
}

}  // namespace odca::cli
