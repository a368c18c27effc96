// Rule: a catalogue row with the function that checks it. A new rule is one function and one row in its theme's table.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "chain/path.h"
#include "odca/evidence.h"
#include "odca/finding.h"
#include "odca/policy.h"
#include "odca/rule_catalog.h"
#include "odca/trust_store.h"
#include "profile/profile.h"
#include "revocation/revocation.h"
#include "validate/path_validation.h"

namespace odca {

/// TargetChoice is how the certificate asked about was found.
struct TargetChoice {
  std::optional<std::size_t> index{};  ///< into Evidence::certificates
  std::string reason{};                ///< "none", "ambiguous", "named-absent" when index is empty
  std::vector<std::size_t> candidates{};
};

/// RuleInput is everything a rule may look at. `path.anchor` is empty when no path was found.
struct RuleInput {
  const Evidence& evidence;
  const Question& question;
  Time judged_at;
  const Policy& policy;
  const TrustStore& store;
  const TargetChoice& target;
  const Path& path;
  const ChainProfile& profile;
  const std::vector<std::string>& roles;
  const std::vector<Problem>& problems;                  ///< of validate_path
  const std::vector<CertificateRevocation>& revocation;  ///< one per step; empty when not checked
  const std::vector<LimitHit>& limits;                   ///< of reading and of the search

  bool is_odca() const { return profile.id == "odca"; }
};

/// Answer is where a rule reports. The engine sets rule id and severity afterwards.
class Answer {
 public:
  /// fail reports what is wrong.
  Finding& report(std::string message, std::optional<std::size_t> cert = {}, std::string reason = {});
  /// lower marks the finding just reported as allowed by a lab allowance: it becomes a warning at most.
  void allow_in_lab(std::string why);
  void not_applicable() { applicable_ = false; }

  bool applicable() const { return applicable_; }
  struct Item {
    Finding finding{};
    bool lab = false;
  };
  std::vector<Item>& items() { return items_; }

 private:
  bool applicable_ = true;
  std::vector<Item> items_{};
};

struct Rule {
  RuleInfo info;
  void (*check)(const RuleInput&, Answer&);
};

/// all_rules lists every theme's table, in catalogue order.
std::span<const Rule* const> all_rules();

}  // namespace odca
