// Options: what was written on the command line, as it was written. Meaning is given to it by the commands.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "odca/result.h"

namespace odca::bundle_tool {

enum class Command {
  install,
  status,
  rollback,
  recover,
  log_verify,
  verify,
  inspect,
  diff,
  key_new,
  key_show,
  key_passwd,
  root_init,
  root_rotate,
  build,
  payload,
  sign,
  add_signature,
  merge,
  export_,
  minisign_key,
  minisign_sign,
  minisign_verify,
  help,
  version
};

/// Options holds texts; an option that was not given is empty. Nothing here has been judged yet except that it was
/// known, that it goes with the command, that it was given once and had a value where it needs one, and that the number
/// of arguments is right.
struct Options {
  Command command = Command::help;
  std::vector<std::string> arguments{};
  bool json = false;  ///< --json as a flag: the answer as one JSON object

  // where trust begins and what was accepted before
  std::optional<std::string> root{};   ///< --root FILE
  std::optional<std::string> state{};  ///< --state DIR
  bool user = false;                   ///< --user: the state directory of this user
  std::optional<std::string> at{};
  std::optional<std::string> lock_timeout{};

  // install, recover
  bool dry_run = false;
  bool yes = false;
  bool no_expansion = false;
  bool accept_jump = false;
  bool accept_floor_loss = false;
  bool accept_new_publisher = false;
  bool reset_clock = false;

  // inspect
  bool keys = false;

  // keys and root documents
  std::optional<std::string> out{};
  std::optional<std::string> passphrase_fd{};
  std::optional<std::string> new_passphrase_fd{};
  std::optional<std::string> cost{};
  bool unencrypted = false;
  std::vector<std::string> root_keys{};
  std::vector<std::string> release_keys{};
  std::vector<std::string> drop{};
  std::optional<std::string> root_threshold{};
  std::optional<std::string> release_threshold{};
  std::optional<std::string> expires{};
  bool force_threshold = false;

  // build, payload, sign, add-signature
  std::optional<std::string> previous{};
  bool check = false;
  std::optional<std::string> document{};
  std::vector<std::string> key_files{};
  std::optional<std::string> key_id{};
  std::optional<std::string> signature{};
  std::optional<std::string> comment{};
  std::optional<std::string> public_key{};

  // export: each names a folder or file to write
  std::optional<std::string> tuf{};
  std::optional<std::string> pem{};
  std::optional<std::string> p11_kit{};
  std::optional<std::string> json_file{};
};

/// parse_options reads the command line. Fails with E_USAGE.
Result<Options> parse_options(int argc, const char* const* argv);

/// asks_for_json tells whether `--json` is on the command line, even when the rest of it makes no sense.
bool asks_for_json(int argc, const char* const* argv);

}  // namespace odca::bundle_tool
