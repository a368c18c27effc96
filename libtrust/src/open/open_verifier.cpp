// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include "base/suggestion.h"
#include "base/text.h"
#include "odca/open.h"
#include "odca/policy_file.h"
#include "os/file.h"

namespace odca {
namespace {

Result<Policy> read_policy(const OpenOptions& options) {
  Policy policy;
  if (options.policy) {
    ODCA_TRY_ASSIGN(policy, load_policy(*options.policy));
  }
  if (options.trust) {
    ODCA_TRY_ASSIGN(policy.trust, trust_choice(*options.trust, std::move(policy.trust)));
  }
  return policy;
}

/// look_at_machine finds the root of trust of bundles, and what is installed under it.
Status look_at_machine(const OpenOptions& options, SourceContext& context) {
  ODCA_TRY_ASSIGN(StateChoice choice, state_in_use(options.state));
  InstalledPlace place{.state = std::move(choice.directory),
                       .chosen_by = std::move(choice.chosen_by),
                       .by_environment = choice.by_environment,
                       .remark = std::move(choice.remark),
                       .now = options.now};
  ODCA_TRY_ASSIGN(place.root, find_root_of_trust(options.root));
  load_installed(place, context);
  return {};
}

Result<std::shared_ptr<const Verifier>> load(const OpenOptions& options) {
  ODCA_TRY_ASSIGN(Policy policy, read_policy(options));
  SourceContext context;
  // A path in the policy starts at the policy's folder; a path that the caller names starts here.
  if (options.policy && !options.trust) context.policy_dir = options.policy->parent_path();
  ODCA_TRY(look_at_machine(options, context));
  ODCA_TRY_ASSIGN(TrustStore store, TrustStore::load(policy.trust, context));
  return std::make_shared<const Verifier>(std::move(policy), std::move(store), options.strictness);
}

}  // namespace

Result<TrustChoice> trust_choice(const std::string& text, TrustChoice policy) {
  constexpr std::array kSources{SourceKind::system, SourceKind::embedded, SourceKind::combined};
  std::array<std::string_view, kSources.size()> names{};
  std::transform(kSources.begin(), kSources.end(), names.begin(), [](SourceKind source) { return to_string(source); });
  policy.path.clear();
  for (const SourceKind source : kSources) {
    if (text != to_string(source)) continue;
    policy.source = source;
    return policy;
  }
  std::error_code problem;
  if (text.empty() || !std::filesystem::exists(text, problem)) {
    const auto near = nearest(text, names);
    return Error{
        .code = Errc::usage,
        .message =
            cat("expected system, embedded, combined or a file or folder as the source of trust, found ", quote(text)),
        .hint = near ? cat("did you mean ", quote(*near)) : "the path does not exist or cannot be reached",
        .reason = "usage"};
  }
  policy.source = SourceKind::custom;
  policy.path = text;
  return policy;
}

MachineVerifier::MachineVerifier(OpenOptions options, std::shared_ptr<const Verifier> verifier)
    : options_(std::move(options)), shared_(std::make_shared<Shared>()) {
  shared_->verifier = std::move(verifier);
}

std::shared_ptr<const Verifier> MachineVerifier::current() const {
  const std::lock_guard hold(shared_->lock);
  return shared_->verifier;
}

Verdict MachineVerifier::verify(const Evidence& evidence, const Question& question, LinkCache* links) const {
  return current()->verify(evidence, question, links);
}

Status MachineVerifier::refresh(Time now) {
  OpenOptions options = options_;
  options.now = now;
  ODCA_TRY_ASSIGN(std::shared_ptr<const Verifier> verifier, load(options));
  const std::lock_guard hold(shared_->lock);
  shared_->verifier = std::move(verifier);
  return {};
}

Result<MachineVerifier> open_verifier(OpenOptions options) {
  ODCA_TRY_ASSIGN(std::shared_ptr<const Verifier> verifier, load(options));
  return MachineVerifier(std::move(options), std::move(verifier));
}

Result<Evidence> read_evidence(const std::filesystem::path& file, const Limits& limits) {
  ODCA_TRY_ASSIGN(const Bytes content, read_file(file, limits.input_bytes));
  ODCA_TRY_ASSIGN(Dump dump, read_dump(content, file.string(), limits));
  Evidence evidence;
  evidence.add(std::move(dump));
  return evidence;
}

}  // namespace odca
