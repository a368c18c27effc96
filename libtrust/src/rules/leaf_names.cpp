// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "rules/leaf_names.h"

#include "base/text.h"

namespace odca {
namespace {

struct Service {
  std::string_view common_name;
  std::optional<Purpose> purpose;  ///< empty: an application that is no AMT service
  std::string_view title;
};

// The first name of each service is the current one, the second that of early firmware (docs/hierarchy.md 2).
constexpr Service kServices[] = {
    {"AMT RCFG", Purpose::amt_activation, "remote configuration"},
    {"iAMT CSME IDevID RCFG", Purpose::amt_activation, "remote configuration"},
    {"AMT WS-MAN", Purpose::amt_wsman, "WS-Management"},
    {"iAMT CSME IDevID WS-MAN", Purpose::amt_wsman, "WS-Management"},
    {"AMT AuditL", Purpose::amt_auditlog, "the audit log"},
    {"iAMT CSME IDevID AuditL", Purpose::amt_auditlog, "the audit log"},
    {"DAL Intel TA", {}, "the DAL trusted application"},
};

}  // namespace

std::vector<std::string> leaf_names(const Policy& policy, Purpose purpose) {
  if (const auto chosen = policy.leaf_names.find(to_string(purpose)); chosen != policy.leaf_names.end())
    return chosen->second;
  std::vector<std::string> names;
  for (const Service& service : kServices)
    if (service.purpose == purpose) names.emplace_back(service.common_name);
  return names;
}

std::string service_named(std::string_view common_name) {
  for (const Service& service : kServices)
    if (service.common_name == common_name) return std::string(service.title);
  return {};
}

}  // namespace odca
