// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "state/state_directory.h"

#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "state/log.h"
#include "state/sealed.h"

namespace odca::state {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::size_t kNameDigits = 16;
constexpr std::size_t kMaxVersionDigits = 16;  // of 2^53 - 1

/// of_damage turns "too large" into "damaged": a file of ours never is.
Error of_damage(Error error, std::string_view name) {
  return error.reason == "E_LIMIT" ? corrupt(name, error.message) : std::move(error);
}

/// add_any_ledger reads a ledger file of any owner: denials do no harm.
Status add_any_ledger(const Directory& directory, const std::string& name, FoundLedgers& found) {
  auto content = directory.read(name, kMaxLedgerBytes, Owner::anyone);
  if (!content) return of_damage(std::move(content).error(), name);
  if (!*content) return corrupt(name, "it disappeared while it was read");
  ODCA_TRY_ASSIGN(const Ledger ledger, read_ledger(**content, name));
  found.ledger = bundle::united(std::move(found.ledger), ledger);
  found.hashes.insert(hash_of(**content));
  return {};
}

}  // namespace

Result<std::optional<State>> read_committed(const Directory& directory) {
  auto content = directory.read(std::string(kStateName), kMaxStateBytes);
  if (!content) return of_damage(std::move(content).error(), kStateName);
  if (*content) {
    ODCA_TRY_ASSIGN(State state, read_state(**content));
    return std::optional<State>(std::move(state));
  }
  // The log is made after the first commit is durable: without a state, the state was lost.
  ODCA_TRY_ASSIGN(const auto log, directory.kind_of(std::string(kLogName)));
  if (log) return corrupt(kStateName, "it is missing, and the log records installs");
  return std::optional<State>{};
}

Result<Ledger> read_named_ledger(const Directory& directory, const State& state) {
  if (state.ledger.empty()) return Ledger{};
  const std::string name = ledger_file_name(state.ledger);
  auto content = directory.read(name, kMaxLedgerBytes);
  if (!content) return of_damage(std::move(content).error(), name);
  if (!*content) return corrupt(name, "it is missing");
  if (hash_of(**content) != state.ledger) return corrupt(name, "its SHA-256 differs from the one in the state");
  return read_ledger(**content, name);
}

FoundLedgers every_ledger(const Directory& directory) {
  FoundLedgers found;
  auto names = directory.list();
  if (!names) {
    found.missed.push_back(std::move(names).error());
    return found;
  }
  for (const std::string& name : *names) {
    if (!is_ledger_file_name(name)) continue;
    Status added = add_any_ledger(directory, name, found);
    if (!added) found.missed.push_back(std::move(added).error());
  }
  return found;
}

Result<bundle::VerifiedBundle> verify_stored(const Directory& directory, const BundleReference& reference,
                                             const bundle::Floor& floor, const Verify& verify) {
  ODCA_TRY_ASSIGN(const std::optional<Directory> bundles, directory.child(std::string(kBundlesName)));
  const std::string name = reference.file_name();
  if (!bundles) return corrupt(name, "its folder is missing");
  ODCA_TRY(bundles->check_owner());
  auto content = bundles->read(name, kMaxBundleBytes);
  if (!content) return of_damage(std::move(content).error(), name);
  if (!*content) return corrupt(name, "it is missing");
  if (hash_of(**content) != reference.file_sha256)
    return corrupt(name, "its SHA-256 differs from the installed file's");
  ODCA_TRY_ASSIGN(bundle::VerifiedBundle verified, verify(**content, floor, bundle::Moment::load));
  if (reference_to(verified) != reference) return corrupt(name, "it is another bundle than the one in the state");
  return verified;
}

std::optional<std::uint64_t> version_in_name(std::string_view name) {
  const std::size_t dash = name.find('-');
  if (dash == 0 || dash == std::string_view::npos || dash > kMaxVersionDigits) return {};
  const std::string_view digits = name.substr(0, dash);
  const std::string_view id = name.substr(dash + 1);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos || digits.front() == '0') return {};
  if (id.size() != kNameDigits + 4 || !id.ends_with(".atb")) return {};
  if (id.substr(0, kNameDigits).find_first_not_of(kHexDigits) != std::string_view::npos) return {};
  std::uint64_t version = 0;
  // At most 16 digits: no overflow. The digit's value is between 0 and 9.
  for (const char digit : digits) version = version * 10 + static_cast<std::uint64_t>(digit - '0');
  return version;
}

}  // namespace odca::state
