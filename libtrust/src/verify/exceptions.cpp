// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "verify/exceptions.h"

#include <algorithm>

#include "profile/odca_names.h"

namespace odca {
namespace {

bool has_rom(const RuleInput& in, const Fingerprint& sha256) {
  const auto rom = std::find(in.roles.begin(), in.roles.end(), CertificateRole::rom_ca);
  if (rom == in.roles.end()) return false;
  return in.path.steps[static_cast<std::size_t>(rom - in.roles.begin())].certificate->sha256 == sha256;
}

/// is_platform: at least one name of the path names the platform, and none names another.
bool is_platform(const RuleInput& in, const std::string& platform) {
  bool named = false;
  for (std::size_t i = 1; i < in.path.steps.size(); ++i) {
    const Name& subject = in.path.steps[i].certificate->subject;
    const std::optional<DeviceCaName> device = parse_device_ca_name(subject);
    const std::optional<IssuingName> issuing = parse_issuing_name(subject);
    if (!device && !issuing) continue;
    if ((device ? device->platform : issuing->platform) != platform) return false;
    named = true;
  }
  return named;
}

}  // namespace

bool covers(const Exception& exception, const RuleInfo& info, const RuleInput& in) {
  if (exception.rule != info.id.text() || info.floor == Severity::fail) return false;
  if (!in.path.anchor || in.path.steps.empty()) return false;
  if (!exception.rom_sha256 && !exception.leaf_spki_sha256 && exception.platform.empty()) return false;
  if (exception.rom_sha256 && !has_rom(in, *exception.rom_sha256)) return false;
  if (exception.leaf_spki_sha256 && in.path.steps[0].certificate->spki_sha256 != *exception.leaf_spki_sha256)
    return false;
  return exception.platform.empty() || (in.is_odca() && is_platform(in, exception.platform));
}

ExceptionUse::State state_at(const Exception& exception, Time moment) {
  using State = ExceptionUse::State;
  if (exception.until < moment) return State::expired;
  const Time earliest = exception.until - kLongestException;
  return moment < std::max(exception.from.value_or(earliest), earliest) ? State::not_begun : State::holds;
}

}  // namespace odca
