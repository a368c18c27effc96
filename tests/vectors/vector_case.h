// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A vector: one folder of tests/vectors/chains, read strictly, and asked through the public interface of the library.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "odca/trust.h"

namespace odca::vectors {

enum class Expect { trusted, rejected, error };

/// VectorCase is case.yaml: what is asked, and what the answer must be.
struct VectorCase {
  std::string name{};  ///< of the folder
  std::filesystem::path folder{};
  std::string about{};
  std::filesystem::path chain{};
  std::filesystem::path crls{};  ///< empty: none
  Policy policy{};               ///< with the trust choice of the case
  Strictness strictness = Strictness::default_;
  Question question{.at = {}};
  DeviceFacts device{};
  Expect expect = Expect::rejected;
  std::string error{};      ///< reason slug of the error expected
  std::string neighbour{};  ///< the nearest case without the findings of this one
  bool notes_too = false;   ///< `findings` lists the notes as well
  std::vector<std::string> findings{};
  std::vector<TrustCondition> conditions{};  ///< of the installed trust, as if found on the machine
};

/// all_case_names lists the folders of tests/vectors/chains, sorted.
std::vector<std::string> all_case_names();
/// read_case reads tests/vectors/chains/<name>/case.yaml; unknown keys and missing files are errors.
Result<VectorCase> read_case(const std::string& name);
/// read_evidence reads the inputs of the case as odca-verify does.
Result<Evidence> read_evidence(const VectorCase& vector);
/// make_verifier loads the trust material of the case.
Result<Verifier> make_verifier(const VectorCase& vector, Strictness strictness);

/// line_of writes a finding as case.yaml does: "fail cert.validity @3 expired".
std::string line_of(const Finding& finding);
/// lines_of lists the findings down to the severity, sorted.
std::vector<std::string> lines_of(const Verdict& verdict, Severity lowest);

}  // namespace odca::vectors
