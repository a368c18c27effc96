// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The state machine and the accounts.
//
//   PRE, mode none --setup--> IN, mode client --commit--> POST, mode client
//
// Our choice where what is known of devices leaves one: a generation that needs CommitChanges shows mode client with
// state IN between Setup and CommitChanges, and keeps the on-die chain until then; RPS as shipped still demands that
// chain between the two. An older generation is in POST after Setup, with its own certificate. StopConfiguration and
// Unprovision over HECI end that state as they end mode admin in state IN, of which devices are known.
#include "firmware/firmware.h"

#include <algorithm>
#include <utility>

#include "firmware/derived.h"
#include "wire/pthi.h"

namespace odca::amtsim {
namespace {

// ReturnValues of Setup; CommitChanges and Unprovision use those of PTHI.
constexpr std::uint32_t kSetupDone = 0, kSetupInvalidState = 2, kSetupInvalidParameter = 3;
constexpr std::string_view kDigestA1 = "2";    // NetAdminPassEncryptionType: MD5(A1) of HTTP digest
constexpr std::uint32_t kDataMissing = 0x809;  // DATA_MISSING
constexpr std::string_view kLocalAccount = "$$OsAdmin", kAdministrator = "admin";

bool is_a1(std::string_view text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

Firmware::Firmware(Profile profile, std::array<std::uint8_t, 32> rom_fingerprint, std::uint32_t seed)
    : profile_(std::move(profile)),
      rom_fingerprint_(rom_fingerprint),
      seed_(seed),
      realm_(derived_realm(seed, 0)),
      os_admin_password_(derived_password(seed)) {}

Mode Firmware::mode() const {
  const std::lock_guard hold(lock_);
  return mode_;
}

State Firmware::state() const {
  const std::lock_guard hold(lock_);
  return state_;
}

std::string Firmware::realm() const {
  const std::lock_guard hold(lock_);
  return realm_;
}

std::string Firmware::uuid_text() const { return printed_uuid(derived_uuid(seed_)); }

std::optional<std::string> Firmware::a1_of(std::string_view user) const {
  const std::lock_guard hold(lock_);
  if (user == kLocalAccount) return a1_text(user, realm_, os_admin_password_);
  return user == kAdministrator ? admin_a1_ : std::nullopt;
}

bool Firmware::presents_odca() const {
  const std::lock_guard hold(lock_);
  return odca_;
}

std::optional<std::uint32_t> Firmware::ordered_answer(const std::string& name) const {
  const auto found = knobs_.return_values.find(name);
  return found == knobs_.return_values.end() ? std::nullopt : std::optional(found->second);
}

std::uint32_t Firmware::setup(std::string_view encryption_type, std::string_view a1_hex) {
  const std::lock_guard hold(lock_);
  if (const auto answer = ordered_answer("Setup")) return *answer;
  if (state_ != State::pre || mode_ != Mode::none) return kSetupInvalidState;
  if (encryption_type != kDigestA1 || !is_a1(a1_hex)) return kSetupInvalidParameter;
  admin_a1_ = std::string(a1_hex);
  mode_ = Mode::client;
  state_ = profile_.commit_needed ? State::in : State::post;
  odca_ = profile_.commit_needed;
  return kSetupDone;
}

std::uint32_t Firmware::commit() {
  const std::lock_guard hold(lock_);
  if (const auto answer = ordered_answer("CommitChanges")) return *answer;
  if (state_ == State::pre) return kDataMissing;  // our choice: there is no password of an administrator to commit
  state_ = State::post;
  odca_ = false;
  return amt::wire::kStatusSuccess;
}

std::uint32_t Firmware::unprovision() {
  const std::lock_guard hold(lock_);
  if (const auto answer = ordered_answer("Unprovision")) return *answer;
  if (state_ == State::pre) return amt::wire::kStatusNotPermitted;  // our choice: there is nothing to take back
  become_unprovisioned();
  return amt::wire::kStatusSuccess;
}

void Firmware::become_unprovisioned() {
  mode_ = Mode::none;
  state_ = State::pre;
  admin_a1_.reset();
  odca_ = true;
  realm_ = derived_realm(seed_, ++provisionings_);
}

std::string Firmware::configuration_nonce() const {
  const std::lock_guard hold(lock_);
  return to_base64(ByteView(derived("configuration nonce", seed_, provisionings_)).first(20));
}

Seen Firmware::seen() const {
  const std::lock_guard hold(lock_);
  return seen_;
}

void Firmware::note(const std::function<void(Seen&)>& change) {
  const std::lock_guard hold(lock_);
  change(seen_);
}

Knobs Firmware::knobs() const {
  const std::lock_guard hold(lock_);
  return knobs_;
}

void Firmware::set_knobs(Knobs knobs) {
  const std::lock_guard hold(lock_);
  knobs_ = std::move(knobs);
}

}  // namespace odca::amtsim
