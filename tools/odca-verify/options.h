// Options: what was written on the command line, as it was written. Meaning is given to it by the commands.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "odca/result.h"

namespace odca::cli {

enum class Command { verify, batch, inspect, rules, anchors, policy_show, help, version };

/// Options holds texts; an option that was not given is empty. Nothing here has been judged yet except that it was
/// known, that it had a value where it needs one, and that it goes with the command.
struct Options {
  Command command = Command::verify;
  std::optional<std::string> format{};
  std::optional<std::string> trust{};
  std::optional<std::string> policy{};
  std::optional<std::string> root{};   ///< --root FILE: root of trust of bundles
  std::optional<std::string> state{};  ///< --state DIR: where bundles are installed

  // verify
  std::vector<std::string> chains{};
  std::vector<std::string> crls{};
  std::optional<std::string> purpose{};
  std::optional<std::string> phase{};
  std::optional<std::string> at{};
  std::optional<std::string> target{};
  std::optional<std::string> amt_version{};
  std::optional<std::string> leaf_hash{};
  std::optional<std::string> upid{};
  std::optional<std::string> pin{};
  std::optional<std::string> name{};
  std::optional<std::string> eku{};
  std::optional<std::string> max_depth{};
  std::optional<std::string> colour{};
  bool strict = false;
  bool explain = false;

  // batch: the options of verify that do not name one device, and these
  std::vector<std::string> inputs{};
  std::optional<std::string> jobs{};
  std::optional<std::string> output{};
  std::optional<std::string> link_cache{};
  bool resume = false;

  // inspect
  std::string file{};

  // rules
  std::optional<std::string> rule{};
};

/// parse_options reads the command line. Fails with Errc::usage.
Result<Options> parse_options(int argc, const char* const* argv);

/// asks_for_json tells whether `--format json` is on the command line, even when the rest of it makes no sense.
bool asks_for_json(int argc, const char* const* argv);

}  // namespace odca::cli
