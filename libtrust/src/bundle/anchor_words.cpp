// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/anchor_words.h"

#include <optional>
#include <string_view>

#include "base/text.h"
#include "x509/attribute_name.h"

namespace odca::bundle {
namespace {

template <class Number>
std::string number_or_any(const std::optional<Number>& number) {
  return number ? std::to_string(*number) : "any";
}

std::string bounds_words(const AnchorConstraints& limits) {
  std::string text = cat("path length ", number_or_any(limits.path_len));
  const bool any_version = !limits.min_amt && !limits.max_amt;
  text += any_version
              ? std::string(", any AMT version")
              : cat(", AMT versions from ", number_or_any(limits.min_amt), " to ", number_or_any(limits.max_amt));
  std::vector<std::string> demands;
  for (const NamePart& part : limits.first_ca) demands.push_back(part_text(part));
  return text + (demands.empty() ? ", any first CA" : cat(", of the first CA: ", join(demands)));
}

}  // namespace

std::string join(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += cat(list.empty() ? "" : ", ", word);
  return list.empty() ? "nothing" : list;
}

std::string part_text(const NamePart& part) {
  return cat(attribute_name(part.type), part.prefix ? " starts with " : " is ", quote(part.value));
}

std::string interval_words(const Validity& interval) {
  return cat("from ", format_time(interval.not_before), " to ", format_time(interval.not_after));
}

std::string anchor_words(const TrustAnchor& anchor) {
  const AnchorConstraints& limits = anchor.constraints;
  std::string text = cat("for ", join(anchor.roles.to_strings()), ", key ", to_hex(anchor.spki_sha256), ", subject ",
                         quote(anchor.subject.to_string()), ", ", bounds_words(limits));
  text += limits.use_window ? cat(", to be used ", interval_words(*limits.use_window)) : ", to be used at any time";
  if (anchor.certificate)
    return text + cat(", its certificate valid ", interval_words((*anchor.certificate)->validity));
  return text + (anchor.validity ? cat(", valid ", interval_words(*anchor.validity))
                                 : std::string(", without a certificate or dates"));
}

}  // namespace odca::bundle
