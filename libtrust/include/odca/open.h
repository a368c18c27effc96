// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// open_verifier: the verifier for the policy and the trust of this machine.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "odca/installed.h"
#include "odca/verifier.h"

namespace odca {

/// StateChoice is the state directory of installed trust, and who chose it.
struct StateChoice {
  std::filesystem::path directory{};
  std::string chosen_by{};  ///< "--state", "default", "XDG_STATE_HOME" or "HOME"
  bool by_environment = false;
  std::string remark{};  ///< for the report
};

/// state_in_use is the state directory for this process: `named` when given, else that of the system (kStatePlace) if
/// it exists, else that of the user (environment variable XDG_STATE_HOME or HOME). Fails with Errc::usage when `named`
/// is empty, missing or a file.
Result<StateChoice> state_in_use(const std::optional<std::filesystem::path>& named);
/// user_state is the state directory of the user; nothing when the environment has neither variable.
std::optional<StateChoice> user_state();

/// trust_choice parses a source of trust as given on a command line: "system", "embedded", "combined", or the path of a
/// file or folder for source custom. It replaces the source in `policy` and keeps the rest, such as system_roles. Fails
/// with Errc::usage.
Result<TrustChoice> trust_choice(const std::string& text, TrustChoice policy);

/// OpenOptions override the defaults of this machine. Only `now` is required: the time at which installed bundles
/// and their root of trust are judged.
struct OpenOptions {
  Time now;
  std::optional<std::filesystem::path> policy{};  ///< a policy file; empty: the compiled-in policy
  std::optional<std::string> trust{};             ///< as trust_choice() takes it; empty: the policy's choice
  std::optional<std::filesystem::path> root{};    ///< the root of trust; empty: as find_root_of_trust() finds it
  std::optional<std::filesystem::path> state{};   ///< the state directory; empty: as state_in_use() finds it
  Strictness strictness = Strictness::default_;
};

/// MachineVerifier is a Verifier for the policy and the trust of this machine. It may be used by several threads at
/// once, refresh() included; each verdict uses the policy and trust loaded when it began.
class MachineVerifier {
 public:
  Verdict verify(const Evidence& evidence, const Question& question, LinkCache* links = nullptr) const;
  Policy policy() const { return current()->policy(); }
  /// current is the verifier in use; refresh() replaces it and does not change it.
  std::shared_ptr<const Verifier> current() const;

  /// refresh reloads the policy, the installed trust and the source as of `now`, for long-running programs: a bundle
  /// may have been installed or have expired. On failure the loaded state stays in use; a program that must not use
  /// older trust has to stop. It takes some milliseconds.
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

/// open_verifier finds the policy, the root of trust and the state directory, loads the source of trust, and returns
/// the verifier. Defects of installed trust are not errors but findings in every verdict (TrustCondition). Fails as
/// load_policy(), find_root_of_trust(), state_in_use() and TrustStore::load() do.
Result<MachineVerifier> open_verifier(OpenOptions options);

/// read_evidence reads one file of at most limits.input_bytes with read_dump() as the whole evidence.
Result<Evidence> read_evidence(const std::filesystem::path& file, const Limits& limits);

}  // namespace odca
