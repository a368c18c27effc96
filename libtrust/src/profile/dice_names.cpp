// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "profile/dice_names.h"

namespace odca {

bool is_dice_subca_name(const Name& subject) {
  if (subject.attributes().size() != 3) return false;
  return subject.first(kOrganization) == "Intel Corporation" && subject.first(kOrganizationIdentifier) == "PEN:343" &&
         subject.first(kCommonName).value_or("").starts_with("Intel DICE SubCA CAID:343_");
}

bool is_dice_root_name(const Name& subject) {
  return subject.count(kCommonName) == 1 && subject.first(kCommonName) == "DCP DICE Global Root CA";
}

bool bears_dice_subca_name(const Path& path) {
  // Only what the anchor's own key certified, or the anchor, may bear it: another vendor's SubCA can certify any name.
  if (path.steps.size() > 1 && is_dice_subca_name(path.steps.back().certificate->subject)) return true;
  return path.anchor && !path.ends_at_itself && is_dice_subca_name(path.anchor->subject);
}

}  // namespace odca
