// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The command line of one command: it registers what it takes into a struct of its own, and everything else is done
// here alike for every command of every program: splitting, types, suggestions, errors, help. Splits by CLI11, which is
// included nowhere else.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "odca/report.h"
#include "odca/result.h"
#include "odca/time.h"

namespace odca::cli {

/// Word is an option or argument as the help shows it. Texts are literals: nothing here is copied.
struct Word {
  std::string_view name{};   ///< "--at"; of an argument its value: "FILE"
  std::string_view value{};  ///< "TIME"; "FILE..." takes several values at once; flags have none
  std::string_view help{};
  bool required = false;
  bool may_be_empty = false;
};

/// Description is what the help of a command says besides its options.
struct Description {
  std::string_view summary{};  ///< in the list of commands: "show certificates and CRLs, no verdict"
  std::string_view about{};    ///< two or three sentences
  std::vector<std::string_view> examples{};
  std::vector<std::pair<std::string_view, std::string_view>>
      statuses{};  ///< exit statuses, where they are not those of all
};

enum class Format { text, json, jsonl, summary, html, md };
std::string_view to_string(Format format);

/// Output is the form in which a command gives its answer.
struct Output {
  Format format = Format::text;
  Colour colour = Colour::never;  ///< for standard output, after the terminal was asked
  bool json() const { return format == Format::json; }
};

/// Reader gives the value of an option its meaning; `option` names it in errors.
template <class T>
using Reader = std::function<Result<T>(std::string_view option, std::string_view text)>;

/// Choices are the words for a value, the default first.
template <class T>
using Choices = std::vector<std::pair<std::string_view, T>>;

class CommandLine {
 public:
  /// `command` is empty for the program itself. What every command takes is registered here: --color, and the help and
  /// version, which end the reading.
  CommandLine(std::string_view program, std::string_view command);
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  void describe(Description description) { description_ = std::move(description); }
  /// heading begins a group of options in the help: "the trust".
  void heading(std::string_view text) { heading_ = text; }

  /// argument registers the next one, which must be there; arguments, after these, `at_least` or more.
  void argument(Word word, std::string& into);
  void arguments(Word word, std::size_t at_least, std::vector<std::string>& into);
  /// no_arguments says what to write in place of an argument, for commands that take none.
  void no_arguments(std::string_view hint) { instead_of_arguments_ = hint; }

  /// add registers an option. Those with a list of texts may be given again and again, all others once.
  void add(Word word, bool& into);
  void add(Word word, std::string& into);  ///< must be given
  void add(Word word, std::optional<std::string>& into);
  void add(Word word, std::vector<std::string>& into);
  void add(Word word, std::optional<Time>& into);
  /// add registers a number of decimal digits between two bounds; `into` holds the default.
  void add(Word word, unsigned smallest, unsigned largest, unsigned& into);
  void add(Word word, unsigned smallest, unsigned largest, std::optional<unsigned>& into);
  template <class T>
  void add(Word word, Reader<T> read, std::optional<T>& into) {
    add_value(word, [&into, name = word.name, read = std::move(read)](const std::string& text) -> Status {
      ODCA_TRY_ASSIGN(into, read(name, text));
      return {};
    });
  }
  /// add registers a choice of words; `into` is T, which gets the first one by default, or std::optional<T>.
  template <class T, class Into>
  void add(Word word, const Choices<T>& choices, Into& into) {
    std::vector<std::string_view> words;
    for (const auto& choice : choices) words.push_back(choice.first);
    if constexpr (std::is_same_v<T, Into>) into = choices.front().second;
    add_choice(word, std::move(words), [&into, choices](std::size_t chosen) { into = choices[chosen].second; });
  }
  /// output registers --format with these forms, the default first, and --json where that is one of them.
  void output(std::initializer_list<Format> formats, Output& into);

  /// exclusive: at most one of these may be given; exactly_one: one of them must be.
  void exclusive(std::vector<std::string_view> names) { exclusive_.push_back(std::move(names)); }
  void exactly_one(std::vector<std::string_view> names) { exactly_one_ = std::move(names); }

  /// Wish is what the line is for.
  enum class Wish { work, help, version };
  /// parse reads the words after the command and fills what was registered. To be called once. Fails with Errc::usage.
  Result<Wish> parse(const std::vector<std::string>& words);
  /// asks_for_json tells whether the answer, or the error in its place, is to be JSON, even when the rest of the words
  /// makes no sense.
  bool asks_for_json(const std::vector<std::string>& words) const;

  /// error_colour is what --color, else the terminal, says of standard error.
  Colour error_colour() const;

  /// is_whole_program tells whether no command was named.
  bool is_whole_program() const { return command_.empty(); }
  /// name is "odca-verify inspect".
  std::string name() const;
  const Description& description() const { return description_; }
  /// usage is "odca-verify inspect FILE [options]".
  std::string usage() const;
  /// see is where to read on: "see odca-verify help inspect".
  std::string see() const;
  /// help_of_words has the paragraphs of the help about arguments and options.
  std::string help_of_words() const;

 private:
  enum class When { terminal, always, never };
  enum class Kind { flag, value, values };
  struct Option {
    Word word;
    Kind kind;
    std::string_view heading;
    std::string note{};  ///< what follows from the type, for the help: " (default)"
    std::function<Status(const std::vector<std::string>&)> take;
    std::vector<std::string> given{};
    std::size_t count = 0;
  };
  void add_option(Word word, Kind kind, std::string note, std::function<Status(const std::vector<std::string>&)> take);
  void add_value(Word word, std::function<Status(const std::string&)> take, std::string note = {});
  void add_choice(Word word, std::vector<std::string_view> words, std::function<void(std::size_t)> take);

  Status split(const std::vector<std::string>& all);
  Status check_option(const Option& option) const;
  Status check_arguments() const;
  void take_arguments();
  Status check_together() const;
  std::size_t count_of(std::string_view name) const;
  const Option& option_called(std::string_view name) const;
  Error unknown(std::string_view option) const;

  std::string_view program_;
  std::string_view command_;
  Description description_{};
  std::string_view heading_{};
  std::vector<Option> options_{};
  std::vector<std::pair<Word, std::string*>> argument_{};
  std::vector<std::string>* more_arguments_ = nullptr;
  Word more_word_{};
  std::size_t more_at_least_ = 0;
  std::vector<std::string> arguments_{};
  std::string_view instead_of_arguments_{};
  std::vector<std::vector<std::string_view>> exclusive_{};
  std::vector<std::string_view> exactly_one_{};
  bool help_ = false;
  bool version_ = false;
  bool json_ = false;
  When colour_ = When::terminal;
  Output* output_ = nullptr;
};

}  // namespace odca::cli
