// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// One door for programs that judge devices: the policy, what is trusted on this machine, and the verifier of both.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "odca/installed.h"
#include "odca/verifier.h"

namespace odca {

/// StateChoice is the state directory that a program reads, and who chose it.
struct StateChoice {
  std::filesystem::path directory{};
  std::string chosen_by{};  ///< "--state", "default", "XDG_STATE_HOME" or "HOME"
  bool by_environment = false;
  std::string remark{};  ///< for the report
};

/// state_in_use is the state directory of installed trust that counts for this process: `named` when given, else that
/// of the system (kStatePlace) when it is there, else that of the user (XDG_STATE_HOME or HOME in the environment).
/// Fails with Errc::usage when `named` is empty, is not there or is a file.
Result<StateChoice> state_in_use(const std::optional<std::filesystem::path>& named);
/// user_state is the state directory of the user, or nothing when the environment names no home.
std::optional<StateChoice> user_state();

/// trust_choice reads what stands for a source of trust on a command line: "system", "embedded", "combined", or a file
/// or folder, which is read as source custom. What `policy` lets OS roots vouch for stays. Fails with Errc::usage.
Result<TrustChoice> trust_choice(const std::string& text, TrustChoice policy);

/// OpenOptions says what counts besides the defaults of this machine. Only `now` must be given: the time at which
/// policy exceptions, bundles and their root of trust are judged.
struct OpenOptions {
  Time now;
  std::optional<std::filesystem::path> policy{};  ///< a policy file; empty: the compiled-in policy
  std::optional<std::string> trust{};             ///< as trust_choice() takes it; empty: the policy's choice
  std::optional<std::filesystem::path> root{};    ///< the root of trust; empty: as find_root_of_trust() finds it
  std::optional<std::filesystem::path> state{};   ///< the state directory; empty: as state_in_use() finds it
  Strictness strictness = Strictness::default_;
};

/// MachineVerifier is the verifier of a policy and of what is trusted on this machine. It may be used by several
/// threads at once, refresh() included; a verdict is made with what was loaded when it began.
class MachineVerifier {
 public:
  Verdict verify(const Evidence& evidence, const Question& question, LinkCache* links = nullptr) const;
  Policy policy() const { return current()->policy(); }
  /// current is the verifier in use. It stays as it is when a refresh puts another in its place.
  std::shared_ptr<const Verifier> current() const;

  /// refresh reads the policy, the installed trust and the source again, as of `now`, for programs that run long: a
  /// bundle may have been installed, or have expired. On failure what was loaded stays in use, and the Error says what
  /// is wrong; whoever must not judge by older trust stops there. It takes some milliseconds.
  Status refresh(Time now);

 private:
  friend Result<MachineVerifier> open_verifier(OpenOptions options);
  struct Shared {
    std::mutex lock{};
    std::shared_ptr<const Verifier> verifier{};
  };
  MachineVerifier(OpenOptions options, std::shared_ptr<const Verifier> verifier);

  OpenOptions options_;
  std::shared_ptr<Shared> shared_;
};

/// open_verifier finds the policy, the root of trust and the state directory, loads the source of trust, and gives the
/// verifier. What is wrong with installed trust is not an error: every verdict tells of it (TrustCondition). Errors are
/// those of load_policy(), find_root_of_trust(), state_in_use() and TrustStore::load().
Result<MachineVerifier> open_verifier(OpenOptions options);

/// read_evidence reads one file of at most limits.input_bytes as read_dump() does, and takes it as all the evidence.
Result<Evidence> read_evidence(const std::filesystem::path& file, const Limits& limits);

}  // namespace odca
